/** Against what Segment made itself: its Node.js library, and the body of its Eagle Eye destination. */
import {
  Analytics,
  type HTTPClientRequest,
  type IdentifyParams,
  type TrackParams,
} from '@segment/analytics-node';
import { inbound } from '../../../../functions/platforms/segment/inbound';
import type { Identify, Track } from '../../../../functions/platforms/segment/items';
import { toItems } from '../../../../functions/platforms/segment/items';
import { orderCompleted, outbound, profile, settingsOf } from './examples';

const settings = settingsOf({ region: 'us', eCommerceEvents: true });
const { items } = toItems([orderCompleted], [profile], settings);
const messages = items.map((item) => item.body as Track | Identify);

/** These compile only while our messages are what the library takes. */
const trackParams = ({ type: _, ...message }: Track): TrackParams => message;
const identifyParams = ({ type: _, ...message }: Identify): IdentifyParams => message;

/** What the library sends for the same calls. */
async function sentByLibrary(): Promise<HTTPClientRequest> {
  const requests: HTTPClientRequest[] = [];
  const analytics = new Analytics({
    writeKey: 'w',
    httpClient: {
      makeRequest: async (request) => {
        requests.push(request);
        return { status: 200, statusText: 'OK', text: async () => '{"success":true}', headers: {} } as never;
      },
    },
  });
  for (const message of messages) {
    if (message.type === 'track') analytics.track(trackParams(message));
    else analytics.identify(identifyParams(message));
  }
  await analytics.closeAndFlush();
  expect(requests).toHaveLength(1);
  return requests[0]!;
}

test('we send to the address, with the key and in the shape that the library does', async () => {
  const theirs = await sentByLibrary();
  const ours = outbound.authorize(outbound.request(items, settings), { writeKey: 'w' });
  expect(ours.url).toBe(theirs.url);
  expect(ours.method).toBe(theirs.method);
  const header = (name: string) =>
    Object.entries(theirs.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  expect(ours.headers['content-type']).toBe(header('content-type'));
  expect(ours.headers.authorization).toBe(header('authorization'));

  const their = JSON.parse(theirs.body as string).batch as Record<string, unknown>[];
  const own = JSON.parse(ours.body).batch as Record<string, unknown>[];
  expect(own).toHaveLength(3);
  own.forEach((message, index) => {
    // The library adds fields of its own (context, integrations, _metadata); all of ours stand in its message, unchanged.
    expect(their[index]).toMatchObject(message);
  });
});

test('a message that the library refuses is one that we never make', () => {
  const analytics = new Analytics({ writeKey: 'w', disable: true });
  const nobody = { ...orderCompleted, identity: null };
  expect(() => analytics.track({ event: 'EE Order Completed', properties: {} } as never)).toThrow(/userId/);
  expect(toItems([nobody], [], settings).items).toEqual([]);
});

/**
 * The body as the published destination makes it of an event and its mapping (action-destinations, `eagleeye-audiences`
 * and before that `eagleeye-actions`): white space is taken out, the list is split at commas, an empty reference leaves
 * `walletTransaction` out.
 */
function eagleEyeBody(payload: { identityValue: string; reference?: string; triggers: string }): unknown {
  const triggers = payload.triggers.replace(/\s*/g, '').split(',');
  const walletTransaction = payload.reference ? { reference: payload.reference } : undefined;
  const body = {
    identityValue: payload.identityValue,
    walletTransaction,
    triggers: triggers.map((reference) => ({ reference })),
  };
  return JSON.parse(JSON.stringify({ type: 'services/trigger', body }));
}

test.each([
  ['order-77', 'order-77'],
  [undefined, null],
  ['', null],
])('the Eagle Eye destination with the reference %p is read', (given, reference) => {
  const json = eagleEyeBody({
    identityValue: 'C-1',
    triggers: 'A0001, P0001',
    ...(given !== undefined && { reference: given }),
  });
  const read = inbound.read(json, { headers: {}, raw: new Uint8Array(), text: '' }, {} as never);
  expect(read).toEqual({
    rewards: ['A0001', 'P0001'].map((action) => ({
      identityValue: 'C-1',
      action,
      platformId: null,
      reference,
      source: null,
    })),
    errors: [],
  });
});
