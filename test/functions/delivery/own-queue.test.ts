import { orDead } from '../../../functions/delivery/outbound/or-dead';
import { OwnQueue } from '../../../functions/delivery/own-queue';
import { record } from './support/queue';
import { silenceStdout } from './support/stdout';

const output = silenceStdout();
const of = { connector: 'crm', queueUrl: 'q', deadLetterQueueUrl: 'd' };

test('a visibility that SQS refuses for one message is said, and is no error', async () => {
  const queue = new OwnQueue(
    { send: async () => ({ Failed: [{ Id: '0', Code: 'MessageNotInflight' }] }) } as never,
    of,
  );
  await queue.later([{ record: record('x'), delayMs: 1500 }]);
  expect(output.lines.join('\n')).toContain('ChangeMessageVisibility MessageNotInflight');
});

test('parts of a second are rounded up, never down to "at once"', async () => {
  const seen: number[] = [];
  const send = async ({ input }: { input: { Entries: { VisibilityTimeout: number }[] } }) => {
    seen.push(...input.Entries.map((entry) => entry.VisibilityTimeout));
    return {};
  };
  const queue = new OwnQueue({ send } as never, of);
  await queue.later([10, 1000, 1001, 0].map((delayMs) => ({ record: record('x'), delayMs })));
  expect(seen).toEqual([1, 1, 2, 0]);
});

test('a mistake of ours names its kind and quotes nothing', () => {
  const result = orDead(() => {
    throw new TypeError('jane@example.com is not iterable');
  });
  expect(result).toEqual({
    verdict: {
      kind: 'dead',
      reason: 'malformed-message',
      detail: 'it could not be translated: TypeError',
    },
  });
});
