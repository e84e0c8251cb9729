/** Stands in for `@aws-sdk/client-sqs` in a bundle: takes everything at once, so that what is left is our own work. */

interface Batch {
  readonly Entries?: readonly { readonly Id: string }[];
}

class Command {
  constructor(readonly input: Batch) {}
}

export class SendMessageBatchCommand extends Command {}
export class SendMessageCommand extends Command {}
export class ChangeMessageVisibilityBatchCommand extends Command {}

export class SQSClient {
  async send({ input }: Command): Promise<{ Successful: readonly { Id: string }[] }> {
    return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })) };
  }
}
