import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { guarded } from './connectors/guarded';
import type { OutboundSettings } from './connectors/settings';
import { deliverFor, deliverParts } from './delivery/deliver-parts';
import { deliverEvents } from './delivery/outbound/batch';
import type { OutboundContext } from './delivery/outbound/context';
import { outboundOf, platformCredentials } from './delivery/outbound/start';

const owner = deliverFor('outbound');
const platform = outboundOf(owner.connector.platform);

const context: OutboundContext = {
  ...deliverParts(owner, platformCredentials(platform)),
  platform,
  settings: owner.connector.settings as OutboundSettings,
};

/** One outbound connector's queue to its platform: each message an AIR event of one wallet, or a subscription that is due. */
export const handler = guarded(
  (event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> =>
    deliverEvents(event, context, () => lambda.getRemainingTimeInMillis()),
);
