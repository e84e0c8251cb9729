import type { InboundSettings } from '../../connectors/settings';
import { readEntryBody } from '../entry-body';
import type { FieldError, Inbound, InboundReading, InboundRequest, RewardRequest } from '../inbound';
import { readOwnBody } from '../own-body';
import { sameSecret } from '../same-secret';
import { isSigned, SIGNATURE_HEADERS } from './signature';

const MOST_ENTRIES = 1000;
const HINTS = { identity: "the consumer's identity in AIR" };

/** An entry in EE Connect's own form or in the flat one. The id of a signed request stands in where the entry has none. */
function readEntry(
  json: unknown,
  settings: InboundSettings,
  messageId: string | null,
  at: string,
): InboundReading {
  const { rewards, errors } = readOwnBody(json, at) ?? readEntryBody(json, settings, HINTS, at);
  return {
    rewards: rewards.map((reward) => ({ ...reward, platformId: reward.platformId ?? messageId })),
    errors,
  };
}

function read(json: unknown, request: InboundRequest, settings: InboundSettings): InboundReading {
  const messageId = request.headers[SIGNATURE_HEADERS.id]?.trim() || null;
  if (!Array.isArray(json)) return readEntry(json, settings, messageId, '');
  if (json.length === 0) return { rewards: [], errors: [], ignored: 'an empty list' };
  if (json.length > MOST_ENTRIES)
    return { rewards: [], errors: [{ field: 'body', message: `expected at most ${MOST_ENTRIES} entries` }] };
  const rewards: RewardRequest[] = [];
  const errors: FieldError[] = [];
  json.forEach((entry, index) => {
    const reading = readEntry(entry, settings, messageId, `[${index}].`);
    rewards.push(...reading.rewards);
    errors.push(...reading.errors);
  });
  return { rewards, errors };
}

export const inbound: Inbound<InboundSettings> = {
  settings: {},
  example: {},
  secretHeaders: [SIGNATURE_HEADERS.signature],
  /**
   * The External Key in `X-Auth-Token`, or a signature made with it.
   * @see https://www.standardwebhooks.com
   */
  authenticate: (request, keys, _settings, nowMs = Date.now()) =>
    sameSecret(request.headers['x-auth-token'], keys) || isSigned(request.headers, request.raw, keys, nowMs),
  read,
};
