import type { SettleContext } from '../settle';
import type { CallContext } from './call';

/** What an outbound connector delivers with. */
export type OutboundContext = CallContext & Omit<SettleContext, 'direction' | 'leaving'>;
