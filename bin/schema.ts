import { writeFileSync } from 'node:fs';
import { schemaText } from './commands/schema';

writeFileSync('connectors.schema.json', schemaText());
