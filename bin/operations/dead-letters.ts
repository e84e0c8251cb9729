import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** One message on a dead-letter queue, with why it stands there. */
export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** The consumer's message group, kept for the redrive. */
  readonly group: string;
  /** A reason of the runbook; `unsettled` for what SQS itself moved, which carries no attributes. */
  readonly reason: string;
  readonly detail: string | null;
  readonly connector: string | null;
  readonly eventId: string | null;
  readonly eventName: string | null;
  readonly requestId: string | null;
  readonly action: string | null;
  readonly attempts: number | null;
  /** ISO 8601, UTC: first and last failure; when it was put here, where SQS moved it. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** When it was put on the dead-letter queue, by SQS's own clock. */
  readonly sentAt: string;
}

/** What is looked for. All given ones have to hold. */
export interface Selection {
  readonly reason?: string | undefined;
  /** Event id or event name. */
  readonly event?: string | undefined;
  /** Only what failed first at least this long ago, in ms. */
  readonly olderThanMs?: number | undefined;
}

/** Long enough to read a queue through, short enough that a command that was killed hides nothing for long. */
const VISIBILITY_SECONDS = 120;
const READ_MS = 90_000;

export function toDeadLetter(message: Message): DeadLetter {
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue ?? null;
  const system = message.Attributes ?? {};
  const sentAt = new Date(Number(system.SentTimestamp ?? Date.now())).toISOString();
  const attempts = attribute('attempts') ?? null;
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    group: system.MessageGroupId ?? message.MessageId ?? '',
    reason: attribute('reason') ?? 'unsettled',
    detail: attribute('detail'),
    connector: attribute('connector'),
    eventId: attribute('eventId'),
    eventName: attribute('eventName'),
    requestId: attribute('requestId'),
    action: attribute('action'),
    attempts: attempts === null ? null : Number(attempts),
    firstAt: attribute('firstAt') ?? sentAt,
    lastAt: attribute('lastAt') ?? sentAt,
    sentAt,
  };
}

export function isSelected(letter: DeadLetter, selection: Selection, nowMs: number): boolean {
  if (selection.reason !== undefined && letter.reason !== selection.reason) return false;
  if (
    selection.event !== undefined &&
    letter.eventId !== selection.event &&
    letter.eventName !== selection.event
  )
    return false;
  return selection.olderThanMs === undefined || Date.parse(letter.firstAt) <= nowMs - selection.olderThanMs;
}

/** How many SQS counts, roughly: what is read may be fewer, since one consumer's messages come one after the other. */
export async function approximateCount(sqs: Pick<SQSClient, 'send'>, queueUrl: string): Promise<number> {
  const answer = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return (
    Number(answer.Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(answer.Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

/**
 * Reads a dead-letter queue through and calls `use` for each message, in order. A message that `use` took off the queue
 * (true) lets the next of its consumer come; the others are made visible again at the end.
 */
export async function eachDeadLetter(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
  use: (letter: DeadLetter) => Promise<boolean>,
): Promise<void> {
  const kept: DeadLetter[] = [];
  const until = Date.now() + READ_MS;
  try {
    while (Date.now() < until) {
      const answer = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          VisibilityTimeout: VISIBILITY_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (!answer.Messages?.length) return;
      for (const letter of answer.Messages.map(toDeadLetter)) {
        kept.push(letter);
        if (await use(letter)) kept.pop();
      }
    }
  } finally {
    await showAgain(sqs, queueUrl, kept);
  }
}

/** The messages of a dead-letter queue that are looked for, left where they are. */
export async function readDeadLetters(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
  selection: Selection = {},
): Promise<DeadLetter[]> {
  const began = Date.now();
  const letters: DeadLetter[] = [];
  await eachDeadLetter(sqs, queueUrl, async (letter) => {
    if (isSelected(letter, selection, began)) letters.push(letter);
    return false;
  });
  return letters;
}

async function showAgain(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (let from = 0; from < letters.length; from += 10) {
    await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl,
        Entries: letters.slice(from, from + 10).map((letter, index) => ({
          Id: String(index),
          ReceiptHandle: letter.receiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    );
  }
}

export async function deleteDeadLetter(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
  letter: DeadLetter,
): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: letter.receiptHandle }));
}
