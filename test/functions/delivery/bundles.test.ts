import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../lib/bundles';

const KB = 1024;

test.each(['inbound-deliver', 'outbound-deliver'] as const)('the bundle of %s stays below 520 KB', (name) => {
  const root = mkdtempSync(join(tmpdir(), 'size-'));
  const { size } = statSync(join(bundle(name, root), 'index.mjs'));
  rmSync(root, { recursive: true });
  expect(size).toBeLessThan(520 * KB);
});
