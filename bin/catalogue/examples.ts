import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAirEvent } from '../../functions/air/event';
import { subscriptionExpired } from '../../functions/air/expiry';
import { parseJson } from '../../functions/air/json';
import { NOTHING_KNOWN, type SubscriptionState } from '../../functions/air/known';
import type { LoyaltyEvent } from '../../functions/air/loyalty-event';
import { translate } from '../../functions/air/translate';
import type { OutboundSettings } from '../../functions/connectors/settings';

const SAMPLES = join('samples', 'air');

/** As a retailer with three tiers would set them. */
export const EXAMPLE_SETTINGS: OutboundSettings = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
  tiers: [
    { id: '51', name: 'Bronze', threshold: 0 },
    { id: '52', name: 'Silver', threshold: 1000 },
    { id: '53', name: 'Gold', threshold: 5000 },
  ],
};

/** A loyalty event, and the sample it is from. */
export interface Example {
  readonly event: LoyaltyEvent;
  readonly file: string;
}

function* told(folder: string): Generator<Example> {
  const joined: (SubscriptionState & { file: string })[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    const reading = readAirEvent(parseJson(readFileSync(file, 'utf8')));
    if (!('event' in reading)) throw new Error(`${file}: ${reading.detail}`);
    const { events, remember } = translate(reading.event, EXAMPLE_SETTINGS, NOTHING_KNOWN);
    for (const event of events) yield { event, file };
    joined.push(...remember.subscriptions.map((state) => ({ ...state, file })));
  }
  for (const { expiresAt, file, ...state } of joined)
    if (expiresAt !== null)
      for (const event of subscriptionExpired({ ...state, expiresAt }, EXAMPLE_SETTINGS, NOTHING_KNOWN)
        .events)
        yield { event, file };
}

/** Of each loyalty event's name the fullest example that the samples give. */
export function examples(folder = SAMPLES): Map<string, Example> {
  const best = new Map<string, Example>();
  const fullness = ({ event }: Example) =>
    Object.values(event.properties).filter(
      (value) => value !== null && (!Array.isArray(value) || value.length > 0),
    ).length;
  for (const example of told(folder)) {
    const found = best.get(example.event.name);
    if (!found || fullness(example) > fullness(found)) best.set(example.event.name, example);
  }
  return best;
}
