import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage } from '../../functions/connectors/message-encoding';
import { aboutOf, deadLetterAttributes } from '../../functions/delivery/dead-letter';

const run = promisify(execFile);

/** Runs `ee-connect` as an operator does. @returns what it prints, whatever its exit code. */
async function eeConnect(...args: string[]): Promise<string> {
  const done = await run('npx', ['tsx', 'bin/ee-connect.ts', ...args]).catch((error: unknown) => {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return { stdout: stdout ?? '', stderr: stderr ?? String(error) };
  });
  return `${done.stdout}${done.stderr}`;
}

function expectText(said: string, wanted: RegExp, of: string): void {
  if (!wanted.test(said)) throw new Error(`${of}: expected ${wanted}, it said:\n${said}`);
}

/** A dead letter as a function makes one is listed with its reason, redriven, and back on the connector's queue. */
export async function checkDeadLetters(
  stack: string,
  connector: string,
  queues: { readonly queue: string; readonly deadLetters: string },
): Promise<string> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const eventId = randomUUID();
  const message = {
    kind: 'air',
    walletId: '7001',
    accountId: null,
    eventId,
    eventName: 'WALLET.CONSUMER.UPDATE',
    receivedAt: new Date().toISOString(),
    requestId: randomUUID(),
    event: { headers: { eventName: 'WALLET.CONSUMER.UPDATE', eesEventId: eventId } },
  } as const;
  const now = Date.now();
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queues.deadLetters,
      MessageBody: encodeMessage(message),
      MessageGroupId: 'wallet',
      MessageDeduplicationId: eventId,
      MessageAttributes: deadLetterAttributes(
        aboutOf(message),
        { reason: 'platform-refused', detail: 'as a test' },
        connector,
        { firstAt: now, lastAt: now, attempts: 1 },
      ),
    }),
  );
  const where = ['--stack', stack];
  expectText(await eeConnect('dlq', 'list', ...where), /platform-refused/, 'dlq list');
  expectText(await eeConnect('dlq', 'show', ...where), new RegExp(eventId), 'dlq show');
  await eeConnect('dlq', 'redrive', '--connector', connector, '--yes', ...where);
  expectText(await eeConnect('dlq', 'list', ...where), /Nothing on the dead-letter queues/, 'dlq list');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.queue }));
  if (!Messages[0]?.Body?.includes(eventId)) throw new Error('the redriven message is not on the queue');
  return 'a dead letter is listed, shown, redriven, and back on its queue';
}

/** `check` finds the secrets by the stack's outputs, sees them filled in, and rings the alarms' topic. */
export async function checkSecrets(stack: string, owners: readonly string[]): Promise<string> {
  const said = await eeConnect('check', '--stack', stack, '--alarm');
  for (const owner of owners)
    expectText(said, new RegExp(`^ok +secret ${owner} +is filled in`, 'm'), 'check');
  expectText(said, /^ok +test alarm +sent/m, 'check --alarm');
  return `check finds ${owners.length} secrets filled in, and sends a test alarm`;
}

/** A connector that is deployed and no longer configured: `check` fails while a message stands on its queue. */
export async function checkRemoval(stack: string, queue: string): Promise<string> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queue,
      MessageBody: '{}',
      MessageGroupId: 'wallet',
      MessageDeduplicationId: randomUUID(),
    }),
  );
  const said = await eeConnect('check', '--stack', stack);
  expectText(said, /^FAILED .*\(deployed, no longer configured\)/m, 'check');
  return 'check stops the removal of a connector that still has messages';
}
