import { configJsonSchema } from '../functions/connectors/config-schema';

/** `connectors.schema.json` as it should stand: `npm run schema` writes it, and a test fails when it is stale. */
export function schemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}
