import * as z from 'zod/mini';

/** Gives a setting the description that stands in the JSON Schema of `connectors.json` and in the docs. */
export function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}
