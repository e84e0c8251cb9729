import { configuredActions, splitActions } from '../actions';
import { optionalText, requiredText } from '../body-fields';
import type { FieldError, InboundReading, RewardRequest } from '../inbound';
import { isRecord, type JsonRecord } from '../json';
import { ACTION_SETTING, MEMBERSHIP, OTHER_REQUESTS } from './firehose';
import type { MparticleInbound } from './settings';

const nothing = (errors: readonly FieldError[]): InboundReading => ({ rewards: [], errors });

/** The profile's identity of the configured type; a hashed one finds nobody in AIR. */
function identityOf(
  profile: JsonRecord,
  settings: MparticleInbound,
  at: string,
  errors: FieldError[],
): string | null {
  const field = `${at}.user_identities`;
  const type = settings.inboundIdentity;
  const all: readonly unknown[] = Array.isArray(profile.user_identities) ? profile.user_identities : [];
  const found = all
    .map((identity, index) => ({ identity, index }))
    .filter((entry): entry is { identity: JsonRecord; index: number } => isRecord(entry.identity))
    .filter(({ identity }) => identity.type === type);
  const raw = found.find(({ identity }) => (identity.encoding ?? 'raw') === 'raw');
  if (raw) return requiredText(raw.identity.value, `${field}[${raw.index}].value`, errors);
  const [hashed] = found;
  if (hashed)
    errors.push({
      field: `${field}[${hashed.index}].encoding`,
      message: 'expected "raw": AIR cannot find a consumer by a hashed identity',
    });
  else errors.push({ field, message: `expected an identity of type "${type}"` });
  return null;
}

/** Typed by the marketer when the audience was connected, else by the audience's id or name in the connector's settings. */
function actionsOf(
  audience: JsonRecord,
  [id, name]: readonly [string, string | null],
  settings: MparticleInbound,
  at: string,
  errors: FieldError[],
): readonly string[] {
  const typed = audience.audience_subscription_settings;
  const field = `${at}.audience_subscription_settings.${ACTION_SETTING}`;
  const before = errors.length;
  const text = optionalText(isRecord(typed) ? typed[ACTION_SETTING] : undefined, field, errors);
  const actions = text === null ? configuredActions([id, name], settings) : splitActions(text);
  if (actions.length === 0 && errors.length === before)
    errors.push({
      field,
      message: `is missing: type it where the audience is connected, or add "${id}" to "actions" in the connector's settings`,
    });
  return actions;
}

/** A request as far as its users need it. */
interface Envelope {
  readonly id: string | null;
  /** The UTC day on which mParticle made it; a repeat has the same. */
  readonly day: string | null;
}

function dayOf(timestamp: unknown): string | null {
  const sane = typeof timestamp === 'number' && timestamp > 0 && timestamp < 8e15;
  return sane ? new Date(timestamp).toISOString().slice(0, 10) : null;
}

/** The id of an entry, by what the settings let count as one; null where mParticle sent no id. */
function entryId(
  audience: string,
  mpid: string | null,
  envelope: Envelope,
  settings: MparticleInbound,
): string | null {
  if (settings.rewardOncePer === 'audience') return `${audience}:entered`;
  if (settings.rewardOncePer === 'day' && envelope.day !== null) return `${audience}:${envelope.day}`;
  return envelope.id === null ? null : `${envelope.id}:${mpid ?? 'user'}:${audience}`;
}

/** One user of a request: a reward for each audience that they were added to. */
function readProfile(
  profile: unknown,
  envelope: Envelope,
  settings: MparticleInbound,
  at: string,
): InboundReading {
  if (!isRecord(profile)) return nothing([{ field: at, message: 'expected an object' }]);
  const audiences: readonly unknown[] = Array.isArray(profile.audiences) ? profile.audiences : [];
  const added = audiences
    .map((audience, index) => ({ audience, at: `${at}.audiences[${index}]` }))
    .filter((entry): entry is { audience: JsonRecord; at: string } => isRecord(entry.audience))
    .filter(({ audience }) => audience.action === 'add');
  if (added.length === 0) return { ...nothing([]), ignored: 'nobody was added to an audience' };
  const errors: FieldError[] = [];
  const identityValue = identityOf(profile, settings, at, errors);
  if (identityValue === null) return nothing(errors);
  const mpid = optionalText(profile.mpid, `${at}.mpid`, errors);
  const rewards: RewardRequest[] = added.flatMap(({ audience, at: place }) => {
    const id = requiredText(audience.audience_id, `${place}.audience_id`, errors);
    const name = optionalText(audience.audience_name, `${place}.audience_name`, errors);
    if (id === null) return [];
    const actions = actionsOf(audience, [id, name], settings, place, errors);
    const platformId = entryId(id, mpid, envelope, settings);
    const source = name ?? id;
    return actions.map((action) => ({ identityValue, action, platformId, reference: null, source }));
  });
  return { rewards, errors };
}

/**
 * Reads a request of mParticle's Firehose. Only an `add` to an audience asks for a reward; each user is read by itself, so
 * that a bad one refuses no other. An entry's id is the request's, the same when mParticle repeats it, with
 * user and audience.
 * @see https://docs.mparticle.com/developers/partners/firehose/#audience-processing
 */
export function readFirehose(json: unknown, settings: MparticleInbound): InboundReading {
  if (!isRecord(json)) return nothing([{ field: 'body', message: 'expected a JSON object' }]);
  const other = typeof json.type === 'string' && Object.hasOwn(OTHER_REQUESTS, json.type) ? json.type : null;
  if (other) return { ...nothing([]), ignored: OTHER_REQUESTS[other]?.why ?? other };
  if (json.type !== MEMBERSHIP)
    return nothing([
      { field: 'type', message: `expected "${MEMBERSHIP}", or another request of the Firehose` },
    ]);
  const { user_profiles } = json;
  if (user_profiles === undefined || user_profiles === null)
    return { ...nothing([]), ignored: 'a verification call' };
  if (!Array.isArray(user_profiles)) return nothing([{ field: 'user_profiles', message: 'expected a list' }]);
  const requestErrors: FieldError[] = [];
  const envelope = { id: optionalText(json.id, 'id', requestErrors), day: dayOf(json.timestamp_ms) };
  const readings = user_profiles.map((profile, index) =>
    readProfile(profile, envelope, settings, `user_profiles[${index}]`),
  );
  const rewards = readings.flatMap((reading) => reading.rewards);
  const errors = [...requestErrors, ...readings.flatMap((reading) => reading.errors)];
  if (rewards.length > 0 || errors.length > 0) return { rewards, errors };
  return { rewards, errors, ignored: readings[0]?.ignored ?? 'a verification call' };
}
