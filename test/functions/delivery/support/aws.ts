import { createHash } from 'node:crypto';
import { json, TestServer } from './server';

export interface SqsCall {
  readonly action: string;
  readonly input: Record<string, unknown>;
}

const md5 = (text: unknown) =>
  createHash('md5')
    .update(String(text ?? ''))
    .digest('hex');

/** SQS and Secrets Manager over their JSON protocols, as far as the functions call them. */
export class TestAws {
  readonly sqs: SqsCall[] = [];
  secrets: Record<string, unknown> = {};

  private constructor(readonly server: TestServer) {}

  static async start(): Promise<TestAws> {
    const server = await TestServer.start();
    const aws = new TestAws(server);
    server.answer = ({ headers, body }, response) => {
      const [service, action = ''] = String(headers['x-amz-target']).split('.');
      const input = JSON.parse(body) as Record<string, unknown>;
      if (service === 'secretsmanager')
        return json(response, 200, {
          SecretString: JSON.stringify(aws.secrets[String(input.SecretId)] ?? null),
        });
      aws.sqs.push({ action, input });
      const entries = (input.Entries ?? []) as { Id: string; MessageBody?: string }[];
      return json(response, 200, {
        MessageId: 'm',
        MD5OfMessageBody: md5(input.MessageBody),
        Successful: entries.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: 'm',
          MD5OfMessageBody: md5(MessageBody),
        })),
        Failed: [],
      });
    };
    return aws;
  }

  calls(action: string): Record<string, unknown>[] {
    return this.sqs.filter((call) => call.action === action).map(({ input }) => input);
  }
}
