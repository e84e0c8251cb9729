import type { BundledPackage } from './bundled';

/** docs/licences.md. */
export function licencesPage(packages: readonly BundledPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts].sort(([, a], [, b]) => b - a).map(([licence, count]) => `${count} ${licence}`);
  return [
    '# Licences',
    '',
    'EE Connect is [MIT](../LICENSE). Its functions are deployed with the code of these packages inside: all that esbuild puts',
    'into any of the bundles, at the versions of `package-lock.json`. A test fails for a licence other than MIT, MIT-0,',
    'Apache-2.0, BSD, ISC or 0BSD, and when this page is not current; `npm run licences` writes it. Their texts stand in',
    '`node_modules/<package>`. What only builds, tests or deploys (`aws-cdk-lib`, `esbuild`, `jest` and others) runs on your',
    'machines and is not part of what is deployed.',
    '',
    `${packages.length} packages: ${summary.join(', ')}.`,
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}
