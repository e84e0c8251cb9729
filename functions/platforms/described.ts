import * as z from 'zod/mini';

/** The zod shape of settings that a platform adds to the common ones: they stand side by side in `connectors.json`. */
export type SettingsShape = z.core.$ZodShape;

/** Gives a setting the description that stands in the JSON Schema of `connectors.json` and in the docs. */
export function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}
