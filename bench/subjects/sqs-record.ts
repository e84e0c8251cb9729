import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/** A message as Lambda's poller hands it over for the first time. */
export function sqsRecord(body: string, group: string): SQSRecord {
  const messageId = randomUUID();
  const now = String(Date.now());
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: now,
      SenderId: 'bench',
      ApproximateFirstReceiveTimestamp: now,
      MessageGroupId: group,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:bench.fifo',
    awsRegion: 'eu-west-1',
  };
}
