/**
 * Every alarm of the template, and every graph of its page, looks at a metric that moves: the local run is broken in each
 * way that one of them is about, and what it has written is held against what they look at.
 */

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkConfig } from '../../functions/connectors/config-schema';
import { feedAddress } from '../../functions/connectors/feed-address';
import type { METRICS } from '../../functions/connectors/metrics';
import { deadLetterQueueName, queueName } from '../../local/deployment';
import type { Local } from '../../local/local';
import { localKey } from '../../local/local-key';
import { type Resource, Synthesized } from '../lib/stack';
import { until } from '../local/until';
import {
  brazeOf,
  enter,
  newConsumer,
  pointsEvent,
  postEvent,
  projectConfig,
  startBundle,
  stopBundle,
} from './bundle';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const IN = 'braze-rewards';
const OUT = 'braze-news';
const LIMITS = { settings: { limits: { perActionPerHour: 12, perConsumerPerDay: 1 } } };

let local: Local;
let number = 8000;
/** Namespace, name and dimensions of what was written, to its values. */
const written = new Map<string, number[]>();
/** One name for a metric, whatever its dimensions are called in the account. */
const nameOf = (namespace: string, name: string, dimensions: Readonly<Record<string, string>>) =>
  [namespace, name, ...Object.entries(dimensions).map((pair) => pair.join('='))].sort().join(' ');

let readUpTo = 0;
function readLog(): void {
  const text = readFileSync(local.logs.path, 'utf8');
  const lines = text.slice(readUpTo, text.lastIndexOf('\n') + 1);
  readUpTo += lines.length;
  for (const line of lines.split('\n').filter((each) => each.includes('"_aws"'))) {
    const json = JSON.parse(line);
    for (const { Namespace, Dimensions, Metrics } of json._aws.CloudWatchMetrics)
      for (const set of Dimensions as string[][])
        for (const { Name } of Metrics as { Name: string }[]) {
          const key = nameOf(Namespace, Name, Object.fromEntries(set.map((each) => [each, json[each]])));
          written.set(key, [...(written.get(key) ?? []), ...[json[Name]].flat()]);
        }
  }
}

const own = (name: keyof typeof METRICS, connector: string, reason?: string) =>
  nameOf('EEConnect', name, {
    connector,
    direction: connector === IN ? 'inbound' : 'outbound',
    ...(reason && { reason }),
  });
/** Waits until a metric has had such a value. */
const moved = (metric: string, at: (value: number) => boolean = (value) => value > 0) =>
  until(
    () => {
      readLog();
      return written.get(metric)?.some(at) || undefined;
    },
    { withinMs: 60_000, everyMs: 100 },
  ).catch(() => {
    throw new Error(`${metric} did not move; there is ${JSON.stringify(written.get(metric))}`);
  });

const consumer = () => newConsumer(local, ++number);
const idOf = (wallet: ReturnType<typeof consumer>) => wallet.identities[0]!.value;
const function_ = (name: string) => local.functions[name]!;

beforeAll(async () => {
  const base = projectConfig() as { connectors: { id: string }[] };
  const connectors = base.connectors.map((each) => (each.id === IN ? { ...each, ...LIMITS } : each));
  local = await startBundle({
    config: checkConfig({ ...base, connectors }),
    visibilitySeconds: 3,
    awsMetricsEveryMs: 250,
    secretsChangedMs: Date.now() - 400 * DAY_MS,
    secrets: {
      [feedAddress('programme')]: { externalKeys: [localKey(feedAddress('programme'))] },
      [IN]: { externalKeys: [localKey(IN)] },
    },
  });
});
afterAll(() => stopBundle(local));
afterEach(() => {
  local.air!.heal();
  brazeOf(local).heal();
});

test('what goes well: a reward, its event, and what SQS hands out twice', async () => {
  for (const connector of [IN, OUT]) local.pollers[connector]!.loseDeletes(1);
  await enter(local, { identityValue: idOf(consumer()) });
  for (const connector of [IN, OUT]) {
    for (const name of ['Received', 'Accepted', 'Delivered', 'PlatformCalls', 'Repeated'] as const)
      await moved(own(name, connector));
    for (const name of ['PlatformLatency', 'AgeAtDelivery'] as const)
      await moved(own(name, connector), (value) => value >= 0);
  }
  await moved(own('RewardsIssued', IN));
  await moved(own('ItemsPerCall', OUT));
});

test('what is refused at the door', async () => {
  expect((await enter(local, { identityValue: 'CUST-1' }, 'x'.repeat(40))).status).toBe(401);
  expect((await postEvent(local, {}, 'x'.repeat(40))).status).toBe(401);
  for (const connector of [IN, OUT]) await moved(own('Rejected', connector, 'wrong-key'));
  await moved(nameOf('AWS/ApiGateway', '4XXError', { ApiName: 'EEConnect', Stage: 'v1' }));
});

