import { readFileSync } from 'node:fs';
import { measure } from '../../functions/connectors/metrics';
import { RUNBOOK } from '../../lib/alarms';
import { Synthesized } from './stack';

const stack = new Synthesized({ operations: { thresholds: { silentHours: 6 } } });
const alarms = stack.all('AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({ id, ...Properties }));
const named = (start: string) => {
  const found = alarms.filter(({ id }) => id.replace(/[0-9A-F]{8}$/, '') === start);
  expect(found).toHaveLength(1);
  return found[0];
};
const section = (description: string) => description.match(/docs\/runbook\.md#([\w-]+)$/)?.[1];

test('every alarm says whose it is and names a section of the runbook', () => {
  for (const { AlarmDescription } of alarms) {
    expect(AlarmDescription).toMatch(/^EE Connect, .+: .+\. What to do: docs\/runbook\.md#[a-z0-9-]+$/);
    expect(RUNBOOK).toContain(section(AlarmDescription));
  }
});

test('every alarm tells the topic when it rings, and when it is over', () => {
  const topic = { Ref: stack.one('AWS::SNS::Topic').id };
  for (const { AlarmActions, OKActions } of alarms)
    expect([AlarmActions, OKActions]).toEqual([[topic], [topic]]);
});

test.each([
  [
    'outbound',
    'Connectorbrazenews',
    [
      'credentials-refused',
      'dead-letter-queue-12-days',
      'dead-letter-queue-7-days',
      'dead-letter-queue-not-empty',
      'function-errors',
      'function-slow',
      'function-throttled',
      'no-events-from-air',
      'queue-delayed',
      'queue-one-day',
      'secret-not-changed',
      'secret-not-set-up',
    ],
  ],
  [
    'inbound',
    'Connectorbrazerewards',
    [
      'credentials-refused',
      'dead-letter-queue-12-days',
      'dead-letter-queue-7-days',
      'dead-letter-queue-not-empty',
      'function-errors',
      'function-slow',
      'function-throttled',
      'queue-delayed',
      'queue-one-day',
      'reward-limit',
      'reward-outcome-unknown',
      'secret-not-changed',
      'secret-not-set-up',
    ],
  ],
])('what is watched of an %s connector', (_, start, sections) => {
  const found = alarms.filter(({ id }) => id.startsWith(start));
  expect(found.map(({ AlarmDescription }) => section(AlarmDescription)).sort()).toEqual(sections);
});

test.each(['InboundReceive', 'OutboundReceive', 'ExpiryExpire'])(
  '%s is watched for errors, throttles and time',
  (start) => {
    const found = alarms.filter(({ id }) => id.startsWith(start) && !/Directory|SecretAge/.test(id));
    expect(found.map(({ AlarmDescription }) => section(AlarmDescription)).sort()).toEqual([
      'function-errors',
      'function-slow',
      'function-throttled',
    ]);
  },
);

test('a directory that does not answer is told of, whatever address was called', () => {
  const { Metrics } = named('OutboundReceiveDirectoryUnavailable0');
  const addresses = Metrics.flatMap(
    (each: { MetricStat?: { Metric: { Dimensions: { Name: string; Value: string }[] } } }) =>
      each.MetricStat?.Metric.Dimensions.filter(({ Name }) => Name === 'connector') ?? [],
  ).map(({ Value }: { Value: string }) => Value);
  expect(addresses.sort()).toEqual(['braze-news', 'feed/programme']);
});

test('the dead-letter queue rings at its first message, at seven days and at twelve', () => {
  const queue = stack.one('AWS::SQS::Queue', 'ConnectorbrazenewsDeliveryDeadLetters').id;
  const of = (start: string) => {
    const { MetricName, Threshold, Dimensions } = named(start);
    expect(Dimensions).toEqual([{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }]);
    return [MetricName, Threshold];
  };
  expect(of('ConnectorbrazenewsDeadLetters')).toEqual(['ApproximateNumberOfMessagesVisible', 1]);
  expect(of('ConnectorbrazenewsDeadLetters7Days')).toEqual(['ApproximateAgeOfOldestMessage', 604_800]);
  expect(of('ConnectorbrazenewsDeadLetters12Days')).toEqual(['ApproximateAgeOfOldestMessage', 1_036_800]);
});

test('the thresholds are those of the configuration', () => {
  const own = new Synthesized({
    operations: { thresholds: { queueAgeMinutes: 3, durationPercent: 50, apiClientErrorPercent: 33 } },
  });
  const thresholdOf = (start: string) => own.one('AWS::CloudWatch::Alarm', start).Properties.Threshold;
  expect(thresholdOf('ConnectorbrazenewsQueueDelayed')).toBe(180);
  expect(thresholdOf('ConnectorbrazenewsDeliverSlow')).toBe(30_000);
  expect(thresholdOf('ApiClientErrors')).toBe(33);
});

test('a paused connector waits by intent, but for no longer than a day unseen', () => {
  const paused = new Synthesized({
    connectors: { 'braze-news': { paused: true } },
    operations: { thresholds: { silentHours: 6 } },
  });
  const ids = paused
    .all('AWS::CloudWatch::Alarm')
    .map(([id]) => id)
    .filter((id) => id.startsWith('Connectorbrazenews'))
    .join(' ');
  expect(ids).toContain('QueueOneDay');
  expect(ids).not.toContain('QueueDelayed');
  expect(ids).not.toContain('NoEventsFromAir');
});

test("a secret that nobody has changed is told of: each connector's, and each feed's", () => {
  const own = new Synthesized({ operations: { thresholds: { secretAgeDays: 90 } } });
  const watched = own
    .all('AWS::CloudWatch::Alarm')
    .map(([, { Properties }]) => Properties)
    .filter(({ MetricName }) => MetricName === 'SecretAgeDays');
  const of = ({ Dimensions }: { Dimensions: { Value: string }[] }) => Dimensions.map(({ Value }) => Value);
  expect(watched.map(of).sort()).toEqual([
    ['braze-news', 'outbound'],
    ['braze-rewards', 'inbound'],
    ['feed/programme', 'outbound'],
  ]);
  for (const alarm of watched)
    expect(alarm).toMatchObject({ Threshold: 90, Statistic: 'Maximum', TreatMissingData: 'ignore' });
});

test('with 0 days no secret is too old', () => {
  const own = new Synthesized({ operations: { thresholds: { secretAgeDays: 0 } } });
  expect(JSON.stringify(own.all('AWS::CloudWatch::Alarm'))).not.toContain('SecretAgeDays');
});

test('silence from AIR rings when there is no figure at all, and is off by default', () => {
  expect(named('ConnectorbrazenewsNoEventsFromAir')).toMatchObject({
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    Period: 3600,
    EvaluationPeriods: 6,
  });
  expect(new Synthesized().text).not.toContain('no-events-from-air');
});

describe('the metrics of alarms are those that the functions write', () => {
  /** Namespace, name and sets of dimensions, as `measure` prints them. */
  function written(...figure: Parameters<typeof measure>): string[] {
    let line = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      line += String(text);
      return true;
    });
    measure(...figure);
    write.mockRestore();
    const emf = JSON.parse(line);
    return emf._aws.CloudWatchMetrics.flatMap(
      (each: { Dimensions: string[][]; Metrics: { Name: string }[] }) =>
        each.Dimensions.map((set) =>
          [each.Metrics[0]!.Name, ...set.map((name) => `${name}=${emf[name]}`).sort()].join(' '),
        ),
    );
  }

  test.each([
    ['CredentialsRefused', 'ConnectorbrazenewsCredentialsRefused', 'braze-news', 'outbound', undefined],
    ['SecretNotSetUp', 'ConnectorbrazenewsSecretNotSetUp', 'braze-news', 'outbound', undefined],
    ['SecretAgeDays', 'ConnectorbrazenewsSecretAge', 'braze-news', 'outbound', undefined],
    ['SecretAgeDays', 'OutboundReceiveSecretAgeprogramme', 'feed/programme', 'outbound', undefined],
    ['Accepted', 'ConnectorbrazenewsNoEventsFromAir', 'braze-news', 'outbound', undefined],
    ['UnknownOutcomes', 'ConnectorbrazerewardsUnknownOutcome', 'braze-rewards', 'inbound', undefined],
    ['DeadLettered', 'ConnectorbrazerewardsRewardLimit', 'braze-rewards', 'inbound', 'reward-limit'],
  ] as const)('%s', (name, alarm, connector, direction, reason) => {
    const { Namespace, MetricName, Dimensions } = named(alarm);
    const dimensions = Dimensions.map(
      ({ Name, Value }: { Name: string; Value: string }) => `${Name}=${Value}`,
    );
    expect(Namespace).toBe(
      stack.one('AWS::Lambda::Function', 'Connectorbrazenews').Properties.Environment.Variables
        .METRICS_NAMESPACE,
    );
    expect(written(name, 1, { connector, direction, ...(reason && { reason }) })).toContain(
      [MetricName, ...dimensions.sort()].join(' '),
    );
  });
});

describe('the topic', () => {
  test('is encrypted with a key that lets CloudWatch of this account in', () => {
    const key = stack.one('AWS::KMS::Key');
    expect(stack.one('AWS::SNS::Topic').Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [key.id, 'Arn'] });
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties.KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    const { Statement } = stack.one('AWS::SNS::TopicPolicy').Properties.PolicyDocument;
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
      }),
    );
  });

  test('writes to the configured e-mail address', () => {
    const mailed = new Synthesized({ operations: { alarmEmail: 'ops@example.com' } });
    expect(mailed.one('AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });

  test('may be an existing one', () => {
    const alarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms';
    const existing = new Synthesized({ operations: { alarmTopicArn } });
    expect(existing.all('AWS::SNS::Topic')).toEqual([]);
    expect(existing.all('AWS::KMS::Key')).toEqual([]);
    for (const [, { Properties }] of existing.all('AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmActions).toEqual([alarmTopicArn]);
    expect(existing.outputs.AlarmTopic?.Value).toBe(alarmTopicArn);
  });
});

test('the runbook has each section that an alarm names', () => {
  const anchors = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s+/g, '-'),
  );
  expect(RUNBOOK.filter((name) => !anchors.includes(name))).toEqual([]);
});
