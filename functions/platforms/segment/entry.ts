import { isRecord, type JsonRecord } from '../json';
import type { SegmentInbound } from './settings';

/** What an event of Segment's tells: that somebody entered (an audience, a journey's step, or did something), or nothing. */
export type Entry =
  | {
      readonly kind: 'entered';
      /** Names under which the settings may hold the action, the most particular first. */
      readonly names: readonly (string | null)[];
      readonly platformId: string | null;
      readonly source: string | null;
    }
  | { readonly kind: 'ignored'; readonly why: string };

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
const part = (of: JsonRecord, name: string): JsonRecord => {
  const value = of[name];
  return isRecord(value) ? value : {};
};
const ignored = (why: string): Entry => ({ kind: 'ignored', why });
const COMPUTED_TRAIT = ignored('a computed trait, not an audience');

/** The UTC day of the event's own time, which a repeat has too; null where it has none. */
function dayOf(event: JsonRecord): string | null {
  const at = text(event.timestamp) ?? text(event.originalTimestamp);
  const time = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}

/** The id of an audience entry, by what the settings let count as one. */
function audienceId(audience: string, event: JsonRecord, settings: SegmentInbound): string {
  const message = text(event.messageId);
  const once = `${audience}:entered`;
  if (settings.rewardOncePer === 'audience') return once;
  if (settings.rewardOncePer === 'entry') return message ?? once;
  const day = dayOf(event);
  return day === null ? (message ?? once) : `${audience}:${day}`;
}

/**
 * Reads a track or identify event of Engage or of a source.
 * @see https://segment.com/docs/engage/using-engage-data/#audience-generated-events
 * @see https://segment.com/docs/engage/journeys/event-triggered-journeys-steps/#destination-event-payload-schema
 */
export function readEntry(event: JsonRecord, settings: SegmentInbound): Entry[] {
  if (event.type === 'identify') return readIdentify(event, settings);
  const name = text(event.event);
  const properties = part(event, 'properties');
  const personas = part(part(event, 'context'), 'personas');
  const metadata = part(properties, 'journey_metadata');
  const key = text(properties.audience_key) ?? text(personas.computation_key);
  const id = text(personas.computation_id);
  const journey = text(metadata.journey_id);
  if (name === 'Audience Exited' || (key !== null && properties[key] === false))
    return [ignored(`left the audience ${key ?? id ?? ''}`.trim())];
  if (personas.computation_class === 'trait' || properties.trait_key !== undefined) return [COMPUTED_TRAIT];
  const names = [key, id, journey, name];
  const source = key ?? id ?? name;
  const step = id ?? key ?? journey;
  const epoch = text(metadata.epoch_id);
  if (epoch !== null && step !== null)
    return [{ kind: 'entered', names, platformId: `${step}:${epoch}`, source }];
  const audience = id ?? key;
  const platformId = audience === null ? text(event.messageId) : audienceId(audience, event, settings);
  return [{ kind: 'entered', names, platformId, source }];
}

/**
 * The identify form: the audience's key is a trait, true on entering and false on leaving. A computed trait comes in the
 * same form, and its value may be true.
 * @see https://segment.com/docs/engage/using-engage-data/
 */
function readIdentify(event: JsonRecord, settings: SegmentInbound): Entry[] {
  const traits = part(event, 'traits');
  const personas = part(part(event, 'context'), 'personas');
  if (personas.computation_class === 'trait') return [COMPUTED_TRAIT];
  const own = text(personas.computation_key);
  const id = text(personas.computation_id);
  const keys = own === null ? Object.keys(settings.actions ?? {}) : [own];
  const entered = keys.filter((key) => traits[key] === true);
  if (entered.length === 0) {
    const left = keys.find((key) => traits[key] === false);
    return [ignored(left === undefined ? 'no audience in this identify call' : `left the audience ${left}`)];
  }
  return entered.map((key) => ({
    kind: 'entered',
    names: [key, id],
    platformId: audienceId(id ?? key, event, settings),
    source: key,
  }));
}
