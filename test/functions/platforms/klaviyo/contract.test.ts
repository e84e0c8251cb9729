/** Our bodies against Klaviyo's own SDK: its models, and what it sends itself. */
import { ApiKeySession, DataPrivacyApi, EventsApi, ProfilesApi } from 'klaviyo-api';
import { ObjectSerializer } from 'klaviyo-api/dist/model/models';
import type { Item } from '../../../../functions/platforms/item';
import { type KlaviyoSimulator, startKlaviyoSimulator } from '../../../../local/simulators/klaviyo';
import { arranged, event, events, itemsOf, outbound, profile, settings } from './examples';

const order = event('Order Completed', {
  order_id: 'O-1',
  total: 17.3,
  products: [{ product_id: 'P', name: 'Olive oil', quantity: 1, price: 17.3, total: 17.3 }],
});
const left = { profileIdentifier: 'email', leaveListId: 'L1ST' } as const;
const identity = { type: 'EMAIL', value: 'ada@shop.example' };
const gone = event('Loyalty Program Left', {}, { identity });

/** Each call, the SDK's model of its body, and the SDK's own way to make it. */
const CALLS: Record<
  string,
  { items: readonly Item[]; model: string; send: (api: Apis, body: never) => Promise<unknown> }
> = {
  'an event': {
    items: itemsOf([order], [], { eCommerceEvents: true }).items.slice(1),
    model: 'EventCreateQueryV2',
    send: ({ events: api }, body) => api.createEvent(body),
  },
  'events in bulk': {
    items: arranged(itemsOf(events(30)).items),
    model: 'EventsBulkCreateJob',
    send: ({ events: api }, body) => api.bulkCreateEvents(body),
  },
  'a profile': {
    items: itemsOf([], [profile({ first_name: 'Ada', ee_points_balance: 3, ee_tier_name: null })]).items,
    model: 'ProfileUpsertQuery',
    send: ({ profiles: api }, body) => api.createOrUpdateProfile(body, {}),
  },
  'an unsubscription': {
    items: itemsOf([gone], [], { ...left, onLeave: 'unsubscribe' }).items.slice(1),
    model: 'SubscriptionDeleteJobCreateQuery',
    send: ({ profiles: api }, body) => api.bulkUnsubscribeProfiles(body),
  },
  'a deletion': {
    items: itemsOf([gone], [], { ...left, onLeave: 'erase' }).items,
    model: 'DataPrivacyCreateDeletionJobQuery',
    send: ({ dataPrivacy: api }, body) => api.requestProfileDeletion(body),
  },
};
interface Apis {
  readonly events: EventsApi;
  readonly profiles: ProfilesApi;
  readonly dataPrivacy: DataPrivacyApi;
}

let klaviyo: KlaviyoSimulator;
let apis: Apis;
beforeEach(async () => {
  klaviyo = await startKlaviyoSimulator({ privateKey: 'pk_contract' });
  const session = new ApiKeySession('pk_contract');
  apis = {
    events: new EventsApi(session),
    profiles: new ProfilesApi(session),
    dataPrivacy: new DataPrivacyApi(session),
  };
  for (const api of Object.values(apis)) api.basePath = klaviyo.url;
  // Somebody to be deleted.
  await apis.profiles.createOrUpdateProfile(
    { data: { type: 'profile', attributes: { email: 'ada@shop.example' } } },
    {},
  );
});
afterEach(() => klaviyo.close());

/** Times as instants: the SDK writes milliseconds. */
const comparable = (json: unknown) =>
  JSON.parse(JSON.stringify(json), (name, value) => (name === 'time' ? Date.parse(value) : value));

test.each(Object.entries(CALLS))(
  '%s: address, headers and body are those that the SDK sends',
  async (_, call) => {
    const ours = outbound.authorize(
      outbound.request(call.items, settings({ ...left, apiUrl: klaviyo.url })),
      { privateKey: 'pk_contract' },
    );
    const json = JSON.parse(ours.body);
    // A field that the SDK's model does not have is lost on the way through it.
    const model = ObjectSerializer.deserialize(json, call.model);
    expect(comparable(ObjectSerializer.serialize(model, call.model))).toEqual(comparable(json));

    await call.send(apis, model as never);
    const theirs = klaviyo.calls.at(-1)!;
    expect(new URL(ours.url).pathname).toBe(theirs.path);
    expect(ours.method).toBe(theirs.method);
    for (const name of ['revision', 'authorization'])
      expect([name, ours.headers[name]]).toEqual([name, theirs.headers[name]]);
    expect(comparable(theirs.json)).toEqual(comparable(json));
    // A status that the SDK takes for success: the simulator takes what it sends.
    expect(theirs.status).toBeLessThan(300);
  },
);
