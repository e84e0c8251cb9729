import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Local } from '../../../local/local';
import { writeState } from '../../../local/state-file';
import { stateOf } from '../../../local/state-of';
import { startBundle, stopBundle } from '../../end-to-end/bundle';

/** What a command printed, and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A local run for the commands of one test file: `--local` finds its state file in a folder of its own. */
export class LocalRun {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ee-connect-command-'));
  private running: Local | undefined;

  get local(): Local {
    if (!this.running) throw new Error('it is not started');
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await startBundle();
    writeState(stateOf(this.running), join(this.folder, 'ee-connect-local.json'));
  }

  async stop(): Promise<void> {
    await stopBundle(this.running);
    rmSync(this.folder, { recursive: true });
  }

  /** `ee-connect`, as people run it. */
  command(...args: string[]): Promise<Said> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ee-connect.ts', ...args], {
      env: { ...process.env, TMPDIR: this.folder, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    return new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, out, err }));
    });
  }
}
