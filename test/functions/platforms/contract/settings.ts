/** A platform's settings in every shape that its schema allows, without knowing the platform. */
import * as z from 'zod/mini';
import { LOYALTY_EVENT_NAMES } from '../../../../functions/air/catalogue';
import { ConfigError, checkConfig } from '../../../../functions/connectors/config-schema';
import type { InboundSettings, OutboundSettings } from '../../../../functions/connectors/settings';
import type { Platform } from '../../../../functions/platforms/platform';

type Json = Record<string, unknown>;

/**
 * Settings as a checked `connectors.json` has them: with defaults filled in.
 * @throws ConfigError
 */
export function checkedSettings(
  platform: Platform,
  direction: 'inbound' | 'outbound',
  settings: Readonly<Json>,
): Readonly<Json> {
  const connector = { id: 'contract', platform: platform.name, direction, settings };
  const config = { air: { walletUrl: 'https://wallet.invalid/2.0' }, connectors: [connector] };
  return checkConfig(config, 'the contract test', { [platform.name]: platform }).connectors[0]!.settings;
}

/** The platform's example, with every loyalty event on. */
export const exampleSettings = (platform: Platform, more: Readonly<Json> = {}): OutboundSettings =>
  checkedSettings(platform, 'outbound', {
    ...platform.outbound!.example,
    events: LOYALTY_EVENT_NAMES,
    ...more,
  }) as unknown as OutboundSettings;

export const exampleInbound = (platform: Platform, more: Readonly<Json> = {}): InboundSettings =>
  checkedSettings(platform, 'inbound', {
    ...platform.inbound!.example,
    ...more,
  }) as unknown as InboundSettings;

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  /** Of a text with several patterns. */
  readonly allOf?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Values worth trying for a setting of this kind. */
function candidates(schema: Schema): readonly unknown[] {
  const { type, enum: values, pattern, allOf, minimum, maximum, items } = schema;
  if (values) return values;
  if (type === 'boolean') return [true, false];
  if (type === 'integer') return [minimum, maximum].filter((value) => value !== undefined);
  if (type === 'string' && pattern === undefined && allOf === undefined) return ['made-up'];
  return type === 'array' && items?.type === 'string' && !items.enum ? [['made-up', 'another']] : [];
}

/**
 * Each of the platform's own settings with each of its values, by what was changed. Where a value needs another setting
 * beside it (a list to leave, another identifier), one that makes it right is found; each choice stands here once.
 */
export function variants(platform: Platform): ReadonlyMap<string, OutboundSettings> {
  const { properties = {} } = z.toJSONSchema(z.object(platform.outbound!.settings), {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema;
  const choices = Object.entries(properties).flatMap(([name, schema]) =>
    candidates(schema).map((value) => ({ [name]: value })),
  );
  const optional = Object.assign({}, ...choices.filter((choice) => Object.values(choice)[0] === 'made-up'));
  const found = new Map([['example', exampleSettings(platform)]]);
  for (const choice of choices) {
    const usable = [{}, ...choices, ...choices.map((other) => ({ ...optional, ...other }))]
      .map((beside) => ({ ...beside, ...choice }))
      .find((change) => isUsable(platform, change));
    expect({ choice, usable: usable !== undefined }).toEqual({ choice, usable: true });
    found.set(JSON.stringify(usable), exampleSettings(platform, usable));
  }
  return found;
}

function isUsable(platform: Platform, change: Json): boolean {
  try {
    exampleSettings(platform, change);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
