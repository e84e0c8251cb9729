import { localKey } from '../local-key';
import { startBrazeSimulator } from '../simulators/braze';
import type { LocalPlatform, ProfileView } from './platform';

const counted = (list: unknown, one: string, several: string): string[] => {
  if (!Array.isArray(list) || list.length === 0) return [];
  return [`${list.length} ${list.length === 1 ? one : several}`];
};

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
          ...counted(attributes, 'profile', 'profiles'),
          ...counted(events, 'event', 'events'),
          ...counted(purchases, 'purchase', 'purchases'),
        ].join(', ');
      },
    };
  },
};
