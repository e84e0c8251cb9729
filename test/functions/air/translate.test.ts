/** What holds for every event: tolerance, own identities only, stable ids. And each fault of the official framework as a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ATTRIBUTE_NAMES, LOYALTY_EVENTS, type LoyaltyEventName } from '../../../functions/air/catalogue';
import { readAirEvent } from '../../../functions/air/event';
import { parseJson } from '../../../functions/air/json';
import { NOTHING_KNOWN } from '../../../functions/air/known';
import { lessonsOf } from '../../../functions/air/lessons';
import { translate } from '../../../functions/air/translate';
import { walletsTouched } from '../../../functions/air/wallets';
import {
  ANNA,
  account,
  airJson,
  BEN,
  enriched,
  identity,
  operation,
  points,
  SETTINGS,
  told,
  transaction,
} from './build';

const FOLDER = join('samples', 'air');
const samples = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map(
    (name) => [name, parseJson(readFileSync(join(FOLDER, name), 'utf8')) as Record<string, unknown>] as const,
  );

function all(json: unknown, settings = SETTINGS, known = NOTHING_KNOWN) {
  const reading = readAirEvent(json);
  if (!('event' in reading)) throw new Error(reading.detail);
  return { ...translate(reading.event, settings, known), event: reading.event };
}

describe('every sample', () => {
  it.each(samples)('%s tells only what the catalogue has', (_, json) => {
    const { events, profiles } = all(json);
    for (const { name, properties } of events) {
      const described = Object.keys(LOYALTY_EVENTS[name as LoyaltyEventName].properties);
      expect(described).toEqual(expect.arrayContaining(Object.keys(properties)));
    }
    for (const { attributes } of profiles)
      expect(ATTRIBUTE_NAMES).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  it.each(samples)('%s tells values of the types that the catalogue says', (_, json) => {
    const types = {
      text: 'string',
      number: 'number',
      'yes/no': 'boolean',
      date: 'string',
      list: 'object',
      object: 'object',
    };
    for (const { name, properties } of all(json).events) {
      const described: Record<string, { type: keyof typeof types }> =
        LOYALTY_EVENTS[name as LoyaltyEventName].properties;
      for (const [property, value] of Object.entries(properties)) {
        if (value === null) continue;
        const type = described[property]?.type as keyof typeof types;
        expect([property, typeof value]).toEqual([property, types[type]]);
        if (type === 'date') expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        if (type === 'list') expect(Array.isArray(value)).toBe(true);
      }
    }
  });

  it.each(samples)('%s has ids of its own, the same each time, with the date of the event', (_, json) => {
    const { events, event } = all(json);
    const ids = events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      all(structuredClone(json), { ...SETTINGS, currency: 'JPY', identityType: 'CARD' }).events.map(
        ({ id }) => id,
      ),
    ).toEqual(ids);
    for (const { occurredAt } of events) expect(occurredAt).toBe(event.occurredAt);
  });

  it.each(samples)("%s carries each wallet's own identity only", (_, json) => {
    const shown = new Map<string, string[]>();
    const show = (each: Record<string, string>) =>
      shown.set(`${each.walletId}`, [...(shown.get(`${each.walletId}`) ?? []), `${each.value}`]);
    const { enrichmentData, atomicOperations } = json as ReturnType<typeof airJson>;
    for (const { identities } of Object.values(enrichmentData as object)) identities.forEach(show);
    for (const op of atomicOperations as { objectType: string; objectValue: Record<string, string> }[])
      if (op.objectType === 'walletIdentityEntity') show(op.objectValue);
    const { events, profiles } = all(json);
    for (const { walletId, identity: who } of [...events, ...profiles])
      if (who) expect(shown.get(`${walletId}`)).toContain(who.value);
  });

  it.each(samples)('%s is addressed to every wallet that it tells of', (_, json) => {
    const { events, profiles, event } = all(json);
    const touched = walletsTouched(event).map(({ walletId }) => walletId);
    for (const { walletId } of [...events, ...profiles]) expect(touched).toContain(walletId);
  });

  it.each(samples)('%s tells no personal data, no rewritten value and no year 2038', (_, json) => {
    const { events, profiles, problems } = all(json);
    const text = JSON.stringify([events, profiles, problems]);
    for (const never of ['@example.com', '1991-06-17', '+44 7700', 'DELETED_', '2038-01-19'])
      expect(text).not.toContain(never);
  });
});

describe('tolerance', () => {
  /** The same JSON with one part of it replaced. */
  function broken(json: unknown, path: readonly number[], replacement: unknown): unknown {
    const [first, ...rest] = path;
    if (first === undefined || typeof json !== 'object' || json === null) return replacement;
    const keys = Object.keys(json);
    const key = keys[first % Math.max(1, keys.length)];
    if (key === undefined) return replacement;
    const copy: Record<string, unknown> | unknown[] = Array.isArray(json) ? [...json] : { ...json };
    (copy as Record<string, unknown>)[key] = broken(
      (json as Record<string, unknown>)[key],
      rest,
      replacement,
    );
    return copy;
  }
  const replacement = fc.oneof(
    fc.constantFrom(
      null,
      [],
      {},
      '',
      'text',
      0,
      -1.5,
      true,
      undefined,
      [null],
      { a: [] },
      '2038-01-19T03:14:07+00:00',
    ),
    fc.anything(),
  );

  it('never throws, whatever AIR puts into any part of an event', () => {
    const operations = fc.array(fc.nat(30), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), operations, replacement, ([, json], path, value) => {
        const reading = readAirEvent(broken(json, path, value));
        if (!('event' in reading)) return;
        translate(reading.event, SETTINGS, NOTHING_KNOWN);
        expect(walletsTouched(reading.event).length).toBeGreaterThan(0);
        lessonsOf(reading.event);
      }),
      { numRuns: 1000 },
    );
  });

  it('never tells undefined, which JSON cannot say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.nat(30), { minLength: 2 }),
        replacement,
        ([, json], path, value) => {
          const reading = readAirEvent(broken(json, path, value));
          if (!('event' in reading)) return;
          const { events, profiles } = translate(reading.event, SETTINGS, NOTHING_KNOWN);
          for (const { properties } of events) expect(Object.values(properties)).not.toContain(undefined);
          for (const { attributes } of profiles) expect(Object.values(attributes)).not.toContain(undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells of a redemption in an event of an unknown name', () => {
    expect(told('RETAILER.SPECIAL.DAY', [account('ECOUPON', 'REDEEM')]).names).toEqual(['Coupon Redeemed']);
  });

  it('keeps an id beyond 2^53 to its last digit', () => {
    const text = JSON.stringify(
      airJson('X', [account('ECOUPON', 'CREATE', {}, { accountId: '@' })]),
    ).replaceAll('"@"', '12345678901234567891');
    const [event] = all(parseJson(text)).events;
    expect(event?.properties.coupon_id).toBe('12345678901234567891');
  });
});

