import { list, number, object, present, sum, text } from '../../../functions/air/reading';

it.each([null, undefined, [], 'text', 3, true])('reads %p as an empty object', (value) => {
  expect(object(value)).toEqual({});
});

it('reads a list with gaps as PHP writes it', () => {
  expect(list({ 0: 'a', 3: 'b' })).toEqual(['a', 'b']);
});

it.each([null, undefined, {}, { 0: 'a', name: 'b' }, 'text', 3])('reads %p as an empty list', (value) => {
  expect(list(value)).toEqual([]);
});

it.each([
  ['some', 'some'],
  ['Zo\u00eb \ud83d\ude00', 'Zo\u00eb \ud83d\ude00'],
  ['cut \ud83d', 'cut \ufffd'],
  [217, '217'],
  ['', undefined],
  [null, undefined],
  [Number.NaN, undefined],
  [{}, undefined],
])('reads %p as the text %p', (value, expected) => {
  expect(text(value)).toBe(expected);
});

it.each([
  [12.5, 12.5],
  ['12.5', 12.5],
  ['-3', -3],
  [' ', undefined],
  ['', undefined],
  ['12 GBP', undefined],
  [null, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])('reads %p as the number %p', (value, expected) => {
  expect(number(value)).toBe(expected);
});

it('adds what there is, without floating-point dust', () => {
  expect(sum([0.1, undefined, 0.2])).toBe(0.3);
  expect(sum([1999, -1])).toBe(1998);
  expect(sum([undefined])).toBeUndefined();
  expect(sum([])).toBeUndefined();
});

it('leaves out what is undefined, and nothing else', () => {
  expect(present({ a: undefined, b: null, c: 0, d: '' })).toEqual({ b: null, c: 0, d: '' });
  expect(Object.keys(present({ a: undefined }))).toEqual([]);
});
