/**
 * Deploys the synthesised template to moto, as far as moto goes, and looks at what came of it: the queues, the table, the
 * functions, the operator's commands, and an update. Not a real account: no permission is checked there.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputName } from '../../lib/output-names';
import { checkFunctions, checkKept, checkQueues, checkTable } from './checks';
import { checkDeadLetters, checkRemoval, checkSecrets } from './commands';
import { startEmulator } from './server';
import { EmulatedStack } from './stack';
import { readTemplate } from './template';

const STACK = 'EeConnect-dev';
const CONNECTOR = 'braze-news';
/** What the update adds, and connectors.json does not have. */
const ADDED = 'braze-more';
/** A field for each reader: External Keys, AIR's credentials, Braze's. */
const SECRET = {
  externalKeys: ['a-key-of-the-emulator-and-of-nothing-else'],
  clientId: 'emulator',
  clientSecret: 'emulator',
  restKey: 'emulator',
};

/** Synthesises the project's connectors, and one more. @returns the folder of the template. */
function synthWithOneMore(folder: string): string {
  const config = JSON.parse(readFileSync('connectors.json', 'utf8'));
  const more = { ...config.connectors.find(({ id }: { id: string }) => id === CONNECTOR), id: ADDED };
  const file = join(folder, 'connectors.json');
  const { $schema: _, ...rest } = config;
  writeFileSync(file, JSON.stringify({ ...rest, connectors: [...config.connectors, more] }));
  const out = join(folder, 'cdk.out');
  execFileSync('npx', ['cdk', 'synth', '--quiet', '-c', `config=${file}`, '-o', out], { stdio: 'pipe' });
  return out;
}

function outputOf(outputs: ReadonlyMap<string, string>, name: string): string {
  const value = outputs.get(name);
  if (!value) throw new Error(`the stack has no output ${name}`);
  return value;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'emulated-'));
  const emulator = await startEmulator();
  Object.assign(process.env, emulator.environment);
  const told = (line: string) => console.log(`ok  ${line}`);
  try {
    const template = readTemplate('cdk.out', STACK);
    const stack = new EmulatedStack(STACK);
    const asked = await stack.create(template);
    const ids = await stack.resources();
    const outputs = await stack.outputs();
    told(await checkQueues(template, ids));
    told(await checkTable(template, ids));
    told(await checkFunctions(template, ids));
    await stack.fillSecrets(SECRET);
    told(await checkSecrets(STACK, ['air', 'feed/programme', 'braze-rewards', CONNECTOR]));
    const queues = {
      queue: outputOf(outputs, outputName('Connector', CONNECTOR, 'Queue')),
      deadLetters: outputOf(outputs, outputName('Connector', CONNECTOR, 'DeadLetterQueue')),
    };
    told(await checkDeadLetters(STACK, CONNECTOR, queues));
    await stack.update(readTemplate(synthWithOneMore(folder), STACK));
    told(checkKept(template, ids, await stack.resources()));
    const added = outputOf(await stack.outputs(), outputName('Connector', ADDED, 'Queue'));
    told(await checkRemoval(STACK, added));
    console.log(`${asked} of ${Object.keys(template.Resources).length} resources deployed to the emulator`);
  } finally {
    emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(`deploy to the emulator: ${(error as Error).message}`);
  process.exitCode = 1;
});
