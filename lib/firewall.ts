import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { PLATFORMS } from '../functions/platforms/registry';
import type { FunctionContext } from './connect-function';
import { airOnlyRule, commonRules, rateRule, TOO_MANY_REQUESTS, visible } from './firewall-rules';
import { LogStore } from './log-store';

/** Headers that hold a key or a signature, on any platform: never in a firewall log. */
export const secretHeaders = (platforms = PLATFORMS): readonly string[] => [
  ...new Set([
    'authorization',
    'x-auth-token',
    ...Object.values(platforms).flatMap(({ inbound }) => inbound?.secretHeaders ?? []),
  ]),
];

export interface FirewallProps extends FunctionContext {
  /** The API stage it stands in front of. */
  readonly stageArn: string;
}

/** AWS WAF in front of the API. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const { airAddresses, apiThrottle, firewallLogs } = props.operations;
    const sets = (['IPV4', 'IPV6'] as const).flatMap((version) => {
      const addresses = airAddresses.filter((address) => address.includes(':') === (version === 'IPV6'));
      if (addresses.length === 0) return [];
      return [
        new CfnIPSet(this, `Air${version}`, {
          description: 'EE Connect: the addresses of Eagle Eye AIR',
          scope: 'REGIONAL',
          ipAddressVersion: version,
          addresses,
        }),
      ];
    });
    const acl = new CfnWebACL(this, 'Acl', {
      description: `EE Connect: in front of the API of ${Stack.of(this).stackName}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('all'),
      customResponseBodies: {
        [TOO_MANY_REQUESTS]: {
          contentType: 'APPLICATION_JSON',
          content: JSON.stringify({
            error: 'too-many-requests',
            message: 'Too many requests: please send it again later',
          }),
        },
      },
      rules: [
        ...(sets.length > 0
          ? [
              airOnlyRule(
                0,
                sets.map((set) => set.attrArn),
              ),
            ]
          : []),
        rateRule(1, apiThrottle.rate),
        commonRules(2),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: props.stageArn, webAclArn: acl.attrArn });
    if (firewallLogs) this.log(acl, props);
  }

  /** AWS demands this beginning of the name; the stack's own id behind it keeps it unique. */
  private log(acl: CfnWebACL, props: FirewallProps): void {
    const unique = Fn.select(2, Fn.split('/', Stack.of(this).stackId));
    const logs = new LogStore(this, 'Logs', { ...props, name: Fn.join('-', ['aws-waf-logs', unique]) });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      // AWS WAF takes the ARN without the `:*` at its end.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          resourceName: logs.logGroupName,
        }),
      ],
      redactedFields: [
        ...secretHeaders().map((name) => ({ singleHeader: { Name: name } })),
        { queryString: {} },
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
              ActionCondition: { Action: action },
            })),
          },
        ],
      },
    });
  }
}
