/**
 * The object `operations` of `connectors.json`: how the stack is run, and not what it does. Read at synth only; it is
 * never bundled, so that a changed threshold changes no function.
 */
import * as z from 'zod/mini';
import { described } from '../platforms/described';

const whole = (from: number, to: number) => z.int().check(z.gte(from), z.lte(to));
const percent = z.number().check(z.gte(0.1), z.lte(100));

/** The retentions CloudWatch Logs knows, in days (PutRetentionPolicy in its API reference). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const TOPIC_ARN = /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/;
const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
const CERTIFICATE_ARN = /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const matching = (pattern: RegExp, expected: string) =>
  z.string().check(z.regex(pattern, `expected ${expected}`));

/** Where nobody sets `thresholds.secretAgeDays`. */
export const DEFAULT_SECRET_AGE_DAYS = 365;

const thresholds = {
  queueAgeMinutes: described(
    z._default(whole(1, 1440), 15),
    'Oldest message on a connector\'s queue, in minutes: the "is it delayed" alarm.',
  ),
  errorPercent: described(z._default(percent, 5), 'Failed invocations of a function, in percent of all.'),
  throttles: described(
    z._default(whole(1, 100_000), 1),
    'Invocations refused for lack of concurrency, in 5 minutes.',
  ),
  durationPercent: described(
    z._default(percent, 80),
    "A function's slowest 1 % of invocations, in percent of its time-out.",
  ),
  apiServerErrorPercent: described(z._default(percent, 1), 'API answers 5xx, in percent of all.'),
  apiClientErrorPercent: described(z._default(percent, 20), 'API answers 4xx, in percent of all.'),
  silentHours: described(
    z.optional(whole(1, 24)),
    'Hours without an event from AIR, per outbound connector. Left out: no such alarm, since thin traffic is silent too.',
  ),
  secretAgeDays: described(
    z._default(whole(0, 3650), DEFAULT_SECRET_AGE_DAYS),
    'Days after which a secret whose value nobody has changed is told of. 0: never.',
  ),
};

const shape = {
  alarmEmail: described(
    z.optional(matching(EMAIL, 'an e-mail address')),
    'Gets the alarms, once its owner confirms the subscription.',
  ),
  alarmTopicArn: described(
    z.optional(matching(TOPIC_ARN, 'the ARN of an SNS topic')),
    'An existing SNS topic for the alarms, instead of a topic of this stack.',
  ),
  apiGatewayLogRole: described(
    z._default(z.enum(['create', 'existing']), 'create'),
    'API Gateway needs one role per account and region to write logs. existing: the account has it already.',
  ),
  apiThrottle: described(
    z.prefault(
      z.strictObject({
        rate: z._default(whole(1, 100_000), 1000),
        burst: z._default(whole(1, 100_000), 2000),
      }),
      {},
    ),
    'Requests per second, and the burst above it, that the API takes; more is answered 429 with Retry-After.',
  ),
  airAddresses: described(
    z._default(
      z.array(
        z.union([z.cidrv4(), z.cidrv6()], { error: 'expected addresses in CIDR form, as 192.0.2.0/24' }),
      ),
      [],
    ),
    'The only addresses that may call /out, in CIDR form. Empty: any, with the right key.',
  ),
  firewallLogs: described(
    z._default(z.boolean(), false),
    'Log requests that AWS WAF blocked or counted, without their keys.',
  ),
  logRetentionDays: described(
    z._default(z.literal([...RETENTIONS]), 90),
    'How long CloudWatch Logs keeps log lines, in days.',
  ),
  kmsKeyArn: described(
    z.optional(matching(KEY_ARN, 'the ARN of a KMS key')),
    'Your own KMS key for queues, table, secrets and logs. Left out: keys that AWS owns.',
  ),
  customDomain: described(
    z.optional(
      z.strictObject({
        name: matching(HOST, 'a host name in lower case, without https:// and path'),
        certificateArn: matching(CERTIFICATE_ARN, 'the ARN of an ACM certificate in the region of the stack'),
      }),
    ),
    'A host name of your own in front of the API.',
  ),
  memoryMb: described(
    z.prefault(
      z.strictObject({
        receive: z._default(whole(128, 10_240), 1024),
        deliver: z._default(whole(128, 10_240), 512),
      }),
      {},
    ),
    'Memory of the functions, in MB; CPU grows with it.',
  ),
  provisionedConcurrency: described(
    z._default(whole(0, 10_000), 0),
    'Warm copies of inbound-receive, for platforms whose time limit a cold start would miss.',
  ),
  egress: described(
    z.optional(
      z.strictObject({
        subnetIds: z
          .array(matching(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a subnet id'))
          .check(z.minLength(1)),
        securityGroupIds: z
          .array(matching(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a security group id'))
          .check(z.minLength(1)),
      }),
    ),
    'Private subnets with a NAT gateway: deliver functions call out from its fixed addresses.',
  ),
  thresholds: described(z.prefault(z.strictObject(thresholds), {}), 'When the alarms ring.'),
};

/** Left out, it is all defaults. */
export const operationsSchema = z.prefault(
  z.strictObject(shape).check(
    z.refine((value) => !(value.alarmEmail && value.alarmTopicArn), {
      path: ['alarmEmail'],
      error: 'expected either alarmEmail or alarmTopicArn, not both',
    }),
  ),
  {},
);
export type Operations = z.infer<typeof operationsSchema>;
