// The operator's commands against the emulator, as they are run against AWS: `ee-connect ... --stack NAME`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { encodeMessage } from '../../functions/connectors/message-encoding.ts';
import { aboutOf, deadLetterAttributes } from '../../functions/delivery/dead-letter.ts';
import { outputName } from '../../lib/output-names.ts';

const DEADLINE_MS = 60_000;

/**
 * Runs a command and all that it starts as one process group, and ends them together when `signal` or the deadline says so:
 * none of them writes anything once this has returned.
 * @returns exit code and all that was written.
 */
export function run(args, { env, signal }) {
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.pid && process.kill(-child.pid, 'SIGKILL');
  const timer = setTimeout(end, DEADLINE_MS);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killed) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (killed) reject(new Error(`${args.join(' ')} was ended by ${killed}\n${text}`));
      else resolve({ code, text });
    });
  });
}

/** What `npm run ee-connect` runs. */
export async function eeConnect(emulator, args, expected = 0) {
  const { code, text } = await run(['--import', 'tsx', 'bin/ee-connect.ts', ...args], emulator);
  assert.equal(code, expected, `ee-connect ${args.join(' ')} ended with ${code}:\n${text}`);
  return text;
}

/** Without the spaces that make columns. */
export const says = (text, ...lines) => {
  const plain = text.replaceAll(/ +/g, ' ');
  for (const line of lines) assert.ok(plain.includes(line), `expected "${line}" in:\n${text}`);
};

/** A message that the functions gave up on, as they put it onto a dead-letter queue. */
async function deadLetter({ sqs }, queueUrl, connector, walletId) {
  const message = {
    kind: 'air',
    walletId,
    accountId: null,
    eventId: `event-${walletId}`,
    eventName: 'WALLET.UPDATE',
    receivedAt: new Date().toISOString(),
    requestId: `request-${walletId}`,
    event: {},
  };
  const failures = { firstAt: Date.now() - 7_200_000, lastAt: Date.now(), attempts: 3, since: Date.now() };
  const why = { reason: 'platform-refused', detail: 'the answer was 400' };
  const body = encodeMessage(message);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageGroupId: walletId,
      MessageDeduplicationId: `dead-${walletId}`,
      MessageAttributes: deadLetterAttributes(aboutOf(message), why, connector, failures),
    }),
  );
  return { body, group: walletId };
}

/** Bodies and groups on a queue; they stay there. */
export async function messagesOn({ sqs }, queueUrl) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  const found = Messages.map(({ Body, Attributes }) => ({ body: Body, group: Attributes.MessageGroupId }));
  return found.sort((one, other) => one.group.localeCompare(other.group));
}

/** Those that are hidden for a while too. */
async function countOn({ sqs }, QueueUrl) {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

/** List, show and redrive. @returns the line, and what stands on the connector's queue afterwards. */
export async function checkDeadLetterCommands(emulator, { name, outputs }, id) {
  const at = ['--connector', id, '--stack', name];
  const dead = outputs[outputName('Connector', id, 'DeadLetterQueue')];
  const queue = outputs[outputName('Connector', id, 'Queue')];
  says(await eeConnect(emulator, ['dlq', 'list', '--stack', name]), 'Nothing on the dead-letter queues of');
  const letters = [
    await deadLetter(emulator, dead, id, '4711'),
    await deadLetter(emulator, dead, id, '4712'),
  ];
  says(await eeConnect(emulator, ['dlq', 'list', '--stack', name]), `${id} platform-refused 2 2 h`);
  says(
    await eeConnect(emulator, ['dlq', 'show', '--event', 'event-4712', ...at]),
    `${id} platform-refused`,
    'detail the answer was 400',
    'event WALLET.UPDATE event-4712',
    'attempts 3',
    'request request-4712',
  );
  says(
    await eeConnect(emulator, ['dlq', 'redrive', '--event', 'event-4711', ...at]),
    `${id}: 1 sent again, 1 left`,
  );
  says(await eeConnect(emulator, ['dlq', 'redrive', ...at]), `${id}: 1 sent again, 0 left`);
  assert.deepEqual(
    await messagesOn(emulator, queue),
    letters,
    `both messages are on the queue of ${id} again`,
  );
  assert.equal(await countOn(emulator, dead), 0, `the dead-letter queue of ${id} is empty`);
  return letters;
}
