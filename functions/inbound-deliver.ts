import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { airCredentials } from './air/trigger';
import { guarded } from './connectors/guarded';
import type { InboundSettings } from './connectors/settings';
import { deliverFor, deliverParts } from './delivery/deliver-parts';
import { deliverRewards, type InboundContext } from './delivery/rewards/batch';

const owner = deliverFor('inbound');

const context: InboundContext = {
  ...deliverParts(owner, airCredentials),
  walletUrl: owner.config.air.walletUrl,
  settings: owner.connector.settings as InboundSettings,
};

/** One inbound connector's queue to AIR: each message a reward. */
export const handler = guarded(
  (event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> =>
    deliverRewards(event, context, () => lambda.getRemainingTimeInMillis()),
);
