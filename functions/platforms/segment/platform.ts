import type { Platform } from '../platform';
import { inbound } from './inbound';
import { outbound } from './outbound';

export const segment: Platform = { name: 'segment', title: 'Segment', inbound, outbound };
