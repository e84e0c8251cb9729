import { isObject } from '../json';
import { localKey } from '../local-key';
import { startKlaviyoSimulator } from '../simulators/klaviyo';
import type { KlaviyoProfile } from '../simulators/klaviyo/profiles';
import { dig } from '../simulators/klaviyo/rules';
import type { LocalPlatform, ProfileView } from './platform';
import { shown } from './shown';

/** The documented limits are minutes' worth of a whole account; a run of minutes here is to show other things. */
const RATE_FACTOR = 100;

function view({ fields, properties, events }: KlaviyoProfile): ProfileView {
  return {
    attributes: { ...fields, ...properties },
    events: events.map(({ metric, time, properties: told }) => ({ name: metric, time, properties: told })),
  };
}

/** What a call to each endpoint is about. */
const describe = (json: unknown): string => {
  const data = dig(json, 'data');
  const bulk = dig(data, 'attributes', 'events-bulk-create', 'data');
  if (Array.isArray(bulk)) return `${bulk.length} events`;
  const type = isObject(data) ? data.type : undefined;
  if (type === 'event') return '1 event';
  if (type === 'profile') return '1 profile';
  return String(type ?? 'nothing');
};

/** Klaviyo in the local run: a flow's webhook, and the events and profiles APIs. */
export const klaviyo: LocalPlatform = {
  name: 'klaviyo',
  title: 'Klaviyo',
  entryName: 'webhook of a flow',
  keepsOrder: true,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => ({
    headers: { 'content-type': 'application/json', 'X-Auth-Token': externalKey },
    body: JSON.stringify({
      id: entryId,
      identity_value: identityValue,
      action_reference: action,
      source: audience,
    }),
  }),

  start: async () => {
    const simulator = await startKlaviyoSimulator({
      privateKey: localKey('klaviyo'),
      rateFactor: RATE_FACTOR,
    });
    return shown(simulator, {
      find: (identityValue) => simulator.profile(identityValue),
      all: () => simulator.profiles(),
      idOf: ({ id, fields }) => String(fields.external_id ?? id),
      view,
      describe,
    });
  },
};
