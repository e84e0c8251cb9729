import type { SQSRecord } from 'aws-lambda';
import { attributesKey } from '../../../../functions/connectors/keys';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { airMessage, rewardEvent } from '../support/air-events';
import { outboundContext } from '../support/outbound';
import { effectThen, saying, silence, status, testPlatform, unreached } from '../support/platform';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { worldForEachTest } from '../support/worlds';

silenceStdout();
const { at } = worldForEachTest();

let events = 0;
/** An event of a minute of the day that leaves so many points. */
function points(minute: number, balance: number, eventId?: string): SQSRecord {
  events += 1;
  const id = eventId ?? `s-${events}`;
  const time = `2026-03-02T08:${String(minute).padStart(2, '0')}:00.000000`;
  return record(airMessage(rewardEvent({ eventId: id, at: time, points: balance }), { eventId: id }));
}
const deliver = (...records: SQSRecord[]) =>
  deliverEvents(event(...records), outboundContext(at), () => 60_000);
const balance = () => at.crm.profiles.get('cust-501')?.ee_points_balance;
const profilesSent = () => at.crm.calls.flatMap(({ lines }) => lines).filter((line) => line.attributes);
const eventsSent = () => at.crm.eventsOf('cust-501').length;

describe('G3 an older value never replaces a newer one', () => {
  test('when AIR repeats late: the events are told, the old balance is not', async () => {
    await deliver(points(10, 300));
    await deliver(points(5, 100));
    expect(balance()).toBe(300);
    expect(eventsSent()).toBe(2);
  });

  test('when both stand in one batch, the newer one first', async () => {
    const response = await deliver(points(10, 300), points(5, 100));
    expect(response.batchItemFailures).toEqual([]);
    expect(balance()).toBe(300);
    expect(eventsSent()).toBe(2);
  });

  test('when the newer one was refused for the moment and comes again after the older', async () => {
    at.crm.moods = [saying({ later: (line) => line.attributes !== undefined })];
    const newer = points(10, 300);
    await deliver(newer);
    at.clock.move(60_000);
    await deliver(newer);
    await deliver(points(5, 100));
    expect(balance()).toBe(300);
  });

  test('over functions that write at the same time', async () => {
    await Promise.all([deliver(points(5, 100)), deliver(points(10, 300)), deliver(points(7, 200))]);
    const key = attributesKey(at.connector, '501');
    const row = (await at.tables.table(at.tableName).get([key]))(key);
    const { attributes, revision } = row as unknown as {
      attributes: Record<string, string[]>;
      revision: number;
    };
    expect(attributes.ee_points_balance?.[0]).toBe('2026-03-02T08:10:00.000Z');
    expect(revision).toBe(3);
  });
});

describe('only what changed is sent', () => {
  test('a second event that leaves the same balance tells its event, and only the attributes that are new', async () => {
    await deliver(points(5, 100));
    await deliver(points(6, 100));
    expect(eventsSent()).toBe(2);
    expect(Object.keys(profilesSent()[1]?.attributes ?? {})).toEqual(['ee_last_reward_at']);
  });

  test('everything, where the setting says so', async () => {
    const all = () => outboundContext(at, { settings: { onlyChanged: false } });
    await deliverEvents(event(points(5, 100)), all(), () => 60_000);
    await deliverEvents(event(points(6, 100)), all(), () => 60_000);
    expect(profilesSent()[1]?.attributes).toMatchObject({ ee_points_balance: 100 });
  });

  test.each([
    ['no answer', effectThen(silence)],
    ['a 500', status(500)],
    ['no connection', effectThen(unreached)],
  ])('after %s a balance that went back is sent again', async (_, mood) => {
    await deliver(points(5, 100));
    at.crm.moods = [mood];
    const lost = points(6, 200);
    await deliver(lost);
    // The message is gone (an operator deleted it); the next event is back at the balance that was sent before.
    at.clock.move(3600_000);
    await deliver(points(7, 100));
    expect(balance()).toBe(100);
    expect(profilesSent().at(-1)?.attributes).toMatchObject({ ee_points_balance: 100 });
  });

  test('a refused profile is not taken for sent', async () => {
    at.crm.moods = [saying({ bad: (line) => line.attributes !== undefined })];
    await deliver(points(5, 100));
    await deliver(points(6, 100));
    expect(balance()).toBe(100);
  });

  test('a profile whose call was never made is not taken for sent', async () => {
    at.crm.moods = [saying({ later: (line) => line.attributes !== undefined })];
    const platform = testPlatform({ split: true }) as never;
    const queued = points(5, 100);
    await deliverEvents(event(queued), outboundContext(at, { platform }), () => 60_000);
    at.clock.move(60_000);
    await deliverEvents(event(queued), outboundContext(at, { platform }), () => 60_000);
    expect(balance()).toBe(100);
    expect(eventsSent()).toBe(1);
  });
});

test('profiles and events of two calls: the events wait for the profile before them', async () => {
  at.crm.moods = [saying({ later: (line) => line.attributes !== undefined })];
  const platform = testPlatform({ split: true }) as never;
  await deliverEvents(event(points(5, 100)), outboundContext(at, { platform }), () => 60_000);
  expect(at.crm.calls).toHaveLength(1);
  expect(eventsSent()).toBe(0);
});
