import fc from 'fast-check';
import { readAirEvent } from '../../../../functions/air/event';
import type { Known } from '../../../../functions/air/known';
import { select } from '../../../../functions/air/naming';
import { translate } from '../../../../functions/air/translate';
import { checkConfig } from '../../../../functions/connectors/config-schema';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import { ACTIONS, type History, makeHistory } from '../../../../local/soak/history/history';
import { outboundId, soakConfig } from '../../../../local/soak/installation';
import { same } from '../../../../local/soak/oracle/sameness';

const NOW = Date.parse('2026-05-06T07:08:09.010Z');
const history = (seed: number, events = 400) => makeHistory({ seed, events, nowMs: NOW });
const texts = ({ events }: History) => events.map((event) => JSON.stringify(event.body()));

test('the same seed gives the same history, another one another', () => {
  expect(texts(history(1))).toEqual(texts(history(1)));
  expect(texts(history(1))).not.toEqual(texts(history(2)));
});

test('another day changes its dates and nothing else', () => {
  const later = makeHistory({ seed: 1, events: 50, nowMs: NOW + 3 * 24 * 3600 * 1000 });
  expect(later.events.map(({ eventId, eventName }) => [eventId, eventName])).toEqual(
    history(1, 50).events.map(({ eventId, eventName }) => [eventId, eventName]),
  );
});

test('an event is the same whenever it is written, though its members have moved on', () => {
  const made = history(3);
  expect(texts(made)).toEqual(texts(made));
});

test('no two events are of one second, none is of the future, and ids are unique', () => {
  const { events } = history(4, 2000);
  const seconds = events.map(({ at }) => at.slice(0, 19));
  expect([...new Set(seconds)].sort()).toEqual(seconds);
  expect(seconds.at(-1)! < new Date(NOW).toISOString()).toBe(true);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(2000);
});

test('a long history tells of everything that a programme knows', () => {
  const names = new Set(history(5, 2000).events.map(({ eventName }) => eventName));
  expect([...names].sort()).toEqual([
    'POSCONNECT.WALLET.REFUND',
    'POSCONNECT.WALLET.SETTLE',
    'POSCONNECT.WALLET.SPEND',
    'POSCONNECT.WALLET.SPEND.VOID',
    'SERVICE.WALLET.ACCOUNTS.CREATE',
    'SERVICE.WALLET.DELETE',
    'TIER.MEMBERSHIP.CREDIT',
    'WALLET.ACCOUNT.CREATE.CAMPAIGN',
    'WALLET.ACCOUNT.CREATE.PLAN',
    'WALLET.ACCOUNT.CREATE.SCHEME',
    'WALLET.ACCOUNT.TRANSACTION.CREDIT',
    'WALLET.ACCOUNT.TRANSACTION.GIFT',
    'WALLET.ACCOUNT.TRANSACTION.REDEEM',
    'WALLET.ACCOUNT.UPDATE',
    'WALLET.CONSUMER.CREATE',
    'WALLET.CONSUMER.UPDATE',
    'WALLET.CREATE',
    'WALLET.IDENTITY.CREATE',
  ]);
});

test('points never are fewer than none, locked ones are some of them, and what is told adds up', () => {
  const balances = new Map<number, number>();
  for (const { parts } of history(6, 2000).events)
    for (const { member, states } of parts) {
      if (typeof states.points_balance !== 'number') continue;
      const { points_balance, points_usable, points_locked } = states;
      expect(points_balance).toBe(Number(points_usable) + Number(points_locked));
      expect(points_usable).toBeGreaterThanOrEqual(0);
      balances.set(member, points_balance as number);
    }
  for (const { index, points } of history(6, 2000).members)
    expect(balances.get(index) ?? 0).toBe(points.current);
});

