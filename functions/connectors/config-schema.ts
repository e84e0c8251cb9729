/** Checks `connectors.json`, and generates the JSON Schema that editors use. Used at synth and by the command, never in Lambda. */
import * as z from 'zod/mini';
import { SAFE_ORIGIN } from '../platforms/base-url';
import { described } from '../platforms/described';
import type { Platform } from '../platforms/platform';
import { PLATFORMS } from '../platforms/registry';
import type { Config } from './config';
import { fieldName, linesOf } from './config-words';
import { type Operations, operationsSchema } from './operations';
import { inboundShape, outboundShape } from './settings';

export type { Operations } from './operations';

/** What the stack is made from. The functions get the rest of it, without `operations`. */
export interface DeploymentConfig extends Config {
  readonly operations: Operations;
}

/** Every line names the field and what was expected there. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly lines: readonly string[],
  ) {
    super(`${file} is not usable:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reserved, since it stands in URLs: `GET /in/{platform}/status`. */
const RESERVED = ['status'];
const id = z.string().check(
  z.regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    'expected lower-case letters, digits and hyphens, at most 40, a letter first',
  ),
  z.refine((value) => !RESERVED.includes(value), 'expected another id: this one is reserved'),
);
/** The path is part of what AIR's hash is made over: without its prefix every call would be refused. */
const walletUrl = described(
  z
    .string()
    .check(
      z.regex(
        new RegExp(`^${SAFE_ORIGIN.source}\\/[^\\s?#/][^\\s?#]*$`),
        'expected an https URL with its path prefix and without query, such as https://wallet.sandbox.uk.eagleeye.com/2.0',
      ),
    ),
  "Base URL of AIR's wallet API with its path prefix.",
);
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html (Name) */
const secretName = described(
  z.optional(
    z
      .string()
      .check(
        z.regex(
          /^[A-Za-z0-9/_+=.@-]{1,512}$/,
          "expected a secret's name, not its ARN: letters, digits and /_+=.@-",
        ),
      ),
  ),
  'Name of an existing secret. Left out: the stack makes one without a value.',
);

/** One schema per platform and direction, in order of the registry. */
function connectorSchemas(platforms: Readonly<Record<string, Platform>>) {
  return Object.values(platforms).flatMap((platform) => {
    const common = {
      id,
      platform: z.literal(platform.name),
      paused: described(z._default(z.boolean(), false), 'True: its messages wait on its queue.'),
      maxConcurrency: described(
        z._default(z.int().check(z.gte(2), z.lte(1000)), 10),
        'How many of its deliver function run at a time.',
      ),
      secretName,
    };
    const inbound = platform.inbound && {
      platform: platform.name,
      direction: 'inbound',
      schema: z.strictObject({
        ...common,
        direction: z.literal('inbound'),
        settings: z.prefault(z.strictObject({ ...inboundShape, ...platform.inbound.settings }), {}),
      }),
      check: undefined,
    };
    const outbound = platform.outbound && {
      platform: platform.name,
      direction: 'outbound',
      schema: z.strictObject({
        ...common,
        direction: z.literal('outbound'),
        feed: z.optional(id),
        settings: z.strictObject({ ...outboundShape, ...platform.outbound.settings }),
      }),
      check: platform.outbound.check,
    };
    return [inbound, outbound].filter((schema) => schema !== undefined);
  });
}

const top = {
  $schema: z.optional(z.string()),
  air: described(z.strictObject({ walletUrl, secretName }), "Eagle Eye AIR's API."),
  feeds: described(
    z._default(z.array(z.strictObject({ id, secretName })), []),
    'Addresses that AIR posts to once, for every outbound connector that names the feed.',
  ),
  operations: operationsSchema,
};

/**
 * Checks a parsed `connectors.json` and fills in defaults.
 * @throws ConfigError with one line per mistake.
 */
export function checkConfig(
  json: unknown,
  file = 'connectors.json',
  platforms = PLATFORMS,
): DeploymentConfig {
  const outer = z.strictObject({
    ...top,
    connectors: described(z.array(z.looseObject({ id })), 'One for each direction of each platform.'),
  });
  const base = outer.safeParse(json, { reportInput: true });
  if (!base.success)
    throw new ConfigError(
      file,
      base.error.issues.flatMap((issue) => linesOf(issue, outer, [])),
    );
  const schemas = connectorSchemas(platforms);
  const lines: string[] = [];
  const connectors = base.data.connectors.map((connector, index) => {
    const at = ['connectors', index];
    const ofPlatform = schemas.filter((schema) => schema.platform === connector.platform);
    const found = ofPlatform.find((schema) => schema.direction === connector.direction);
    if (!found) {
      const [field, choices] = ofPlatform.length
        ? ['direction', ofPlatform.map((schema) => schema.direction)]
        : ['platform', [...new Set(schemas.map((schema) => schema.platform))]];
      lines.push(
        `${fieldName([...at, field])}: expected ${choices.map((name) => JSON.stringify(name)).join(' or ')}`,
      );
      return connector;
    }
    const result = found.schema.safeParse(connector, { reportInput: true });
    if (!result.success)
      lines.push(...result.error.issues.flatMap((issue) => linesOf(issue, found.schema, at)));
    else
      for (const { field, message } of found.check?.(result.data.settings) ?? [])
        lines.push(`${fieldName([...at, 'settings', field])}: ${message}`);
    return result.data ?? connector;
  });
  lines.push(...crossChecks(base.data.feeds, connectors as unknown as Config['connectors']));
  if (lines.length > 0) throw new ConfigError(file, lines);
  const { air, feeds, operations } = base.data;
  return { air, feeds, connectors, operations } as unknown as DeploymentConfig;
}

/** What no single field can tell: ids and secrets used twice, feeds that do not exist or hide a platform's address. */
function crossChecks(feeds: Config['feeds'], connectors: Config['connectors']): string[] {
  const lines: string[] = [];
  const seen = new Map<string, string>();
  connectors.forEach((connector, index) => {
    // The stack's outputs have no hyphens in their names, and people mix such ids up.
    const plain = connector.id.replaceAll('-', '');
    const other = seen.get(plain);
    if (other === connector.id)
      lines.push(`connectors[${index}].id: expected an id of its own, "${connector.id}" is used twice`);
    else if (other)
      lines.push(`connectors[${index}].id: expected more than a hyphen to tell it from "${other}"`);
    seen.set(plain, connector.id);
    const { secretName: secret } = connector;
    const first = connectors.find((other) => other.secretName === secret);
    if (secret !== undefined && first && first !== connector)
      lines.push(
        `connectors[${index}].secretName: expected a secret of its own, "${secret}" is that of "${first.id}"`,
      );
    if (connector.feed && !feeds.some((feed) => feed.id === connector.feed))
      lines.push(`connectors[${index}].feed: expected the id of a feed, there is no "${connector.feed}"`);
  });
  feeds.forEach((feed, index) => {
    const plain = feed.id.replaceAll('-', '');
    if (feeds.findIndex((other) => other.id.replaceAll('-', '') === plain) < index)
      lines.push(`feeds[${index}].id: expected an id of its own, "${feed.id}" is used twice`);
    if (!connectors.some((connector) => connector.feed === feed.id))
      lines.push(`feeds[${index}].id: expected at least one outbound connector with "feed": "${feed.id}"`);
  });
  return lines;
}

/** The JSON Schema of `connectors.json`, for editors. */
export function configJsonSchema(platforms = PLATFORMS): unknown {
  const schemas = connectorSchemas(platforms).map((entry) => entry.schema);
  const schema = z.strictObject({ ...top, connectors: z.array(z.union(schemas)) });
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
