import { COUNTED_RULES } from '../../lib/firewall-rules';
import { Synthesized } from './stack';

const stack = new Synthesized();
// biome-ignore lint/suspicious/noExplicitAny: rules of a template.
const rules = (of: Synthesized): any[] => of.one('AWS::WAFv2::WebACL').Properties.Rules;
const rule = (of: Synthesized, name: string) => rules(of).find((each) => each.Name === name);

test('stands in front of the API', () => {
  const { ResourceArn, WebACLArn } = stack.one('AWS::WAFv2::WebACLAssociation').Properties;
  expect(JSON.stringify(ResourceArn)).toContain(stack.one('AWS::ApiGateway::Stage').id);
  expect(WebACLArn['Fn::GetAtt'][0]).toBe(stack.one('AWS::WAFv2::WebACL').id);
});

test.each([1000, 5])(
  'a flood of one address gets 429 with Retry-After, above the throttle of %i a second',
  (rate) => {
    const { Statement, Action } = rule(new Synthesized({ operations: { apiThrottle: { rate } } }), 'flood');
    const { Limit, EvaluationWindowSec, AggregateKeyType } = Statement.RateBasedStatement;
    expect(AggregateKeyType).toBe('IP');
    expect(Limit / EvaluationWindowSec).toBeGreaterThan(rate);
    expect(Action.Block.CustomResponse).toMatchObject({
      ResponseCode: 429,
      ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
    });
  },
);

test("rules over bodies only count: AIR's events are larger than their limit", () => {
  const { RuleActionOverrides, Name } = rule(stack, 'common').Statement.ManagedRuleGroupStatement;
  expect(Name).toBe('AWSManagedRulesCommonRuleSet');
  expect(RuleActionOverrides).toEqual(
    COUNTED_RULES.map((each) => ({ Name: each, ActionToUse: { Count: {} } })),
  );
  expect(COUNTED_RULES).toEqual(
    expect.arrayContaining(['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'NoUserAgent_HEADER']),
  );
});

test('no request is sampled: samples show headers', () => {
  const acl = stack.one('AWS::WAFv2::WebACL').Properties;
  for (const { VisibilityConfig } of [acl, ...rules(stack)])
    expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
});

describe('addresses of AIR', () => {
  test('by default any address may call', () => {
    expect(rule(stack, 'air-only')).toBeUndefined();
    expect(stack.all('AWS::WAFv2::IPSet')).toEqual([]);
  });

  test('configured, nobody else may call /out', () => {
    const closed = new Synthesized({ operations: { airAddresses: ['192.0.2.0/24', '2001:db8::/32'] } });
    const sets = closed.all('AWS::WAFv2::IPSet').map(([id, { Properties }]) => {
      return [Properties.IPAddressVersion, Properties.Addresses, id];
    });
    expect(sets.map(([version, addresses]) => [version, addresses])).toEqual([
      ['IPV4', ['192.0.2.0/24']],
      ['IPV6', ['2001:db8::/32']],
    ]);
    const [path, others] = rule(closed, 'air-only').Statement.AndStatement.Statements;
    expect(path.ByteMatchStatement).toMatchObject({
      SearchString: '/out/',
      PositionalConstraint: 'CONTAINS',
    });
    const allowed = others.NotStatement.Statement.OrStatement.Statements;
    expect(JSON.stringify(allowed)).toContain(sets[0]![2]);
    expect(JSON.stringify(allowed)).toContain(sets[1]![2]);
    expect(rule(closed, 'air-only').Priority).toBeLessThan(rule(closed, 'flood').Priority);
  });

  test('of one version alone need one set', () => {
    const closed = new Synthesized({ operations: { airAddresses: ['192.0.2.0/24'] } });
    const [, others] = rule(closed, 'air-only').Statement.AndStatement.Statements;
    expect(others.NotStatement.Statement).toHaveProperty('IPSetReferenceStatement');
  });
});

describe('the log', () => {
  test('is off by default', () => {
    expect(stack.all('AWS::WAFv2::LoggingConfiguration')).toEqual([]);
  });

  test('has blocked and counted requests only, without their keys', () => {
    const logged = new Synthesized({ operations: { firewallLogs: true } });
    const { RedactedFields, LoggingFilter, LogDestinationConfigs } = logged.one(
      'AWS::WAFv2::LoggingConfiguration',
    ).Properties;
    const redacted = RedactedFields.map(
      (field: { SingleHeader?: { Name: string } }) => field.SingleHeader?.Name,
    );
    expect(redacted).toEqual(
      expect.arrayContaining(['authorization', 'x-auth-token', 'x-signature', 'webhook-signature']),
    );
    expect(RedactedFields).toContainEqual({ QueryString: {} });
    expect(LoggingFilter.DefaultBehavior).toBe('DROP');
    const log = logged.one('AWS::Logs::LogGroup', 'Firewall');
    expect(JSON.stringify(log.Properties.LogGroupName)).toContain('aws-waf-logs');
    expect(JSON.stringify(LogDestinationConfigs)).toContain(log.id);
  });
});
