import { AwsMetrics } from '../../local/aws-metrics';
import type { StandingMessage } from '../../local/emulators/queues';

const NOW = 1_800_000_000_000;
let printed: Record<string, unknown>[];
let standing: Record<string, { ready?: number[]; inFlight?: number[] }>;
const message = (sentAt: number) => ({ sentAt }) as StandingMessage;
const queues = {
  contents: async (name: string) => {
    const { ready = [], inFlight = [] } = standing[name] ?? {};
    return { ready: ready.map(message), inFlight: inFlight.map(message) };
  },
};
const metrics = () =>
  new AwsMetrics({ print: (line) => void printed.push(line) }, queues, [{ id: 'news' }], () => NOW);

beforeEach(() => {
  printed = [];
  standing = {};
});

test('nothing happened: nothing is written', async () => {
  await metrics().write();
  expect(printed).toEqual([]);
});

test('each line is in the embedded metric format, with a unit for each figure', async () => {
  standing = { 'news.fifo': { ready: [NOW] } };
  const written = metrics();
  written.invoked('outbound-receive', 12, false);
  written.answered(202, 15);
  await written.write();
  const heads = printed.map((line) => {
    const { Timestamp, CloudWatchMetrics } = line._aws as {
      Timestamp: number;
      CloudWatchMetrics: {
        Namespace: string;
        Dimensions: string[][];
        Metrics: { Name: string; Unit: string }[];
      }[];
    };
    expect(Timestamp).toBe(NOW);
    const [{ Namespace, Dimensions, Metrics } = { Namespace: '', Dimensions: [], Metrics: [] }] =
      CloudWatchMetrics;
    for (const name of [...Dimensions.flat(), ...Metrics.map(({ Name }) => Name)])
      expect(line).toHaveProperty(name);
    return [Namespace, ...Metrics.map(({ Name, Unit }) => `${Name} ${Unit}`)].join(', ');
  });
  expect(heads).toEqual([
    'AWS/Lambda, Invocations Count, Errors Count, Duration Milliseconds',
    'AWS/ApiGateway, Count Count, 4XXError Count, 5XXError Count, Latency Milliseconds',
    'AWS/SQS, ApproximateNumberOfMessagesVisible Count, ApproximateNumberOfMessagesNotVisible Count, ApproximateAgeOfOldestMessage Seconds',
  ]);
});

test('invocations and answers are counted since the last time', async () => {
  const written = metrics();
  written.invoked('outbound-receive', 12, false);
  written.invoked('outbound-receive', 30_000, true);
  for (const status of [202, 401, 404, 503]) written.answered(status, 5);
  await written.write();
  await written.write();
  expect(printed).toEqual([
    expect.objectContaining({
      FunctionName: 'outbound-receive',
      Invocations: 2,
      Errors: 1,
      Duration: [12, 30_000],
    }),
    expect.objectContaining({ Count: 4, '4XXError': 2, '5XXError': 1, Latency: [5, 5, 5, 5] }),
  ]);
});

test('a queue is told of while something stands there, and once when it is empty again', async () => {
  const written = metrics();
  standing = { 'news-dead-letter.fifo': { ready: [NOW - 90_500, NOW], inFlight: [NOW - 5000] } };
  await written.write();
  standing = {};
  await written.write();
  await written.write();
  expect(printed).toEqual([
    expect.objectContaining({
      QueueName: 'news-dead-letter.fifo',
      ApproximateNumberOfMessagesVisible: 2,
      ApproximateNumberOfMessagesNotVisible: 1,
      ApproximateAgeOfOldestMessage: 90,
    }),
    expect.objectContaining({
      QueueName: 'news-dead-letter.fifo',
      ApproximateNumberOfMessagesVisible: 0,
      ApproximateAgeOfOldestMessage: 0,
    }),
  ]);
});

test('at the end what is left is written', async () => {
  const written = metrics();
  written.start(60_000);
  written.answered(202, 5);
  await written.stop();
  expect(printed).toHaveLength(1);
});