test('what waits, and what is parked', async () => {
  const wallet = consumer();
  const identityValue = idOf(wallet);
  await enter(local, { identityValue });
  await enter(local, { identityValue });
  await moved(own('DeadLettered', IN, 'reward-limit'));
  await moved(
    nameOf('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: deadLetterQueueName(IN) }),
  );
  local.air!.fail({ kind: 'reset', effect: false });
  await enter(local, { identityValue: idOf(consumer()) });
  await moved(own('UnknownOutcomes', IN));
});

test('the other side refuses our credentials, answers late, and breaks off', async () => {
  local.air!.fail({ kind: 'answer', status: 401, times: 2 });
  await enter(local, { identityValue: idOf(consumer()) });
  await moved(own('CredentialsRefused', IN));
  await moved(own('Retried', IN, 'credentials-refused'));
  brazeOf(local).fail({ kind: 'answer', status: 401, times: 2 });
  await postEvent(local, pointsEvent(consumer(), 5));
  await moved(own('CredentialsRefused', OUT));
  await moved(own('Retried', OUT, 'credentials-refused'));
  brazeOf(local).heal();
  brazeOf(local).fail({ kind: 'answer', status: 429, headers: { 'retry-after': '2' } });
  await postEvent(local, pointsEvent(consumer(), 5));
  await moved(own('BreakerOpen', OUT), (value) => value === 1);
  await moved(own('BreakerOpen', OUT), (value) => value === 0);
  local.air!.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '2' } });
  await enter(local, { identityValue: idOf(consumer()) });
  await moved(own('BreakerOpen', IN), (value) => value === 1);
  brazeOf(local).fail({ kind: 'reset', effect: true });
  await postEvent(local, pointsEvent(consumer(), 5));
  await moved(own('UnknownOutcomes', OUT));
  await postEvent(local, { hello: 'there' });
  await moved(own('DeadLettered', OUT, 'not-an-air-event'));
  for (const connector of [IN, OUT])
    await moved(
      nameOf('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: deadLetterQueueName(connector) }),
    );
});

