import fc from 'fast-check';
import { isoUtc } from '../../../functions/air/dates';

it.each([
  ['2026-01-29T20:37:03.078234', '2026-01-29T20:37:03.078Z'],
  ['2026-01-29T20:37:03+00:00', '2026-01-29T20:37:03.000Z'],
  ['2026-01-29T20:37:03Z', '2026-01-29T20:37:03.000Z'],
  ['2026-01-29T20:37:03z', '2026-01-29T20:37:03.000Z'],
  ['2026-01-29T20:37:03', '2026-01-29T20:37:03.000Z'],
  ['2026-01-29 20:37:03', '2026-01-29T20:37:03.000Z'],
  ['2026-01-29T20:37:03.5', '2026-01-29T20:37:03.500Z'],
  ['2026-01-29T20:37:03.078234Z', '2026-01-29T20:37:03.078Z'],
  ['2026-01-29T23:37:03-05:00', '2026-01-30T04:37:03.000Z'],
  ['2026-01-29T20:37:03+0530', '2026-01-29T15:07:03.000Z'],
  ['2026-01-29', '2026-01-29T00:00:00.000Z'],
  ['2028-02-29T00:00:00+00:00', '2028-02-29T00:00:00.000Z'],
])('reads %s as %s', (given, expected) => {
  expect(isoUtc(given)).toBe(expected);
});

it.each([
  '',
  'tomorrow',
  '0000-00-00 00:00:00',
  '2026-13-01T00:00:00+00:00',
  '2026-01-32T00:00:00+00:00',
  '2026-01-29T24:61:00+00:00',
  '2026-01-29T2:37:03+00:00.',
  '2026-0a-29T20:37:03+00:00',
  '2026-01-29T20:37:03.0a8234',
  20260129,
  null,
  undefined,
])('is no date: %p', (given) => {
  expect(isoUtc(given)).toBeUndefined();
});

it.each(['2038-01-19T03:14:07+00:00', '2038-01-19T03:14:07', '2038-01-19T03:14:07.000000'])(
  "takes AIR's never for no date: %s",
  (given) => {
    expect(isoUtc(given)).toBeUndefined();
  },
);

it('agrees with the clock for every instant, in both of the forms that AIR uses most', () => {
  const instants = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (date) => {
      const iso = date.toISOString();
      expect(isoUtc(`${iso.slice(0, 23)}456`)).toBe(iso);
      expect(isoUtc(`${iso.slice(0, 19)}+00:00`)).toBe(`${iso.slice(0, 19)}.000Z`);
    }),
  );
});
