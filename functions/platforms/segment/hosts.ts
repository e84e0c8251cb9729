import { joinUrl } from '../base-url';
import type { SegmentOutbound } from './settings';

/**
 * The Tracking API, per region. `eu1.api.segmentapis.com`, which some pages name beside it, is the Public API.
 * https://segment.com/docs/guides/regional-segment/#server-side-and-project-sources
 */
const TRACKING = { us: 'https://api.segment.io', eu: 'https://events.eu1.segmentapis.com' } as const;
/** https://docs.segmentapis.com */
const PUBLIC = { us: 'https://api.segmentapis.com', eu: 'https://eu1.api.segmentapis.com' } as const;

type Hosts = Pick<SegmentOutbound, 'region' | 'apiUrl' | 'publicApiUrl'>;

export const batchUrl = (settings: Hosts): string =>
  joinUrl(settings.apiUrl ?? TRACKING[settings.region], '/v1/batch');

export const regulationsUrl = (settings: Hosts): string =>
  joinUrl(settings.publicApiUrl ?? PUBLIC[settings.region], '/regulations');
