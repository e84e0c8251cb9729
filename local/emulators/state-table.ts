import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { AWS_CREDENTIALS, REGION } from './aws';
import { createTable } from './create-table';
import { type Listening, listen, readBody } from './http-server';

/** What the table does: works, or fails every call with a 500. */
type TableMode = 'up' | 'down';

export const TABLE_NAME = 'ee-connect';

/** DynamoDB on this machine with the stack's one table. */
export class TableEmulator {
  readonly client: DynamoDBClient;
  mode: TableMode = 'up';

  private constructor(
    private readonly listening: Listening,
    private readonly emulator: Server,
  ) {
    this.client = new DynamoDBClient({
      endpoint: listening.url,
      region: REGION,
      credentials: AWS_CREDENTIALS,
    });
  }

  /** For `AWS_ENDPOINT_URL_DYNAMODB`. */
  get url(): string {
    return this.listening.url;
  }

  static async start(): Promise<TableEmulator> {
    const emulator = dynalite({ createTableMs: 0 });
    const [answer] = emulator.listeners('request') as RequestListener[];
    if (!answer) throw new Error('the DynamoDB emulator has no request listener');
    let table: TableEmulator | null = null;
    const listening = await listen(async (request, response) => {
      // The emulator throws on a broken connection, so it only ever sees whole requests.
      const body = await readBody(request);
      if (table?.mode === 'down') {
        response.writeHead(500).end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
        return;
      }
      const { method, url, headers } = request;
      const whole = Object.assign(Readable.from(body?.length ? [body] : []), { method, url, headers });
      answer(whole as unknown as IncomingMessage, response as never);
    });
    table = new TableEmulator(listening, emulator);
    await createTable(table.client, TABLE_NAME);
    return table;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.listening.close();
    this.emulator.close();
  }
}
