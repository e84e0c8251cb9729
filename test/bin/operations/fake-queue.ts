import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

interface Held {
  readonly message: Message;
  readonly group: string;
  inFlight: boolean;
}

/** FIFO queues in memory: groups are locked while one of their messages is in flight, and repeats are dropped. */
export class FakeQueues {
  readonly queues = new Map<string, Held[]>();
  private readonly seen = new Set<string>();
  /** Called before each command; throw to fail it. */
  before: (command: object) => void = () => {};

  put(
    url: string,
    body: string,
    group: string,
    attributes: Record<string, string> = {},
    sentAt = Date.now(),
  ): void {
    const held = this.queues.get(url) ?? [];
    this.queues.set(url, held);
    held.push({
      group,
      inFlight: false,
      message: {
        MessageId: randomUUID(),
        ReceiptHandle: randomUUID(),
        Body: body,
        Attributes: { MessageGroupId: group, SentTimestamp: String(sentAt) },
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
      },
    });
  }

  bodies(url: string): (string | undefined)[] {
    return (this.queues.get(url) ?? []).map((held) => held.message.Body);
  }

  readonly client = { send: async (command: object) => this.run(command) } as unknown as Pick<
    SQSClient,
    'send'
  >;

  private run(command: object): unknown {
    this.before(command);
    if (command instanceof ReceiveMessageCommand) return this.receive(command.input.QueueUrl ?? '');
    if (command instanceof DeleteMessageCommand) {
      const url = command.input.QueueUrl ?? '';
      this.queues.set(
        url,
        (this.queues.get(url) ?? []).filter(
          ({ message }) => message.ReceiptHandle !== command.input.ReceiptHandle,
        ),
      );
      return {};
    }
    if (command instanceof SendMessageCommand) {
      const {
        QueueUrl = '',
        MessageBody = '',
        MessageGroupId = '',
        MessageDeduplicationId = '',
      } = command.input;
      if (this.seen.has(QueueUrl + MessageDeduplicationId)) return {};
      this.seen.add(QueueUrl + MessageDeduplicationId);
      this.put(QueueUrl, MessageBody, MessageGroupId);
      return {};
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      for (const entry of command.input.Entries ?? [])
        for (const held of this.queues.get(command.input.QueueUrl ?? '') ?? [])
          if (held.message.ReceiptHandle === entry.ReceiptHandle) held.inFlight = false;
      return {};
    }
    if (command instanceof GetQueueAttributesCommand) {
      const held = this.queues.get(command.input.QueueUrl ?? '') ?? [];
      return { Attributes: { ApproximateNumberOfMessages: String(held.length) } };
    }
    throw new Error(`not faked: ${command.constructor.name}`);
  }

  private receive(url: string): { Messages: Message[] } {
    const held = this.queues.get(url) ?? [];
    const locked = new Set(held.filter((one) => one.inFlight).map((one) => one.group));
    const free = held.filter((one) => !locked.has(one.group)).slice(0, 10);
    for (const one of free) one.inFlight = true;
    return { Messages: free.map((one) => one.message) };
  }
}
