import type { HttpAnswer, Probe, ProbeVerdict } from '../http';
import { isRecord, jsonOrUndefined } from '../json';
import { toRequest } from './request';
import type { KlaviyoOutbound } from './settings';

/** Codes with which Klaviyo says, in older revisions with a 400, that it does not know the key or that it may not do this. */
const NOT_ALLOWED = /^(not_authenticated|authentication_failed|permission_denied)$/;

/**
 * The calls that these settings make, each without what it is about: 400 to a key that may make them, 401 to a
 * wrong one, 403 to one without the scope.
 * @see https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
 */
export function probesOf(settings: KlaviyoOutbound): readonly Probe[] {
  const events = toRequest([], settings);
  const probe = (path: string, type: string, scope: string): Probe => ({
    credential: `privateKey, scope ${scope}`,
    request: {
      ...events,
      url: events.url.replace(/events$/, path),
      body: JSON.stringify({ data: { type } }),
    },
    read,
  });
  const { onLeave } = settings;
  return [
    probe('events', 'event', 'events:write'),
    probe('profile-import', 'profile', 'profiles:write'),
    ...(onLeave === 'unsubscribe'
      ? [
          probe(
            'profile-subscription-bulk-delete-jobs',
            'profile-subscription-bulk-delete-job',
            'subscriptions:write and lists:write',
          ),
        ]
      : []),
    ...(onLeave === 'erase'
      ? [probe('data-privacy-deletion-jobs', 'data-privacy-deletion-job', 'data-privacy:write')]
      : []),
  ];
}

function read({ status, body }: HttpAnswer): ProbeVerdict {
  if (status === 401 || status === 403) return 'refused';
  if (status >= 200 && status < 300) return 'accepted';
  if (status !== 400) return 'unknown';
  const json = jsonOrUndefined(body);
  const errors = isRecord(json) && Array.isArray(json.errors) ? json.errors.filter(isRecord) : [];
  if (errors.length === 0) return 'unknown';
  return errors.some(({ code }) => NOT_ALLOWED.test(String(code))) ? 'refused' : 'accepted';
}
