/** Makes loyalty events and profiles, as delivery hands them to a platform. */
import type { Properties } from '../../../functions/air/loyalty-event';
import type { OutboundSettings } from '../../../functions/connectors/settings';
import type { NamedEvent, NamedProfile } from '../../../functions/platforms/item';

/** The common settings as `config-schema.ts` leaves them, with defaults filled in. */
export const COMMON: OutboundSettings = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
};

/** What tells one platform's examples from another's. */
export interface Of {
  /** Of the AIR event. */
  readonly eventId: string;
  readonly walletId: string;
  readonly identity: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly attributes: NamedProfile['attributes'];
  readonly prefix?: string;
}

/** `KC-204` and 3: `KC-3`. */
const numbered = (text: string, index: number) => text.replace(/\d+$/, String(index));

export function makers({ eventId, walletId, identity, at, attributes: held, prefix = 'EE ' }: Of) {
  const whose = { walletId, identity: { type: 'CUSTOMER_ID', value: identity } };
  const event = (
    name: string,
    properties: Properties = {},
    change: Partial<NamedEvent> = {},
  ): NamedEvent => ({
    id: `${eventId}:${walletId}:${name}:0`,
    name,
    platformName: `${prefix}${name}`,
    occurredAt: at,
    ...whose,
    properties,
    ...change,
  });
  /** The same happening to so many consumers. */
  const events = (count: number, name = 'Points Spent', properties?: Properties): NamedEvent[] =>
    Array.from({ length: count }, (_, index) =>
      event(name, properties ?? { points: index }, {
        id: `${numbered(eventId, index)}:w-${index}:${name}:0`,
        walletId: `w-${index}`,
        identity: { type: 'CUSTOMER_ID', value: numbered(identity, index) },
      }),
    );
  const profile = (attributes = held, change: Partial<NamedProfile> = {}): NamedProfile => ({
    id: `${eventId}:${walletId}:profile`,
    ...whose,
    asOf: at,
    attributes,
    ...change,
  });
  return { event, events, profile };
}
