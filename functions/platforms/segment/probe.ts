import type { Probe } from '../http';
import { probeStatus } from '../probe-status';
import { regulationsUrl } from './hosts';
import type { SegmentOutbound } from './settings';

/**
 * The token that erases: the list of regulations can be read with it. The write key has no such call, since Segment
 * answers 200 to any.
 * @see https://docs.segmentapis.com/tag/Deletion-and-Suppression
 */
export function probesOf(settings: SegmentOutbound): readonly Probe[] {
  if (settings.onLeave !== 'erase') return [];
  const request = { method: 'GET', url: regulationsUrl(settings), headers: {}, body: '' } as const;
  return [{ credential: 'publicApiToken', request, read: probeStatus([400, 422]) }];
}
