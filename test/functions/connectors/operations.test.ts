import { ConfigError, checkConfig } from '../../../functions/connectors/config-schema';

const config = (operations?: unknown) => ({
  air: { walletUrl: 'https://wallet.example/2.0' },
  connectors: [],
  ...(operations !== undefined && { operations }),
});

function linesOf(operations: unknown): readonly string[] {
  try {
    checkConfig(config(operations));
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

const DEFAULTS = {
  apiGatewayLogRole: 'create',
  apiThrottle: { rate: 1000, burst: 2000 },
  airAddresses: [],
  firewallLogs: false,
  logRetentionDays: 90,
  memoryMb: { receive: 1024, deliver: 512 },
  provisionedConcurrency: 0,
  thresholds: {
    queueAgeMinutes: 15,
    errorPercent: 5,
    throttles: 1,
    durationPercent: 80,
    apiServerErrorPercent: 1,
    apiClientErrorPercent: 20,
    secretAgeDays: 365,
  },
};

test('left out, everything has its default', () => {
  expect(checkConfig(config()).operations).toEqual(DEFAULTS);
});

test('one field set leaves the defaults of its neighbours', () => {
  const { operations } = checkConfig(
    config({ thresholds: { queueAgeMinutes: 5 }, apiThrottle: { rate: 50 }, memoryMb: { deliver: 1024 } }),
  );
  expect(operations).toEqual({
    ...DEFAULTS,
    thresholds: { ...DEFAULTS.thresholds, queueAgeMinutes: 5 },
    apiThrottle: { rate: 50, burst: 2000 },
    memoryMb: { receive: 1024, deliver: 1024 },
  });
});

test.each([
  [{ alarmEmail: 'nobody' }, 'operations.alarmEmail: expected an e-mail address'],
  [{ alarmTopicArn: 'alarms' }, 'operations.alarmTopicArn: expected the ARN of an SNS topic'],
  [{ apiGatewayLogRole: 'none' }, 'operations.apiGatewayLogRole: expected "create" or "existing"'],
  [{ apiThrottle: { rate: 0 } }, 'operations.apiThrottle.rate: expected at least 1'],
  [
    { airAddresses: ['192.0.2.1'] },
    'operations.airAddresses[0]: expected addresses in CIDR form, as 192.0.2.0/24',
  ],
  [
    { airAddresses: '192.0.2.0/24' },
    'operations.airAddresses: expected a list. The only addresses that may call /out, in CIDR form. Empty: any, with the right key.',
  ],
  [{ logRetentionDays: 91 }, /^operations\.logRetentionDays: expected 1 or 3 or 5 or .* or 3653$/],
  [{ kmsKeyArn: 'alias/mine' }, 'operations.kmsKeyArn: expected the ARN of a KMS key'],
  [
    {
      customDomain: {
        name: 'https://x.example',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a1',
      },
    },
    'operations.customDomain.name: expected a host name in lower case, without https:// and path',
  ],
  [
    { customDomain: { name: 'connect.example.com' } },
    'operations.customDomain.certificateArn: is missing, expected a text',
  ],
  [{ memoryMb: { receive: 64 } }, 'operations.memoryMb.receive: expected at least 128'],
  [{ provisionedConcurrency: -1 }, 'operations.provisionedConcurrency: expected at least 0'],
  [
    { egress: { subnetIds: [], securityGroupIds: ['sg-0c2d4e6f'] } },
    'operations.egress.subnetIds: expected a list with at least 1 entry',
  ],
  [{ thresholds: { silentHours: 25 } }, 'operations.thresholds.silentHours: expected at most 24'],
  [{ thresholds: { errorPercent: 0 } }, 'operations.thresholds.errorPercent: expected at least 0.1'],
  [{ alarmMail: 'ops@example.com' }, 'operations.alarmMail: no such field, did you mean "alarmEmail"?'],
  [
    { thresholds: { queueAge: 5 } },
    'operations.thresholds.queueAge: no such field, did you mean "queueAgeMinutes"?',
  ],
  [
    { alarmEmail: 'ops@example.com', alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' },
    'operations.alarmEmail: expected either alarmEmail or alarmTopicArn, not both',
  ],
])('%j is refused by the name of its field', (operations, line) => {
  expect(linesOf(operations)).toEqual([typeof line === 'string' ? line : expect.stringMatching(line)]);
});

test('addresses of both versions are taken', () => {
  const airAddresses = ['192.0.2.0/24', '2001:db8::/32'];
  expect(checkConfig(config({ airAddresses })).operations.airAddresses).toEqual(airAddresses);
});
