import { requiredText } from '../body-fields';
import type { FieldError, Inbound, InboundReading, RewardRequest } from '../inbound';
import { isRecord, type JsonRecord } from '../json';
import { readOwnBody } from '../own-body';
import { sameSecret } from '../same-secret';
import { actionsOf } from './action';
import { readEntry } from './entry';
import { inboundSettings, type SegmentInbound } from './settings';
import { isSigned, SIGNATURE_HEADER } from './signature';

/** Types of events that never ask for a reward, and what is told of them. */
const IGNORED_TYPES: Readonly<Record<string, string>> = {
  delete: 'an erasure: members are erased in AIR, and with `ee-connect forget`',
  suppress: 'a suppression: nothing is kept of it here',
  page: 'a page event',
  screen: 'a screen event',
  group: 'a group event',
  alias: 'an alias event',
};

type Reading = InboundReading;
const nothing = (errors: readonly FieldError[]): Reading => ({ rewards: [], errors });

function valueAt(event: JsonRecord, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      event,
    );
}

/** One event of Segment's. `at`: in front of field names, `[3].` in a batch. */
function readEvent(event: unknown, settings: SegmentInbound, at: string): Reading {
  if (!isRecord(event)) return nothing([{ field: at || 'body', message: 'expected an object' }]);
  const own = readOwnBody(event, at);
  if (own) return own;
  const { type } = event;
  const ignored = typeof type === 'string' && Object.hasOwn(IGNORED_TYPES, type) ? IGNORED_TYPES[type] : null;
  if (ignored) return { ...nothing([]), ignored };
  if (type !== 'track' && type !== 'identify')
    return nothing([{ field: `${at}type`, message: 'expected "track", "identify" or "services/trigger"' }]);
  const errors: FieldError[] = [];
  const rewards: RewardRequest[] = [];
  let why: string | undefined;
  for (const entry of readEntry(event, settings)) {
    if (entry.kind === 'ignored') {
      why = entry.why;
      continue;
    }
    const found = actionsOf(event, entry.names, settings, at);
    errors.push(...found.errors);
    const { inboundIdentity } = settings;
    const hint = "expected the consumer's identity in AIR";
    const identityValue = requiredText(
      valueAt(event, inboundIdentity),
      `${at}${inboundIdentity}`,
      errors,
      hint,
    );
    if (identityValue === null) continue;
    const { platformId, source } = entry;
    for (const action of found.actions)
      rewards.push({ identityValue, action, platformId, reference: null, source });
  }
  const told = why !== undefined && rewards.length === 0 && errors.length === 0 ? { ignored: why } : {};
  return { rewards, errors, ...told };
}

/**
 * A body of Segment's: one event, a batch of events, or the body of its "Eagle Eye (Actions)" destination. Each consumer
 * is read by itself, so that a bad one refuses no other.
 */
function read(json: unknown, settings: SegmentInbound): Reading {
  if (!Array.isArray(json)) return readEvent(json, settings, '');
  const readings = json.map((event, index) => readEvent(event, settings, `[${index}].`));
  const rewards = readings.flatMap((reading) => reading.rewards);
  const errors = readings.flatMap((reading) => reading.errors);
  if (rewards.length > 0 || errors.length > 0) return { rewards, errors };
  return {
    rewards,
    errors,
    ignored: readings.find((reading) => reading.ignored)?.ignored ?? 'an empty batch',
  };
}

export const inbound: Inbound<SegmentInbound> = {
  settings: inboundSettings,
  ownId: 'messageId',
  example: { actions: { late_delivery: 'LATE-DELIVERY-300' } },
  secretHeaders: [SIGNATURE_HEADER],
  /** The key in `X-Auth-Token`, or a signature made with it. A wrong token is not made good by a signature. */
  authenticate: (request, keys) => {
    const token = request.headers['x-auth-token'];
    return token === undefined ? isSigned(request, keys) : sameSecret(token, keys);
  },
  read: (json, _request, settings) => read(json, settings),
};
