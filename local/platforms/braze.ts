import { localKey } from '../local-key';
import { startBrazeSimulator } from '../simulators/braze';
import { counted, lengthOf } from './counted';
import type { LocalPlatform } from './platform';
import { shown } from './shown';

function describe(json: unknown): string {
  const { attributes, events, purchases } = (json ?? {}) as Record<string, unknown>;
  return [
    ...counted(lengthOf(attributes), 'profile'),
    ...counted(lengthOf(events), 'event'),
    ...counted(lengthOf(purchases), 'purchase'),
  ].join(', ');
}

/** Braze in the local run: a Canvas step's webhook, and `/users/track`. */
export const braze: LocalPlatform = {
  name: 'braze',
  title: 'Braze',
  entryName: 'webhook of a Canvas step',
  keepsOrder: true,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => ({
    headers: { 'content-type': 'application/json', 'X-Auth-Token': externalKey },
    body: JSON.stringify({
      user_id: identityValue,
      canvas_name: audience,
      dispatch_id: entryId,
      action_reference: action,
    }),
  }),

  start: async () => {
    const simulator = await startBrazeSimulator({ restKey: localKey('braze') });
    return shown(simulator, {
      find: (identityValue) => simulator.profile(identityValue),
      all: () => simulator.profiles(),
      idOf: ({ externalId, alias }) => externalId ?? alias,
      view: ({ attributes, events }) => ({ attributes, events }),
      describe,
    });
  },
};
