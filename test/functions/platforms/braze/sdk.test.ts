/** Held against a client of Braze's API that nobody here wrote: its types, and its calls to our simulator. */
import { Braze } from 'braze-api';
import { type BrazeSimulator, startBrazeSimulator } from '../../../../local/simulators/braze';
import sample from '../../../../samples/platforms/braze/outbound/users-track.json';
import { event, itemsOf, outbound, profile, settings } from './events';

type TrackBody = Parameters<Braze['users']['track']>[0];
type DeleteBody = Parameters<Braze['users']['delete']>[0];

/** Checked when the types are: what the sample shows, and other tests prove to be sent, is what the client takes. */
const typed: TrackBody = sample;

let braze: BrazeSimulator;
let client: Braze;
beforeEach(async () => {
  braze = await startBrazeSimulator({ restKey: 'sdk-key' });
  client = new Braze(braze.url, 'sdk-key');
});
afterEach(() => braze.close());

test('the client sends our sample, and Braze would take all of it', async () => {
  const answer = await client.users.track(typed);
  expect(answer).toEqual({ message: 'success', attributes_processed: 1, events_processed: 3 });
  expect(braze.profile('CU-4471-8820')?.events).toHaveLength(3);
});

test('the client’s call and ours are the same call', async () => {
  const { items } = itemsOf([event('Order Completed', { order_id: 'A', total: 3 })], [profile()], {
    eCommerceEvents: 'purchases',
  });
  const { url, ...request } = outbound.authorize(
    outbound.request(items, settings(braze.settings)),
    braze.credentials,
  );
  await client.users.track(JSON.parse(request.body) as TrackBody);
  await (await fetch(url, request)).text();
  const [theirs, ours] = braze.calls.map(({ method, path, headers, json, status }) => ({
    method,
    path,
    authorization: headers.authorization,
    type: headers['content-type'],
    json,
    status,
  }));
  expect(ours).toEqual(theirs);
  expect(ours?.status).toBe(201);
});

test('erasing is the client’s deletion', async () => {
  const own = settings({ ...braze.settings, onLeave: 'erase' });
  const { items } = itemsOf([event('Loyalty Program Left')], [], { onLeave: 'erase' });
  const body: DeleteBody = JSON.parse(outbound.request(items, own).body);
  await client.users.track({ attributes: [{ external_id: 'CU-1', a: 1 }] });
  expect(await client.users.delete(body)).toMatchObject({ deleted: 1 });
  expect(braze.profiles()).toEqual([]);
});

test('the simulator’s refusals are the errors that the client knows', async () => {
  await expect(new Braze(braze.url, 'wrong').users.track(typed)).rejects.toMatchObject({ status: 401 });
  await expect(client.users.track({})).rejects.toMatchObject({ status: 400 });
});
