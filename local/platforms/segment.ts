import { createHmac } from 'node:crypto';
import { localKey } from '../local-key';
import { startSegmentSimulator } from '../simulators/segment';
import type { SegmentUser } from '../simulators/segment/users';
import { counted } from './counted';
import type { LocalPlatform, ProfileView } from './platform';
import { shown } from './shown';

function view({ traits, events }: SegmentUser): ProfileView {
  return {
    attributes: traits,
    events: events.map(({ event, timestamp, properties }) => ({
      name: event,
      time: timestamp ?? '',
      properties,
    })),
  };
}

function describe(json: unknown): string {
  const { batch, subjectIds } = (json ?? {}) as Record<string, unknown>;
  if (Array.isArray(subjectIds)) return counted(subjectIds.length, 'deletion').join('');
  const types = (Array.isArray(batch) ? batch : []).map((event) => (event as { type?: unknown }).type);
  return [
    ...counted(types.filter((type) => type === 'identify').length, 'identify call'),
    ...counted(types.filter((type) => type === 'track').length, 'track call'),
  ].join(', ');
}

/** Segment in the local run: a step of an Engage journey through Webhooks (Actions), signed, and the Tracking API. */
export const segment: LocalPlatform = {
  name: 'segment',
  title: 'Segment',
  entryName: 'step of an Engage journey, through Webhooks (Actions)',
  keepsOrder: true,

  entry: ({ identityValue, audience, action, entryId }, externalKey) => {
    const body = JSON.stringify({
      messageId: `personas_${entryId}`,
      type: 'track',
      event: audience,
      userId: identityValue,
      timestamp: new Date().toISOString(),
      context: {
        personas: { computation_class: 'journey_step', computation_id: 'local_journey__send_reward' },
      },
      properties: {
        action_reference: action,
        journey_metadata: { journey_id: 'local_journey', epoch_id: entryId },
      },
    });
    return {
      headers: {
        'content-type': 'application/json',
        'X-Signature': createHmac('sha1', externalKey).update(body).digest('hex'),
      },
      body,
    };
  },

  start: async () => {
    const simulator = await startSegmentSimulator({
      writeKey: localKey('segment'),
      publicApiToken: localKey('segment public api'),
    });
    return shown(simulator, {
      find: (identityValue) => simulator.user(identityValue),
      all: () => simulator.users(),
      idOf: ({ userId }) => userId,
      view,
      describe,
    });
  },
};
