import { Webhook } from 'standardwebhooks';
import { localKey } from '../local-key';
import { startWebhookSimulator } from '../simulators/webhook';
import type { ReceivedConsumer } from '../simulators/webhook/received';
import { counted, lengthOf } from './counted';
import type { LocalPlatform, ProfileView } from './platform';
import { shown } from './shown';

interface Consumer extends ReceivedConsumer {
  readonly identityValue: string;
}

function view({ attributes, events }: Consumer): ProfileView {
  return {
    attributes,
    events: events.map(({ name, occurredAt, properties }) => ({ name, time: occurredAt, properties })),
  };
}

function describe(json: unknown): string {
  const { profiles, events } = ((json ?? {}) as { data?: Record<string, unknown> }).data ?? {};
  return [...counted(lengthOf(profiles), 'profile'), ...counted(lengthOf(events), 'event')].join(', ');
}

/** Any other system in the local run: signed requests in both directions. */
export const webhook: LocalPlatform = {
  name: 'webhook',
  title: 'your own system',
  entryName: 'signed webhook',
  keepsOrder: true,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => {
    const body = JSON.stringify({
      identity_value: identityValue,
      action_reference: action,
      source: audience,
    });
    const now = new Date();
    return {
      headers: {
        'content-type': 'application/json',
        'webhook-id': entryId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(externalKey, { format: 'raw' }).sign(entryId, now, body),
      },
      body,
    };
  },

  start: async () => {
    const secret = Buffer.from(localKey('webhook')).toString('base64');
    const simulator = await startWebhookSimulator({ signingSecret: `whsec_${secret}` });
    return shown(simulator, {
      find: (identityValue) => {
        const consumer = simulator.consumer(identityValue);
        return consumer && { identityValue, ...consumer };
      },
      all: () => [...simulator.consumers()].map(([identityValue, each]) => ({ identityValue, ...each })),
      idOf: ({ identityValue }) => identityValue,
      view,
      describe,
    });
  },
};