test('nobody does anything before joining or after leaving', () => {
  const { events, members } = history(7, 2000);
  for (const { index, status } of members) {
    const own = events.filter(({ parts }) => parts.some(({ member }) => member === index));
    const told = own.flatMap(({ parts }) =>
      parts.find(({ member }) => member === index)!.tells.map(({ name }) => name),
    );
    expect(told[0]).toBe('Loyalty Program Joined');
    expect(told.filter((name) => name === 'Loyalty Program Joined')).toHaveLength(1);
    expect(told.indexOf('Loyalty Program Left')).toBe(status === 'left' ? told.length - 1 : -1);
  }
});

test('an order is refunded once at most, and only where it was bought', () => {
  const told = history(8, 2000).events.flatMap(({ parts }) => parts.flatMap(({ tells }) => tells));
  const ids = (name: string) =>
    told.filter((each) => each.name === name).map(({ properties }) => properties.order_id);
  const refunded = ids('Order Refunded');
  expect(refunded.length).toBeGreaterThan(20);
  expect(new Set(refunded).size).toBe(refunded.length);
  expect(ids('Order Completed')).toEqual(expect.arrayContaining(refunded));
});

test('an entry is of a member who stays, and asks for an action that no other entry of theirs asks for', () => {
  const { entries, members } = history(9, 2000);
  expect(entries.length).toBeGreaterThan(150);
  expect(new Set(entries.map(({ member, action }) => `${member} ${action}`)).size).toBe(entries.length);
  for (const { member, action } of entries) {
    expect(members[member]!.status).toBe('member');
    expect(ACTIONS.map(({ reference }) => reference)).toContain(action);
  }
});

test('subscriptions end after the history, each at a second of its own', () => {
  const { expiries } = history(10, 2000);
  expect(expiries.length).toBeGreaterThan(10);
  expect(new Set(expiries.map(({ at }) => at)).size).toBe(expiries.length);
  for (const { at } of expiries) expect(Date.parse(at)).toBeGreaterThan(NOW);
});

/** What a directory that has learnt everything says. */
function knowing({ members }: History): Known {
  return {
    identities: Object.fromEntries(
      members.map(({ walletId, identities }) => [
        walletId,
        Object.fromEntries(identities.map(({ type, value }) => [type, value])),
      ]),
    ),
    wallets: Object.fromEntries(members.map(({ pointsAccountId, walletId }) => [pointsAccountId, walletId])),
    orderTotals: {},
    schemeId: null,
  };
}

test('what is expected of each event is what the catalogue says of it', () => {
  const config = checkConfig(soakConfig(['braze'], 'park'));
  const found = config.connectors.find(({ id }) => id === outboundId('braze'))!.settings as OutboundSettings;
  const settings = { ...found, eventPrefix: '', attributePrefix: '' };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
      const made = history(seed, 150);
      const known = knowing(made);
      const orderTotals: Record<string, number> = {};
      for (const event of made.events) {
        const reading = readAirEvent(JSON.parse(JSON.stringify(event.body())));
        if (!('event' in reading)) throw new Error(reading.detail);
        const translated = translate(reading.event, settings, { ...known, orderTotals: { ...orderTotals } });
        for (const { reference, totalMinor } of translated.remember.orders)
          orderTotals[reference] = totalMinor;
        const { events, profiles } = select(translated, settings, event.eventId);
        expect(events).toHaveLength(event.parts.flatMap(({ tells }) => tells).length);
        for (const { member, tells, states } of event.parts) {
          const { walletId } = made.members[member]!;
          const profile = profiles.find((each) => each.walletId === walletId);
          expect(profile?.attributes ?? {}).toEqual(states);
          for (const told of tells) {
            const match = events.find(
              ({ name, walletId: whose }) => name === told.name && whose === walletId,
            );
            expect(match?.occurredAt).toBe(told.at);
            for (const [name, value] of Object.entries(told.properties))
              expect([name, same(value, match?.properties[name])]).toEqual([name, true]);
          }
        }
      }
    }),
    { numRuns: 8 },
  );
});
