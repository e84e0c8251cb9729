/**
 * The closed catalogue of loyalty events and attributes: the single source for the documentation, for what is sent by
 * default, and for what the translation may tell.
 */
import { ATTRIBUTES, PERSONAL_ATTRIBUTES } from './catalogue/attributes';
import type { CatalogueEvent } from './catalogue/described';
import { MEMBERSHIP } from './catalogue/membership';
import { POINTS } from './catalogue/points';
import { PROGRESS } from './catalogue/progress';
import { PURCHASES } from './catalogue/purchases';
import { REWARDS } from './catalogue/rewards';
import { SUBSCRIPTIONS } from './catalogue/subscriptions';
import { TIERS } from './catalogue/tiers';
import type { PropertyValue } from './loyalty-event';

export { ATTRIBUTES, PERSONAL_ATTRIBUTES } from './catalogue/attributes';
export { type CatalogueEvent, type Described, GROUPS } from './catalogue/described';

/** Every loyalty event there is, by its name without prefix. */
export const LOYALTY_EVENTS = {
  ...MEMBERSHIP,
  ...PURCHASES,
  ...POINTS,
  ...REWARDS,
  ...TIERS,
  ...SUBSCRIPTIONS,
  ...PROGRESS,
} as const satisfies Record<string, CatalogueEvent>;

/** The closed set of names. */
export type LoyaltyEventName = keyof typeof LOYALTY_EVENTS;
export const LOYALTY_EVENT_NAMES = Object.keys(LOYALTY_EVENTS) as readonly LoyaltyEventName[];

/** The properties that an event of this name may have; undefined ones are left out. */
export type PropertiesOf<N extends LoyaltyEventName> = {
  readonly [K in keyof (typeof LOYALTY_EVENTS)[N]['properties']]?: PropertyValue | undefined;
};

/** Properties while they are collected. A field that may be missing is best added when it is there, since dropping it costs a copy. */
export type Collecting<N extends LoyaltyEventName> = {
  -readonly [K in keyof PropertiesOf<N>]: PropertiesOf<N>[K];
};

/** The closed set of attributes, personal ones included. */
export type AttributeName = keyof typeof ATTRIBUTES | keyof typeof PERSONAL_ATTRIBUTES;
export const ATTRIBUTE_NAMES = Object.keys({
  ...ATTRIBUTES,
  ...PERSONAL_ATTRIBUTES,
}) as readonly AttributeName[];

/** The use-case list: what a connector sends when its settings name no events. */
export const DEFAULT_EVENTS: ReadonlySet<string> = new Set(
  LOYALTY_EVENT_NAMES.filter((name) => LOYALTY_EVENTS[name].onByDefault),
);
