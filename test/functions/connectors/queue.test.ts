import type { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { sha256 } from '../../../functions/connectors/keys';
import { type Outgoing, type Patience, Queues, QueueUnavailable } from '../../../functions/connectors/queue';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const message = (id: string, group = id, body = `{"id":"${id}"}`): Outgoing => ({
  body,
  group: sha256(group),
  deduplication: sha256(id),
});
type Entries = NonNullable<SendMessageBatchCommand['input']['Entries']>;
type Handler = (entries: Entries, call: number, signal: AbortSignal) => unknown;

const allTaken = (entries: Entries) => ({ Successful: entries.map(({ Id }) => ({ Id })) });

/** SQS as a function of the entries; `taken` is what it answered with as successful. */
function setUp(handler: Handler = allTaken, patience?: Patience) {
  const calls: { url: string | undefined; entries: Entries }[] = [];
  const taken: Entries = [];
  const send = async (command: SendMessageBatchCommand, options: { abortSignal: AbortSignal }) => {
    const entries = command.input.Entries ?? [];
    calls.push({ url: command.input.QueueUrl, entries });
    const answer = (await handler(entries, calls.length, options.abortSignal)) as {
      Successful?: { Id: string }[];
    };
    for (const { Id } of answer.Successful ?? []) taken.push(entries.find((entry) => entry.Id === Id)!);
    return answer;
  };
  const queues = new Queues(
    { send } as never,
    'https://sqs.test/42',
    new Map([['news', 'news.fifo']]),
    patience,
  );
  return { queues, calls, taken };
}

test("a message goes to the connector's queue with its group and de-duplication id", async () => {
  const { queues, calls } = setUp();
  await queues.send('news', [message('m-1', 'wallet')]);
  expect(calls).toEqual([
    {
      url: 'https://sqs.test/42/news.fifo',
      entries: [
        {
          Id: '0',
          MessageBody: '{"id":"m-1"}',
          MessageGroupId: sha256('wallet'),
          MessageDeduplicationId: sha256('m-1'),
        },
      ],
    },
  ]);
});

test('whatever there is to send is sent once each, at most 10 in a call, and each group in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(8), { minLength: 1, maxLength: 120 }), async (groups) => {
      const { queues, calls, taken } = setUp();
      const messages = groups.map((group, index) => message(`m-${index}`, `g-${group}`));
      await queues.send('news', messages);
      expect(taken.map((entry) => entry.MessageBody).sort()).toEqual(messages.map(({ body }) => body).sort());
      for (const { entries } of calls) expect(entries.length).toBeLessThanOrEqual(10);
      for (const group of new Set(messages.map((each) => each.group)))
        expect(
          taken.filter((entry) => entry.MessageGroupId === group).map((entry) => entry.MessageBody),
        ).toEqual(messages.filter((each) => each.group === group).map(({ body }) => body));
    }),
  );
});

test('only what SQS names in Failed is sent again, although the answer was 200', async () => {
  const { queues, calls } = setUp((entries, call) =>
    call === 1
      ? { Successful: [{ Id: '0' }, { Id: '2' }], Failed: [{ Id: '1', Code: 'InternalError' }] }
      : allTaken(entries),
  );
  await queues.send('news', [message('a'), message('b'), message('c')]);
  expect(calls).toHaveLength(2);
  expect(calls[1]!.entries.map((entry) => entry.MessageBody)).toEqual(['{"id":"b"}']);
});

test('what fails twice is an error, never a success', async () => {
  const { queues, calls } = setUp((entries) => ({
    Failed: entries.map(({ Id }) => ({ Id, Code: 'InternalError' })),
  }));
  await expect(queues.send('news', [message('a')])).rejects.toThrow(QueueUnavailable);
  expect(calls).toHaveLength(2);
});

test('an answer that names neither success nor failure counts as a failure', async () => {
  const { queues } = setUp(() => ({}));
  await expect(queues.send('news', [message('a')])).rejects.toThrow(QueueUnavailable);
});

test('a broken connection is tried once more', async () => {
  const { queues, taken } = setUp((entries, call) => {
    if (call === 1) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    return allTaken(entries);
  });
  await queues.send('news', [message('a')]);
  expect(taken).toHaveLength(1);
});

test('an SQS that never answers is given up after two tries', async () => {
  jest.useFakeTimers();
  // The pause between the tries, of at most 100 ms.
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  const { queues, calls } = setUp(
    (_, __, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    { tryMs: 60, requestMs: 5000 },
  );
  const told = jest.fn();
  void queues.send('news', [message('a')]).catch(told);
  await jest.advanceTimersByTimeAsync(60 + 50 + 59);
  expect(told).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledWith(expect.any(QueueUnavailable));
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ connector: 'news', detail: 'TimeoutError' }));
  expect(calls).toHaveLength(2);
});

test('a slow SQS ends a large request in time, and nothing more is sent then', async () => {
  jest.useFakeTimers();
  const { queues, calls } = setUp(
    (entries, _, signal) =>
      new Promise((resolve, reject) => {
        setTimeout(() => resolve(allTaken(entries)), 50);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    { tryMs: 2000, requestMs: 190 },
  );
  const many = Array.from({ length: 1000 }, (_, index) => message(`m-${index}`));
  const told = jest.fn();
  void queues.send('news', many).catch(told);
  await jest.advanceTimersByTimeAsync(190);
  expect(told).toHaveBeenCalledWith(expect.any(QueueUnavailable));
  // Four one after the other, of 50 ms each, in each of the eight lanes.
  expect(calls).toHaveLength(32);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(calls).toHaveLength(32);
});

test('what fails for good ends the whole of a large request, and nothing more of it is sent', async () => {
  jest.useFakeTimers();
  jest.spyOn(Math, 'random').mockReturnValue(0);
  const { queues, calls } = setUp(async (entries) => {
    if (entries.some(({ MessageBody }) => MessageBody === '{"id":"m-0"}')) throw new Error('refused');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return allTaken(entries);
  });
  const many = Array.from({ length: 1000 }, (_, index) => message(`m-${index}`));
  const told = jest.fn();
  void queues.send('news', many).catch(told);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveBeenCalledWith(expect.any(QueueUnavailable));
  // One in each of the eight lanes, and the second try of the one that fails.
  expect(calls).toHaveLength(9);
});

test('a connector without a queue is an error', async () => {
  const { queues } = setUp();
  await expect(queues.send('constructor', [message('a')])).rejects.toThrow(QueueUnavailable);
});

test('the error tells no message', async () => {
  const { queues } = setUp(() => {
    throw new Error('refused {"identityValue":"jane@shop.example"}');
  });
  const error = await queues.send('news', [message('jane@shop.example')]).catch((thrown: Error) => thrown);
  expect(JSON.stringify([(error as Error).message, error])).not.toContain('jane');
});
