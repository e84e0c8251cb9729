import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '../../../../functions/connectors/config';
import { bundleWithConfig, type FunctionName } from '../../../../lib/bundles';

export interface Invocation {
  readonly process: ChildProcess;
  /** The handler's result; rejects when the process ends without one. */
  readonly result: Promise<unknown>;
  /** Everything on stdout and stderr. */
  output(): string;
}

/** A function as it is deployed: its bundle, imported in a process of its own with exactly these environment variables. */
export class Bundled {
  private readonly root = mkdtempSync(join(tmpdir(), 'bundle-'));
  private readonly folder: string;

  constructor(name: FunctionName, config: Config) {
    this.folder = bundleWithConfig(name, this.root, config);
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  invoke(event: unknown, environment: Record<string, string>): Invocation {
    const script = `
      const { handler } = await import(${JSON.stringify(pathToFileURL(join(this.folder, 'index.mjs')).href)});
      const context = { awsRequestId: 'lambda-1', getRemainingTimeInMillis: () => 60000 };
      process.send({ result: (await handler(${JSON.stringify(event)}, context)) ?? null });
      process.disconnect();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        LAMBDA_TASK_ROOT: this.folder,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const result = new Promise<unknown>((resolve, reject) => {
      child.on('message', (message: { result: unknown }) => resolve(message.result));
      child.on('exit', (code, signal) => reject(new Error(`it ended with ${signal ?? code}: ${output}`)));
    });
    result.catch(() => {});
    return { process: child, result, output: () => output };
  }
}
