import { createHash } from 'node:crypto';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Sends one message with nothing but AWS's client for queues: what a receiver cannot do without. */
export function sendBare(queueUrlBase: string): (body: string) => Promise<void> {
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  return async (body) => {
    const id = sha256(body);
    await client.send(
      new SendMessageBatchCommand({
        QueueUrl: `${queueUrlBase}/bare.fifo`,
        Entries: [{ Id: '0', MessageBody: body, MessageGroupId: id, MessageDeduplicationId: id }],
      }),
    );
  };
}
