import type { HttpReply } from '../http';
import type { InboundRequest, InboundResult } from '../inbound';
import { isRecord, jsonOrUndefined } from '../json';
import type { MparticleInbound } from './settings';

/**
 * The answers that mParticle's Firehose expects, in its own shapes.
 * https://docs.mparticle.com/developers/partners/firehose/
 * https://github.com/mParticle/mparticle-firehose-java-sdk (`examples/json`)
 */
const VERSION = '3.2.0';
const REGISTRATION = 'module_registration_request';
export const MEMBERSHIP = 'audience_membership_change_request';

/** Requests that are answered and ask for nothing: the type of the answer, and why nothing is done. */
export const OTHER_REQUESTS: Readonly<Record<string, { readonly answer: string; readonly why: string }>> = {
  [REGISTRATION]: { answer: 'module_registration_response', why: 'a registration call' },
  audience_subscription_request: {
    answer: 'audience_subscription_response',
    why: 'an audience was connected, changed or removed: nothing is kept of it',
  },
  event_processing_request: {
    answer: 'event_processing_response',
    why: 'a batch of events: only audiences issue rewards',
  },
};

/** The field that a marketer fills in when an audience is connected. */
export const ACTION_SETTING = 'actionReference';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What every answer has; the id may be the request's. */
function envelope(type: string, request: Readonly<Record<string, unknown>>, requestId: string) {
  return {
    type,
    id: isText(request.id) ? request.id : requestId,
    timestamp_ms: Date.now(),
    firehose_version: isText(request.firehose_version) ? request.firehose_version : VERSION,
  };
}

/**
 * The answer to mParticle's registration call: what this module is, which identity it needs, and that each audience has a
 * field for the action reference. mParticle reads it before it makes a token, so it is asked without one.
 */
export function greet(json: unknown, settings: MparticleInbound): HttpReply | null {
  if (!isRecord(json) || json.type !== REGISTRATION) return null;
  return {
    statusCode: 200,
    body: {
      ...envelope('module_registration_response', json, '00000000-0000-4000-8000-000000000000'),
      sdk_version: VERSION,
      name: 'Eagle Eye AIR',
      description: 'Issues rewards in Eagle Eye AIR to the consumers who enter an audience.',
      version: '1.0',
      permissions: {
        user_identities: [{ type: settings.inboundIdentity, encoding: 'raw', required: true }],
        device_identities: [],
        partner_identities: [],
        allow_access_mpid: true,
      },
      audience_processing_registration: {
        account_settings: [],
        audience_subscription_settings: [
          {
            type: 'text',
            id: ACTION_SETTING,
            name: 'Action reference',
            description: 'The action in AIR whose reward a consumer gets on entering this audience.',
            visible: true,
            required: false,
            confidential: false,
          },
        ],
      },
    },
  };
}

/** https://docs.mparticle.com/developers/partners/outbound-integrations/#http-integrations */
const AGAIN_SECONDS = 5;

/**
 * Accepted: 200 in mParticle's shape, without suspending the subscription, also where some of the users could not be used.
 * Unavailable: 429, which mParticle repeats by all versions of its documentation, where some exclude 5xx. The rest it
 * never repeats, whatever the code.
 */
export function reply(result: InboundResult, request: InboundRequest): HttpReply | null {
  if (result.kind === 'unavailable')
    return {
      statusCode: 429,
      headers: { 'retry-after': String(AGAIN_SECONDS) },
      body: { status: 'unavailable', requestId: result.requestId },
    };
  if (result.kind !== 'accepted') return null;
  const json = jsonOrUndefined(request.text);
  if (!isRecord(json)) return null;
  const other = isText(json.type) ? OTHER_REQUESTS[json.type] : undefined;
  if (other) return { statusCode: 200, body: envelope(other.answer, json, result.requestId) };
  if (json.type !== MEMBERSHIP) return null;
  return {
    statusCode: 200,
    body: {
      ...envelope('audience_membership_change_response', json, result.requestId),
      suspend_subscription: false,
    },
  };
}
