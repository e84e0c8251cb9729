import { localKey } from '../local-key';
import { startMparticleSimulator } from '../simulators/mparticle';
import type { MparticleUser } from '../simulators/mparticle/users';
import { counted, lengthOf } from './counted';
import type { LocalPlatform, ProfileView } from './platform';
import { shown } from './shown';

/** The documented limit is of a whole account; a run of minutes here is to show other things. */
const BATCHES_PER_SECOND = 10_000;

function view({ attributes, events }: MparticleUser): ProfileView {
  return {
    attributes,
    events: events.map(({ name, timestamp, attributes: told }) => ({
      name,
      time: timestamp === null ? '' : new Date(timestamp).toISOString(),
      properties: told,
    })),
  };
}

function describe(json: unknown): string {
  const { events, user_attributes, subject_request_type } = (json ?? {}) as Record<string, unknown>;
  if (subject_request_type !== undefined) return `1 ${subject_request_type} request`;
  const attributes = Object.keys((user_attributes ?? {}) as object).length;
  return [...counted(attributes, 'attribute'), ...counted(lengthOf(events), 'event')].join(', ');
}

/** mParticle in the local run: an audience forwarded by the Firehose, and the Events API. */
export const mparticle: LocalPlatform = {
  name: 'mparticle',
  title: 'mParticle',
  entryName: 'audience membership of the Firehose',
  keepsOrder: true,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => ({
    headers: { 'content-type': 'application/json', Authorization: `Token ${externalKey}` },
    body: JSON.stringify({
      type: 'audience_membership_change_request',
      id: entryId,
      timestamp_ms: Date.now(),
      firehose_version: '3.2.0',
      account: { account_id: 1, account_settings: {} },
      user_profiles: [
        {
          mpid: '1',
          user_identities: [{ type: 'customer', encoding: 'raw', value: identityValue }],
          audiences: [
            {
              audience_id: 1,
              audience_name: audience,
              audience_subscription_settings: { actionReference: action },
              action: 'add',
            },
          ],
        },
      ],
    }),
  }),

  start: async () => {
    const simulator = await startMparticleSimulator({
      apiKey: localKey('mparticle'),
      apiSecret: localKey('mparticle secret'),
      workspaceKey: localKey('mparticle workspace'),
      workspaceSecret: localKey('mparticle workspace secret'),
      batchesPerSecond: BATCHES_PER_SECOND,
    });
    return shown(simulator, {
      find: (identityValue) => simulator.user(identityValue),
      all: () => simulator.users(),
      idOf: ({ identities }) => Object.values(identities)[0],
      view,
      describe,
    });
  },
};
