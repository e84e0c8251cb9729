import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../lib/bundles';

const KB = 1024;

test.each(['inbound-deliver', 'outbound-deliver'] as const)('the bundle of %s stays below 520 KB', (name) => {
  const folder = bundle(name, mkdtempSync(join(tmpdir(), 'size-')));
  expect(statSync(join(folder, 'index.mjs')).size).toBeLessThan(520 * KB);
});
