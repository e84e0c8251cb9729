import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { REGION } from './emulators/aws';

function attributeOf(value: MessageAttributeValue): SQSRecord['messageAttributes'][string] {
  return {
    dataType: value.DataType ?? 'String',
    ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
    ...(value.BinaryValue !== undefined && {
      binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
    }),
    stringListValues: [],
    binaryListValues: [],
  };
}

/**
 * The event that Lambda's poller makes of received messages.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsEvent(messages: readonly Message[], queueArn: string): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: { ...message.Attributes } as unknown as SQSRecord['attributes'],
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attributeOf(value)]),
      ),
      md5OfBody: message.MD5OfBody ?? '',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: REGION,
    })),
  };
}

/**
 * The messages that a function is done with. As Lambda has it: no answer and an empty list mean all; an id that is empty,
 * null or not of this batch means none.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function doneWith(messages: readonly Message[], result: unknown): readonly Message[] {
  const failures = (result as Partial<SQSBatchResponse> | null)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return [];
  const failed = new Set(
    failures.map((failure) => (failure as { itemIdentifier?: unknown })?.itemIdentifier),
  );
  const ids = new Set<unknown>(messages.map((message) => message.MessageId));
  for (const id of failed) if (!ids.has(id)) return [];
  return messages.filter((message) => !failed.has(message.MessageId));
}
