import { checkApiLogRole, checkConcurrency } from '../../../../bin/operations/checks/account';
import { checkAlarmTopic } from '../../../../bin/operations/checks/alarm-topic';
import { connectorPrefix, deployedConnectors, deployedPart } from '../../../../bin/operations/stack-outputs';
import { targetOf } from '../../../../bin/operations/stack-target';
import { checkConfig } from '../../../../functions/connectors/config-schema';
import { Synthesized } from '../../../lib/stack';

const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
/** A client that answers each command by its name. */
const client = (answers: Record<string, unknown>) => {
  const sent: { name: string; input: Record<string, unknown> }[] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    const { name } = command.constructor;
    sent.push({ name, input: command.input });
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { send: send as never, sent };
};

describe("API Gateway's log role", () => {
  test('set, not set, and not to be asked', async () => {
    const of = async (GetAccountCommand: unknown) =>
      (await checkApiLogRole(client({ GetAccountCommand }))).status;
    expect(await of({ cloudwatchRoleArn: 'arn:aws:iam::1:role/logs' })).toBe('ok');
    expect(await of({})).toBe('FAILED');
    expect(await of(denied)).toBe('warn');
  });
});

describe('Lambda concurrency', () => {
  const settings = { identityType: 'CUSTOMER_ID', currency: 'GBP', restUrl: 'https://rest.fra-02.braze.eu' };
  const config = checkConfig({
    air: { walletUrl: 'https://air.example/2.0' },
    connectors: [
      { id: 'in', platform: 'braze', direction: 'inbound', maxConcurrency: 30 },
      { id: 'out', platform: 'braze', direction: 'outbound', settings },
    ],
  });
  const of = (AccountLimit: object) =>
    checkConcurrency(config, client({ GetAccountSettingsCommand: { AccountLimit } }));

  test('is held against all connectors at their busiest, and what receiving needs beside them', async () => {
    expect(await of({ UnreservedConcurrentExecutions: 90 })).toMatchObject({ status: 'ok' });
    expect(await of({ UnreservedConcurrentExecutions: 89, ConcurrentExecutions: 1000 })).toMatchObject({
      status: 'warn',
      found: '89 at a time; delivering may take 40 of it',
    });
    expect(await of({ ConcurrentExecutions: 10 })).toMatchObject({ status: 'warn' });
  });

  test('that may not be asked for is a warning that names the permission', async () => {
    expect(await checkConcurrency(config, client({ GetAccountSettingsCommand: denied }))).toMatchObject({
      status: 'warn',
      todo: expect.stringContaining('lambda:GetAccountSettings'),
    });
  });
});

describe('the alarm topic', () => {
  const ARN = 'arn:aws:sns:eu-west-1:123456789012:alarms';
  const attributes = (SubscriptionsConfirmed: string, SubscriptionsPending = '0') => ({
    Attributes: { SubscriptionsConfirmed, SubscriptionsPending },
  });

  test('with a confirmed subscription is in order, and nothing is sent unasked', async () => {
    const sns = client({ GetTopicAttributesCommand: attributes('1') });
    expect((await checkAlarmTopic(ARN, 'EeConnect-prod', false, sns)).map(({ status }) => status)).toEqual([
      'ok',
    ]);
    expect(sns.sent).toHaveLength(1);
  });

  test('without one it is a warning: nobody gets the alarms', async () => {
    const sns = client({ GetTopicAttributesCommand: attributes('0', '1') });
    expect(await checkAlarmTopic(ARN, 'EeConnect-prod', false, sns)).toEqual([
      expect.objectContaining({
        status: 'warn',
        found: expect.stringContaining('1 subscriptions are not confirmed'),
      }),
    ]);
  });

  test('without any it says how there is one', async () => {
    const sns = client({ GetTopicAttributesCommand: attributes('0') });
    expect(await checkAlarmTopic(ARN, 'EeConnect-prod', false, sns)).toEqual([
      expect.objectContaining({
        status: 'warn',
        found: 'nobody gets the alarms: there is no subscription',
        todo: expect.stringContaining('operations.alarmEmail'),
      }),
    ]);
  });

  test('--alarm sends one message that says what it is', async () => {
    const sns = client({ GetTopicAttributesCommand: attributes('1'), PublishCommand: {} });
    const [, sent] = await checkAlarmTopic(ARN, 'EeConnect-prod', true, sns);
    expect(sent!.status).toBe('ok');
    expect(sns.sent[1]).toMatchObject({
      name: 'PublishCommand',
      input: {
        TopicArn: ARN,
        Message: expect.stringContaining('This is a test of the alarms of EeConnect-prod'),
      },
    });
  });

  test('a message that was not sent fails', async () => {
    const sns = client({ GetTopicAttributesCommand: attributes('1'), PublishCommand: denied });
    expect((await checkAlarmTopic(ARN, 's', true, sns))[1]).toMatchObject({ status: 'FAILED' });
  });
});

describe('the outputs of the stack as it is synthesized', () => {
  const { outputs: synthesized } = new Synthesized();
  const outputs = new Map(Object.keys(synthesized).map((name) => [name, `value of ${name}`]));
  const config = checkConfig(JSON.parse(JSON.stringify(require('../../../../connectors.json'))));

  test('tell every connector, by the names that the commands look for', () => {
    expect(
      deployedConnectors(outputs)
        .map(({ prefix }) => prefix)
        .sort(),
    ).toEqual(config.connectors.map(({ id }) => connectorPrefix(id)).sort());
    expect(deployedConnectors(outputs)[0]).toMatchObject({
      queueUrl: expect.stringMatching(/^value of Connector.+Queue$/),
    });
  });

  test('make a target of the whole configuration', () => {
    const target = targetOf('EeConnect-test', outputs, config);
    expect(Object.keys(target.secrets)).toEqual(['air', 'braze-rewards', 'braze-news', 'feed/programme']);
    expect(target.queues['braze-news']!.deadLetterQueueUrl).toBe(
      'value of ConnectorBrazeNewsDeadLetterQueue',
    );
  });

  test('a connector that was added since is left out, where a part is enough', () => {
    const more = {
      ...config,
      connectors: [...config.connectors, { ...config.connectors[0]!, id: 'brand-new' }],
    };
    expect(deployedPart(more, outputs).connectors).toEqual(config.connectors);
    expect(() => targetOf('EeConnect-test', outputs, more)).toThrow('no output ConnectorBrandNewQueue');
  });

  test('a connector whose id ends like an output is told as itself', () => {
    const odd = new Map(
      ['Url', 'Queue', 'DeadLetterQueue', 'Secret'].flatMap((what) => [
        [`ConnectorNews${what}`, 'v'],
        [`ConnectorNewsUrl${what}`, 'v'],
      ]),
    );
    expect(deployedConnectors(odd).map(({ prefix }) => prefix)).toEqual([
      'ConnectorNews',
      'ConnectorNewsUrl',
    ]);
  });
});
