import { localKey } from '../local-key';
import { startBloomreachSimulator } from '../simulators/bloomreach';
import type { BloomreachCustomer } from '../simulators/bloomreach/customers';
import { counted } from './counted';
import type { LocalPlatform, ProfileView } from './platform';
import { shown } from './shown';

/** The documented limit is per minute and address; a run of minutes here is to show other things. */
const RATE_FACTOR = 100;

function view({ properties, events }: BloomreachCustomer): ProfileView {
  return {
    attributes: properties,
    events: events.map(({ type, timestamp, properties: told }) => ({
      name: type,
      time: new Date(timestamp * 1000).toISOString(),
      properties: told,
    })),
  };
}

function describe(json: unknown): string {
  const { commands, customers } = (json ?? {}) as Record<string, unknown>;
  if (Array.isArray(customers)) return counted(customers.length, 'anonymization').join('');
  const names = (Array.isArray(commands) ? commands : []).map(
    (command) => (command as { name?: unknown }).name,
  );
  return [
    ...counted(names.filter((name) => name === 'customers').length, 'customer update'),
    ...counted(names.filter((name) => name === 'customers/events').length, 'event'),
  ].join(', ');
}

/** Bloomreach Engagement in the local run: a scenario's webhook with HTTP Basic, and batches of the tracking API. */
export const bloomreach: LocalPlatform = {
  name: 'bloomreach',
  title: 'Bloomreach Engagement',
  entryName: 'webhook of a scenario',
  // It promises none, so its simulator sorts them by their time.
  keepsOrder: false,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => ({
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`bloomreach:${externalKey}`).toString('base64')}`,
    },
    body: JSON.stringify({
      id: entryId,
      identity_value: identityValue,
      action_reference: action,
      source: audience,
    }),
  }),

  start: async () => {
    const simulator = await startBloomreachSimulator({
      projectToken: 'local-project',
      apiKeyId: localKey('bloomreach'),
      apiSecret: localKey('bloomreach secret'),
      rateFactor: RATE_FACTOR,
    });
    return shown(simulator, {
      find: (identityValue) => simulator.customer(identityValue),
      all: () => simulator.customers(),
      idOf: ({ ids }) => ids.registered,
      view,
      describe,
    });
  },
};
