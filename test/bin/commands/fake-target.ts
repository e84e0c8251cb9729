import type { Target } from '../../../bin/operations/target';
import { checkConfig } from '../../../functions/connectors/config-schema';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { TestTable } from '../../functions/delivery/support/table';
import { FakeQueues } from '../operations/fake-queue';

const QUEUES = { queueUrl: 'http://sqs/q.fifo', deadLetterQueueUrl: 'http://sqs/d.fifo' };

/** An installation in memory, with one connector, for commands whose `openTarget` is mocked to answer it. */
export class FakeTarget {
  private constructor(readonly tables: TestTable) {}
  readonly sqs = new FakeQueues();
  readonly queues = QUEUES;

  static async start(): Promise<FakeTarget> {
    const tables = await TestTable.start();
    await tables.create('state');
    return new FakeTarget(tables);
  }

  readonly target = (): Target => ({
    name: 'the test',
    config: checkConfig({
      air: { walletUrl: 'https://air.example/2.0' },
      connectors: [
        {
          id: 'braze-news',
          platform: 'braze',
          direction: 'outbound',
          settings: { ...PLATFORMS.braze!.outbound!.example, identityType: 'CUSTOMER_ID' },
        },
      ],
    }),
    apiUrl: 'http://127.0.0.1:1',
    tableName: 'state',
    queues: { 'braze-news': QUEUES },
    secrets: {},
    sqs: this.sqs.client as Target['sqs'],
    dynamodb: this.tables.client,
    secretsManager: {} as Target['secretsManager'],
  });

  stop(): Promise<void> {
    return this.tables.stop();
  }
}

/** What a command prints to either side while it runs. */
export async function said(run: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.out.push(`${line}\n`)),
    jest.spyOn(console, 'error').mockImplementation((line: string) => void lines.err.push(`${line}\n`)),
  ];
  try {
    const code = await run();
    return { code, out: lines.out.join(''), err: lines.err.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
