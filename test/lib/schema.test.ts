import { readFileSync } from 'node:fs';
import { schemaText } from '../../bin/schema-text';

test('connectors.schema.json is what the code generates (npm run schema)', () => {
  expect(readFileSync('connectors.schema.json', 'utf8')).toBe(schemaText());
});

test('the example configuration names the schema, for editors', () => {
  expect(JSON.parse(readFileSync('connectors.json', 'utf8')).$schema).toBe('./connectors.schema.json');
});
