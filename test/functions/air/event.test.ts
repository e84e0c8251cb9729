import fc from 'fast-check';
import { readAirEvent } from '../../../functions/air/event';
import { airJson, operation } from './build';

const read = (json: unknown, receivedAt?: string) => {
  const reading = readAirEvent(json, receivedAt);
  if (!('event' in reading)) throw new Error(reading.detail);
  return reading.event;
};

it('reads id, name, date in UTC and operations', () => {
  const event = read(airJson('SOME.EVENT', [operation('walletEntity', 'READ', { walletId: '1' })]));
  expect(event).toMatchObject({
    eventId: 'event-1',
    eventName: 'SOME.EVENT',
    occurredAt: '2026-02-03T10:00:00.123Z',
    operations: [{ index: 0, objectType: 'walletEntity', operationType: 'READ', value: { walletId: '1' } }],
  });
});

it('copies nothing: an operation is the very object that was parsed', () => {
  const value = { walletId: '1' };
  expect(read(airJson('X', [operation('walletEntity', 'READ', value)])).operations[0]?.value).toBe(value);
});

it('accepts a name that nobody has heard of', () => {
  expect(read({ headers: { eventName: 'RETAILER.OWN.THING' } })).toMatchObject({
    eventName: 'RETAILER.OWN.THING',
    operations: [],
    enrichment: {},
    request: {},
    response: {},
  });
});

it('reads header names in any case', () => {
  const event = read({ Headers: { EventName: 'X', EESEventID: 'e', eventdate: '2026-02-03T10:00:00' } });
  expect(event).toMatchObject({ eventName: 'X', eventId: 'e', occurredAt: '2026-02-03T10:00:00.000Z' });
});

it('reads [] and null for any part', () => {
  for (const nothing of [[], null])
    expect(
      read({
        ...airJson('X', []),
        enrichmentData: nothing,
        request: nothing,
        response: nothing,
        atomicOperations: nothing,
      }),
    ).toMatchObject({ operations: [], enrichment: {}, request: {}, response: {} });
});

it('skips what is no operation and keeps the index of the others', () => {
  const { operations } = read(
    airJson('X', [null, 'text', { objectType: 3 }, operation('planEntity', 'UPDATE', null)]),
  );
  expect(operations).toEqual([{ index: 3, objectType: 'planEntity', operationType: 'UPDATE', value: {} }]);
});

describe('the id where AIR sent none', () => {
  it('is the same for the same event, and another for another', () => {
    const json = airJson('X', [], { headers: { eesEventId: '' } });
    const other = airJson('Y', [], { headers: { eesEventId: null } });
    expect(read(json).eventId).toMatch(/^[0-9a-f]{64}$/);
    expect(read(json).eventId).toBe(read(structuredClone(json)).eventId);
    expect(read(json).eventId).not.toBe(read(other).eventId);
  });
});

describe('the date where AIR sent none', () => {
  const undated = (operations: unknown[]) => airJson('X', operations, { headers: { eventDate: null } });

  it('is the newest of the operations', () => {
    const json = undated([
      operation('walletEntity', 'READ', { lastUpdated: '2026-01-02T00:00:00+00:00' }),
      operation('walletEntity', 'READ', { dateCreated: '2026-01-03T00:00:00+00:00' }),
    ]);
    expect(read(json).occurredAt).toBe('2026-01-03T00:00:00.000Z');
  });

  it('is that of the arrival when nothing has one', () => {
    expect(read(undated([]), '2026-05-05T05:05:05.000Z')).toMatchObject({
      occurredAt: '2026-05-05T05:05:05.000Z',
      datedBy: 'receipt',
    });
    expect(read(undated([])).occurredAt).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('a date that cannot be', () => {
  const RECEIVED = '2026-05-05T05:05:05.000Z';
  const dated = (eventDate: string, operations: unknown[] = [], receivedAt: string | undefined = RECEIVED) =>
    read(airJson('X', operations, { headers: { eventDate } }), receivedAt);
  const op = (fields: object) => operation('walletEntity', 'READ', fields);

  it.each([
    '0001-01-01T00:00:00.000000',
    '1999-12-31T23:59:59.999999',
    '2026-05-06T05:05:05.001000',
    '9999-12-31T23:59:59',
  ])('is not taken: %s', (date) => {
    expect(dated(date)).toMatchObject({ occurredAt: RECEIVED, datedBy: 'receipt' });
    const operations = [
      op({ lastUpdated: '2026-04-01T00:00:00+00:00', dateCreated: '9999-01-01T00:00:00+00:00' }),
      op({ lastUpdated: '0001-01-01T00:00:00+00:00' }),
    ];
    expect(dated(date, operations)).toMatchObject({
      occurredAt: '2026-04-01T00:00:00.000Z',
      datedBy: 'operations',
    });
  });

  it.each(['2000-01-01T00:00:00.000000', '2026-05-05T05:05:05.000000', '2026-05-06T05:05:05.000000'])(
    'is none of %s: a clock may be a day ahead',
    (date) => {
      expect(dated(date)).toMatchObject({ occurredAt: `${date.slice(0, 23)}Z`, datedBy: 'header' });
    },
  );

  it('is not known where nobody says when it was received', () => {
    expect(read(airJson('X', [], { headers: { eventDate: '2037-01-01T00:00:00' } })).datedBy).toBe('header');
  });
});

it.each([
  [null, 'not-an-air-event', 'null'],
  ['text', 'not-an-air-event', 'a string'],
  [[{}], 'not-an-air-event', 'a list'],
  [3, 'not-an-air-event', 'a number'],
  [{}, 'not-an-air-event', 'headers.eventName is missing'],
  [{ headers: [] }, 'not-an-air-event', 'headers.eventName is missing'],
  [{ headers: { eventName: '' } }, 'not-an-air-event', 'headers.eventName is missing'],
  [{ dataObjectName: 'ACCOUNT_TRANSACTION', account: {} }, 'old-air-format', 'dataObjectName'],
])('says why %p is none', (json, reason, detail) => {
  expect(readAirEvent(json)).toEqual({ reason, detail: expect.stringContaining(detail) });
});

it('never quotes what it cannot read', () => {
  const reading = readAirEvent({ email: 'secret@example.com', headers: { name: 'secret' } });
  expect(JSON.stringify(reading)).not.toContain('secret');
});

it('never throws, whatever was posted', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (json, part) => {
      readAirEvent(json);
      readAirEvent({
        headers: { eventName: 'X', eventDate: part },
        atomicOperations: [json, part],
        enrichmentData: part,
      });
    }),
  );
});
