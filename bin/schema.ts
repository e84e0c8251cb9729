import { writeFileSync } from 'node:fs';
import { schemaText } from './schema-text';

writeFileSync('connectors.schema.json', schemaText());
