import type { FunctionName } from '../../lib/bundles';
import { INBOUND, OUTBOUND } from '../connectors';
import type { SampleEvent } from '../events';
import { apiEvent } from './api-event';
import { REWARD_BODY, rewardRecord } from './reward';
import { recordOf } from './sqs-event';

export type ReceiveOrDeliver = Exclude<FunctionName, 'subscription-expiry'>;

type First = readonly [event: unknown, environment: Readonly<Record<string, string>>];

/** What each function is called with first: one AIR event, or one reward, on its way. */
export function firstEvents(events: readonly SampleEvent[]): Record<ReceiveOrDeliver, First> {
  const sample = events.find(({ text }) => text.includes('CUSTOMER_ID')) ?? (events[0] as SampleEvent);
  return {
    'outbound-receive': [apiEvent({ name: 'braze', connectorId: OUTBOUND }, sample.text), {}],
    'inbound-receive': [apiEvent({ platform: 'braze', connectorId: INBOUND }, REWARD_BODY), {}],
    'outbound-deliver': [{ Records: [recordOf(sample)] }, {}],
    'inbound-deliver': [{ Records: [rewardRecord()] }, { CONNECTOR_ID: INBOUND, SECRET_ID: INBOUND }],
  };
}
