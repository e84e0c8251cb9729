/** The project's own AIR events, translated and named as a connector with these settings would have them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAirEvent } from '../../../../functions/air/event';
import { expiryEventId, subscriptionExpired } from '../../../../functions/air/expiry';
import { parseJson } from '../../../../functions/air/json';
import { NOTHING_KNOWN, type SubscriptionState } from '../../../../functions/air/known';
import { select } from '../../../../functions/air/naming';
import { translate } from '../../../../functions/air/translate';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/platform';

const FOLDER = join('samples', 'air');

export interface Told {
  /** The sample's file, and what a subscription in it tells when it ends. */
  readonly from: string;
  readonly events: readonly NamedEvent[];
  readonly profiles: readonly NamedProfile[];
}

const known = <T extends { identity: unknown }>(all: readonly T[]): T[] =>
  all.filter(({ identity }) => identity);

/** Of each sample what is about consumers whose identity it tells. */
export function toldBySamples(settings: OutboundSettings): Told[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const reading = readAirEvent(parseJson(readFileSync(join(FOLDER, name), 'utf8')));
      if (!('event' in reading)) throw new Error(`${name}: ${reading.detail}`);
      const whole = translate(reading.event, settings, NOTHING_KNOWN);
      const identities = Object.fromEntries(
        whole.events.flatMap(({ walletId, identity }) =>
          walletId && identity ? [[walletId, { [identity.type]: identity.value }]] : [],
        ),
      );
      const ended = whole.remember.subscriptions.filter(
        (state): state is SubscriptionState & { expiresAt: string } => state.expiresAt !== null,
      );
      return [
        { from: name, ...select(whole, settings, reading.event.eventId) },
        ...ended.map((state) => ({
          from: `${name}, at its end`,
          ...select(
            subscriptionExpired(state, settings, { ...NOTHING_KNOWN, identities }),
            settings,
            expiryEventId(state),
          ),
        })),
      ];
    })
    .map(({ from, events, profiles }) => ({ from, events: known(events), profiles: known(profiles) }));
}
