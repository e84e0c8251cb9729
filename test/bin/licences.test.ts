import { existsSync, readFileSync } from 'node:fs';
import { bundledPackages, isAllowed, packageFolder } from '../../bin/licences/bundled';
import { licencesPage } from '../../bin/licences/page';

const packages = bundledPackages();

test('what is deployed has permissive licences only', () => {
  expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@aws-sdk/client-sqs', '@aws-lambda-powertools/logger', '@middy/core', 'zod']),
  );
});

test('nothing that only builds or tests is deployed', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(packages.filter(({ name }) => name in devDependencies || name.startsWith('aws-cdk'))).toEqual([]);
});

test('docs/licences.md is current: npm run licences writes it', () => {
  expect(existsSync('docs/licences.md') && readFileSync('docs/licences.md', 'utf8')).toBe(
    licencesPage(packages),
  );
});

test('every direct dependency has an exact version', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test.each([
  ['MIT', true],
  ['BSD-3-Clause', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND Apache-2.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  ['AGPL-3.0-or-later', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['UNLICENSED', false],
  ['none', false],
])('%s: %p', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test('a file belongs to the innermost package', () => {
  expect(packageFolder('node_modules/a/node_modules/@b/c/dist/x.js')).toBe(
    'node_modules/a/node_modules/@b/c',
  );
  expect(packageFolder('functions/air/event.ts')).toBeNull();
});
