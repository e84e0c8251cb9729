import type { Probe } from '../http';
import { probeStatus } from '../probe-status';
import { toRequest } from './request';
import type { BrazeOutbound } from './settings';

/**
 * A call with nothing in it: 400 from a workspace that knows the key, 401 (404 in places) from one that does not.
 * @see https://www.braze.com/docs/api/errors/
 */
export function probesOf(settings: BrazeOutbound): readonly Probe[] {
  const track = toRequest([], settings);
  const read = probeStatus([400], [404]);
  const probe = { credential: 'restKey', request: track, read };
  if (settings.onLeave !== 'erase') return [probe];
  const erase = { ...track, url: track.url.replace(/track$/, 'delete') };
  return [probe, { credential: 'restKey, permission users.delete', request: erase, read }];
}
