import { hash } from 'node:crypto';
import { joinUrl } from '../base-url';
import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import type { MparticleEvent } from './events';
import { subjectOf } from './identities';
import type { Erasure, Part, UserIdentities } from './items';
import type { MparticleCredentials, MparticleOutbound } from './settings';
import { BATCH_LIMITS, ERASE } from './targets';

/** A batch: what is told of one user in one call. */
export interface Batch {
  readonly environment: 'production' | 'development';
  readonly source_request_id: string;
  readonly user_identities: UserIdentities;
  readonly user_attributes?: NonNullable<Part['user_attributes']>;
  readonly deleted_user_attributes?: readonly string[];
  readonly events?: readonly MparticleEvent[];
  readonly context?: { readonly data_plan: { readonly plan_id: string; readonly plan_version?: number } };
}

const HEADERS = { 'content-type': 'application/json' };
const DSR_URL = 'https://opendsr.mparticle.com';
const DSR_PATH = '/v3/requests/';

export const erasuresUrl = ({ dsrUrl = DSR_URL }: Pick<MparticleOutbound, 'dsrUrl'>): string =>
  joinUrl(dsrUrl, DSR_PATH);

export const limitsOf = (target: string): CallLimits =>
  target === ERASE ? { items: 1, bytes: 10_000 } : BATCH_LIMITS;

/** A UUID (version 4 in form) that is the same for the same text. */
function uuid(text: string): string {
  const hex = hash('sha256', text);
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Later values win, and a value that is set again is not removed. */
function attributesOf(parts: readonly Part[]): Pick<Batch, 'user_attributes' | 'deleted_user_attributes'> {
  const set: Record<string, string | number | boolean> = {};
  const removed = new Set<string>();
  for (const part of parts) {
    for (const [name, value] of Object.entries(part.user_attributes ?? {})) {
      set[name] = value;
      removed.delete(name);
    }
    for (const name of part.deleted_user_attributes ?? []) {
      delete set[name];
      removed.add(name);
    }
  }
  return {
    ...(Object.keys(set).length > 0 && { user_attributes: set }),
    ...(removed.size > 0 && { deleted_user_attributes: [...removed] }),
  };
}

/** Of a batch's events, or of its attributes where it has no event. */
function requestId(items: readonly Item[]): string {
  const events = items.filter(({ kind }) => kind === 'event');
  return uuid((events.length > 0 ? events : items).map(({ id }) => id).join('\n'));
}

function batchOf(items: readonly Item[], settings: MparticleOutbound): Batch {
  const parts = items.map((item) => item.body as Part);
  const events = parts.flatMap((part) => (part.event ? [part.event] : []));
  const { dataPlan } = settings;
  return {
    environment: settings.environment,
    source_request_id: requestId(items),
    user_identities: parts[0]?.user_identities ?? {},
    ...attributesOf(parts),
    ...(events.length > 0 && { events }),
    ...(dataPlan && {
      context: {
        data_plan: {
          plan_id: dataPlan.id,
          ...(dataPlan.version !== undefined && { plan_version: dataPlan.version }),
        },
      },
    }),
  };
}

/** @see https://docs.mparticle.com/developers/dsr-api/v3/#submit-a-data-subject-request-dsr */
function erasureOf(item: Item, settings: MparticleOutbound): unknown {
  const { identity, submittedAt } = item.body as Erasure;
  return {
    regulation: settings.regulation,
    subject_request_id: uuid(`erasure ${item.id}`),
    subject_request_type: 'erasure',
    submitted_time: submittedAt,
    ...subjectOf(settings.userIdentity, identity),
    api_version: '3.0',
  };
}

/**
 * One batch to `/v2/events`, not several to `/v2/bulkevents`: the bulk call is answered 202 even when some of its batches
 * failed, and does not say which.
 */
export function toRequest(items: readonly Item[], settings: MparticleOutbound): HttpRequest {
  const [first] = items;
  const erasure = first?.target === ERASE ? first : null;
  const api = settings.apiUrl ?? `https://s2s.${settings.pod}.mparticle.com`;
  return {
    method: 'POST',
    url: erasure ? erasuresUrl(settings) : joinUrl(api, '/v2/events'),
    headers: HEADERS,
    body: JSON.stringify(erasure ? erasureOf(erasure, settings) : batchOf(items, settings)),
  };
}

/** Events are sent with the input's key, erasures with the workspace's. */
export function authorize(request: HttpRequest, credentials: MparticleCredentials): HttpRequest {
  const { apiKey, apiSecret, workspaceKey = '', workspaceSecret = '' } = credentials;
  const pair = request.url.endsWith(DSR_PATH)
    ? `${workspaceKey}:${workspaceSecret}`
    : `${apiKey}:${apiSecret}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { ...request, headers: { ...request.headers, authorization } };
}
