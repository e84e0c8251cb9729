/** `npm run licences`: writes docs/licences.md from the bundles. */
import { writeFileSync } from 'node:fs';
import { bundledPackages } from './licences/bundled';
import { licencesPage } from './licences/page';

writeFileSync('docs/licences.md', licencesPage(bundledPackages()));
