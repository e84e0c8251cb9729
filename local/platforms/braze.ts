import { localKey } from '../local-key';
import { startBrazeSimulator } from '../simulators/braze';
import { counted, lengthOf } from './counted';
import type { LocalPlatform, ProfileView } from './platform';

/** Braze in the local run: a Canvas step's webhook, and `/users/track`. */
export const braze: LocalPlatform = {
  name: 'braze',
  title: 'Braze',
  entryName: 'webhook of a Canvas step',

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
    const view = ({ attributes, events }: ProfileView): ProfileView => ({ attributes, events });
    return {
      simulator,
      settings: simulator.settings,
      credentials: simulator.credentials,
      profile: (identityValue) => {
        const profile = simulator.profile(identityValue);
        return profile && view(profile);
      },
      profiles: () =>
        Object.fromEntries(
          simulator
            .profiles()
            .map((profile) => [profile.externalId ?? profile.alias ?? 'anonymous', view(profile)]),
        ),
      describe: ({ json }) => {
        const { attributes, events, purchases } = (json ?? {}) as Record<string, unknown>;
        return [
          ...counted(lengthOf(attributes), 'profile'),
          ...counted(lengthOf(events), 'event'),
          ...counted(lengthOf(purchases), 'purchase'),
        ].join(', ');
      },
    };
  },
};