describe('two wallets in one event', () => {
  const operations = [
    account('ECOUPON', 'CREATE'),
    account('ECOUPON', 'CREATE', {}, { accountId: '9002', walletId: BEN }),
  ];

  it('never mix, whatever order their identities come in', () => {
    const people = [identity(ANNA, 'anna'), identity(BEN, 'ben')];
    for (const shown of [people, [...people].reverse()])
      expect(
        told('X', operations, { enrichmentData: enriched(...shown) }).events.map(
          ({ walletId, identity: who }) => [walletId, who?.value],
        ),
      ).toEqual([
        [ANNA, 'anna'],
        [BEN, 'ben'],
      ]);
  });

  it('leave the one without an identity without one, and say so without naming anybody', () => {
    const { events, problems } = told('X', operations);
    expect(events.map(({ identity: who }) => who?.value)).toEqual(['anna', undefined]);
    expect(problems).toEqual([expect.stringContaining('CUSTOMER_ID')]);
    expect(problems.join()).not.toContain(BEN);
  });

  it('get what the directory knows of each', () => {
    const known = { identities: { [BEN]: { CUSTOMER_ID: 'ben' } } };
    expect(told('X', operations, {}, { known }).events.map(({ identity: who }) => who?.value)).toEqual([
      'anna',
      'ben',
    ]);
  });
});

describe('where the official framework falls short', () => {
  it('an empty enrichment, an unknown object type, a missing mobile wallet and a decimal refuse no event', () => {
    const operations = [
      operation('spaceshipEntity', 'LAUNCH', { walletId: ANNA }),
      points('EARN', 1.5, 10.5, {}, { mobileWallet: null }),
      account('ECOUPON', 'CREATE'),
    ];
    const { names, attributes } = told('X', operations, { enrichmentData: [] });
    expect(names).toEqual(['Coupon Issued', 'Points Added']);
    expect(attributes().points_balance).toBe(10.5);
  });

  it('wallet deletion can be delivered', () => {
    const { one } = told(
      'SERVICE.WALLET.DELETE',
      [operation('walletEntity', 'DELETE', { walletId: ANNA })],
      { enrichmentData: [] },
      {
        known: { identities: { [ANNA]: { CUSTOMER_ID: 'anna' } } },
      },
    );
    expect(one('Loyalty Program Left').identity?.value).toBe('anna');
  });

  it('the usable balance leaves out locked points', () => {
    const balances = { current: 100, usable: 60, locked: 40 };
    expect(told('X', [points('EARN', 1, 100, {}, { balances })]).attributes()).toMatchObject({
      points_balance: 100,
      points_usable: 60,
    });
  });

  it('progress of quests, stamp cards and continuity is filled', () => {
    const balances = { objectivesMet: 2 };
    expect(
      told('X', [account('QUEST', 'CREDIT', {}, { balances })]).one('Quest Progressed').properties.balances,
    ).toEqual({ objectives_met: 2 });
  });

  it('an account update without a subscription passes', () => {
    expect(told('WALLET.ACCOUNT.UPDATE', [points('CREDIT', 0, 5)]).attributes().points_balance).toBe(5);
  });

  it('a missing id is left out, never sent as text', () => {
    const bare = [
      transaction('SETTLE', 'SETTLED', {
        walletTransactionId: undefined,
        reference: undefined,
        walletId: undefined,
      }),
    ];
    const text = JSON.stringify(told('POSCONNECT.WALLET.SETTLE', bare, { enrichmentData: null }));
    expect(text).not.toMatch(/undefined|\bNaN\b/);
  });
});

it.each([
  ['the time of its receipt', []],
  [
    'the newest one of its operations',
    [account('ECOUPON', 'CREATE', { lastUpdated: '2026-02-01T00:00:00+00:00' })],
  ],
])('says that an event has no date, and that %s is taken', (taken, operations) => {
  const { problems } = told('X', operations, { headers: { eventDate: '0001-01-01T00:00:00' } });
  expect(problems).toEqual([expect.stringMatching(`^No date in the event.*${taken}`)]);
});
