/** The project's own AIR events, translated and named as a connector with these settings would have them. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AirEvent, readAirEvent } from '../../../../functions/air/event';
import { expiryEventId, subscriptionExpired } from '../../../../functions/air/expiry';
import { parseJson } from '../../../../functions/air/json';
import { type Known, NOTHING_KNOWN, type SubscriptionState } from '../../../../functions/air/known';
import type { Identity, Translation } from '../../../../functions/air/loyalty-event';
import { select } from '../../../../functions/air/naming';
import { translate } from '../../../../functions/air/translate';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/item';

const FOLDER = join('samples', 'air');

export interface Told {
  /** The sample's file, and whether it is what a subscription in it tells when it ends. */
  readonly from: string;
  readonly events: readonly NamedEvent[];
  readonly profiles: readonly NamedProfile[];
}

const SAMPLES: readonly { readonly name: string; readonly event: AirEvent }[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => {
    const reading = readAirEvent(parseJson(readFileSync(join(FOLDER, name), 'utf8')));
    if (!('event' in reading)) throw new Error(`${name}: ${reading.detail}`);
    return { name, event: reading.event };
  });

/** A directory that knows everybody: a consumer who leaves is in no other event. */
function directory(settings: OutboundSettings): Known {
  const wallets = SAMPLES.flatMap(({ event }) => {
    const { events, profiles }: Translation = translate(event, settings, NOTHING_KNOWN);
    return [...events, ...profiles].flatMap(({ walletId }) => walletId ?? []);
  });
  const identities = wallets.map((id) => [id, { [settings.identityType]: `CU-${id}` }]);
  return { ...NOTHING_KNOWN, identities: Object.fromEntries(identities) };
}

/** Another identity for each: a phone number in E.164 form, since a platform may insist on one. */
const phoneNumber = (identity: string) =>
  `+44${(Number.parseInt(hash('sha256', identity).slice(0, 12), 16) % 1e10).toString().padStart(10, '0')}`;

const reachable = <T extends { readonly identity: Identity | null }>(all: readonly T[]): T[] =>
  all.flatMap((one) => {
    const { identity } = one;
    return identity ? [{ ...one, identity: { ...identity, value: phoneNumber(identity.value) } }] : [];
  });

/** Of each sample what is about consumers that can be reached: AIR attributes some things to nobody. */
export function toldBySamples(settings: OutboundSettings): Told[] {
  const known = directory(settings);
  return SAMPLES.flatMap(({ name, event }) => {
    const whole = translate(event, settings, known);
    const ended = whole.remember.subscriptions.filter(
      (state): state is SubscriptionState & { expiresAt: string } => state.expiresAt !== null,
    );
    return [
      { from: name, ...select(whole, settings, event.eventId) },
      ...ended.map((state) => ({
        from: `${name}, at its end`,
        ...select(subscriptionExpired(state, settings, known), settings, expiryEventId(state)),
      })),
    ];
  }).map(({ from, events, profiles }) => ({
    from,
    events: reachable(events),
    profiles: reachable(profiles),
  }));
}
