import { Clock } from './clock';
import type { World } from './inbound';
import { TestCrm } from './platform';
import { TestQueue } from './queue';
import { TestTable } from './table';

export type CrmWorld = World & { readonly crm: TestCrm };

let made = 0;

/** One table for a test file; each world has a connector, and so rows, of its own. */
export class Worlds {
  private tables: TestTable | undefined;
  private readonly tableName = 'state';

  async start(): Promise<void> {
    this.tables = await TestTable.start();
    await this.tables.create(this.tableName);
  }

  async stop(): Promise<void> {
    await this.tables?.stop();
  }

  crm(): CrmWorld {
    if (!this.tables) throw new Error('not started');
    made += 1;
    const crm = new TestCrm();
    return {
      tables: this.tables,
      tableName: this.tableName,
      connector: `crm-${made}`,
      crm,
      http: crm.http,
      queue: new TestQueue(),
      clock: new Clock(),
    };
  }
}

/** The worlds of a test file, and the one of the test that is running: a new one for each. */
export function worldForEachTest(): { readonly worlds: Worlds; readonly at: CrmWorld } {
  const worlds = new Worlds();
  const at = {} as CrmWorld;
  beforeAll(() => worlds.start());
  afterAll(() => worlds.stop());
  beforeEach(() => {
    Object.assign(at, worlds.crm());
  });
  return { worlds, at };
}