test('messages stand for days', async () => {
  local.moveClock(13 * DAY_MS);
  for (const connector of [IN, OUT])
    await moved(
      nameOf('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: deadLetterQueueName(connector) }),
      (value) => value >= 12 * 86_400,
    );
  local.moveClock(0);
});

test('messages wait on their queues', async () => {
  for (const connector of [IN, OUT]) await local.pollers[connector]!.pause();
  await enter(local, { identityValue: idOf(consumer()) });
  await postEvent(local, pointsEvent(consumer(), 5));
  local.moveClock(2 * DAY_MS);
  for (const connector of [IN, OUT]) {
    const QueueName = queueName(connector);
    await moved(nameOf('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName }));
    await moved(
      nameOf('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName }),
      (value) => value >= 86_400,
    );
  }
  local.moveClock(0);
  for (const connector of [IN, OUT]) local.pollers[connector]!.start();
});

test('the table and the queues are away', async () => {
  local.table.mode = 'down';
  await postEvent(local, pointsEvent(consumer(), 5));
  await fetch(`${local.url}/out/braze/${OUT}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Auth-Token': localKey(OUT) },
    body: JSON.stringify(pointsEvent(consumer(), 5)),
  });
  await moved(
    nameOf('EEConnect', 'DirectoryUnavailable', { connector: 'feed/programme', direction: 'outbound' }),
  );
  await moved(own('DirectoryUnavailable', OUT));
  local.table.mode = 'up';
  await local.queues.setDown(true);
  expect((await enter(local, { identityValue: 'CUST-1' })).status).toBe(503);
  await local.queues.setDown(false);
  await moved(nameOf('AWS/ApiGateway', '5XXError', { ApiName: 'EEConnect', Stage: 'v1' }));
});

test('secrets that nobody has changed, and that have no value', async () => {
  const old = (value: number) => value >= 365;
  await moved(
    nameOf('EEConnect', 'SecretAgeDays', { connector: 'feed/programme', direction: 'outbound' }),
    old,
  );
  await moved(own('SecretAgeDays', IN), old);
  await moved(own('SecretAgeDays', OUT), (value) => value >= 0);
  local.secrets.set(IN, null);
  local.secrets.set(feedAddress('programme'), null);
  for (const name of ['inbound-receive', 'outbound-receive']) function_(name).kill('all');
  expect((await enter(local, { identityValue: 'CUST-1' })).status).toBe(401);
  expect((await postEvent(local, pointsEvent(consumer(), 5))).status).toBe(401);
  for (const connector of [IN, OUT]) await moved(own('SecretNotSetUp', connector));
});

test('a function fails', async () => {
  for (const each of Object.values(local.functions)) {
    // What is no event of theirs, so that they cannot go on.
    await each.invoke(null).catch(() => {});
    const FunctionName = each.name;
    await moved(nameOf('AWS/Lambda', 'Invocations', { FunctionName }));
    await moved(nameOf('AWS/Lambda', 'Duration', { FunctionName }), (value) => value >= 0);
  }
  function_('subscription-expiry')
    .invoke({ id: randomUUID() })
    .catch(() => {});
  function_('subscription-expiry').kill('all');
  await moved(nameOf('AWS/Lambda', 'Errors', { FunctionName: 'subscription-expiry' }));
});

describe('what the template looks at', () => {
  const stack = new Synthesized({ operations: { thresholds: { silentHours: 6 } } });
  /** AWS counts an invocation that it refuses; here one waits. */
  const ONLY_IN_AWS = ['Throttles'];

  const tagOf = ({ Properties }: Resource, key: string) =>
    (Properties.Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === key)?.Value ?? '';

  /** A queue's or a function's name in the local run, by its logical id. */
  function localName(id: string): string {
    const resource = stack.resources[id]!;
    const connector = tagOf(resource, 'ee-connect:connector');
    if (resource.Type === 'AWS::SQS::Queue')
      return tagOf(resource, 'ee-connect:queue') === 'delivery'
        ? queueName(connector)
        : deadLetterQueueName(connector);
    const direction = tagOf(resource, 'ee-connect:direction');
    if (connector) return `${direction}-deliver-${connector}`;
    if (id.startsWith('Expiry')) return 'subscription-expiry';
    return id.startsWith('Inbound') ? 'inbound-receive' : 'outbound-receive';
  }

  type Reference = string | { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  function dimension(name: string, value: Reference): string {
    if (name === 'ApiName') return 'EEConnect';
    if (name === 'Stage') return 'v1';
    return typeof value === 'string' ? value : localName(value.Ref ?? value['Fn::GetAtt']?.[0] ?? '');
  }
  const inLocal = (namespace: string, name: string, dimensions: readonly (readonly [string, Reference])[]) =>
    nameOf(
      namespace === 'EeConnect-dev' ? 'EEConnect' : namespace,
      name,
      Object.fromEntries(dimensions.map(([key, value]) => [key, dimension(key, value)])),
    );

  interface CfnMetric {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: Reference }[];
  }
  const ofAlarm = ({ Namespace, MetricName, Dimensions = [] }: CfnMetric) =>
    inLocal(
      Namespace,
      MetricName,
      Dimensions.map(({ Name, Value }) => [Name, Value] as const),
    );

  const alarms = stack.all('AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
    const metrics: CfnMetric[] = Properties.MetricName
      ? [Properties]
      : Properties.Metrics.flatMap(
          (each: { MetricStat?: { Metric: CfnMetric } }) => each.MetricStat?.Metric ?? [],
        );
    return metrics
      .filter(({ MetricName }) => !ONLY_IN_AWS.includes(MetricName))
      .map((metric): [string, string] => [id.replace(/[0-9A-F]{8}$/, ''), ofAlarm(metric)]);
  });

  test('alarms are many', () => {
    expect(alarms.length).toBeGreaterThan(40);
  });

  test.each(alarms)('the alarm %s: %s', (_, metric) => {
    readLog();
    expect([...written.keys()]).toContain(metric);
  });

  /** The page's metrics: `[namespace, name, dimension, value, ..., {}]` in each graph, with `.` for the one above. */
  test('the graphs of the page', () => {
    const [, parts] = stack.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Join'];
    const text = parts
      .map((part: Reference) =>
        typeof part === 'string'
          ? part
          : `\u0001${part.Ref ?? part['Fn::GetAtt']?.[0]}\u0001`.replaceAll('\u0001', '%'),
      )
      .join('');
    const { widgets } = JSON.parse(text) as {
      widgets: { properties: { metrics?: (string | Record<string, unknown>)[][] } }[];
    };
    const graphs = widgets.flatMap(({ properties: { metrics = [] } }) => metrics);
    const looked = graphs.flatMap((row) => {
      const [namespace, name, ...dimensions] = row.filter((each): each is string => typeof each === 'string');
      if (namespace === undefined || name === undefined) return [];
      const pairs = dimensions.flatMap((key, index): [string, Reference][] => {
        const value = dimensions[index + 1] ?? '';
        const id = /^%(\w+)%$/.exec(value)?.[1];
        return index % 2 === 0 ? [[key, id === undefined ? value : { Ref: id }]] : [];
      });
      return inLocal(namespace, name, pairs);
    });
    expect(looked.length).toBeGreaterThan(40);
    readLog();
    expect(looked.filter((metric) => !written.has(metric))).toEqual([]);
  });
});
