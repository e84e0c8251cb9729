import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';
import { type Row, Table } from '../../../../functions/connectors/table';
import { createTable } from '../../../../local/emulators/create-table';

/** Around every call of a process to the outside. */
export interface Around {
  io<T>(call: () => Promise<T>): Promise<T>;
}

const NOTHING: Around = { io: (call) => call() };

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A real table with real expressions, in process. */
export class TestTable {
  private constructor(
    private readonly server: Server,
    readonly client: DynamoDBClient,
  ) {}

  get url(): string {
    return urlOf(this.server);
  }

  static async start(): Promise<TestTable> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new DynamoDBClient({
      endpoint: urlOf(server),
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    return new TestTable(server, client);
  }

  /** An empty table of its own for each test. */
  async create(name: string): Promise<void> {
    await createTable(this.client, name);
  }

  /** A process's view of a table. */
  table(name: string, nowMs: () => number = Date.now, around: Around = NOTHING): Table {
    const client = new Proxy(this.client, {
      get: (target, property) =>
        property === 'send'
          ? (command: object) => around.io(() => target.send(command as never))
          : Reflect.get(target, property),
    });
    return new Table(client, name, () => nowMs() / 1000);
  }

  /** Every row, expired ones too. */
  async rows(name: string): Promise<Row[]> {
    const answer = await this.client.send(new ScanCommand({ TableName: name }));
    return (answer.Items ?? []).map((item) => unmarshall(item) as Row);
  }

  async clear(name: string): Promise<void> {
    const table = this.table(name);
    for (const row of await this.rows(name)) await table.delete(row);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
