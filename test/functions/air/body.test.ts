import { readBody } from '../../../functions/air/body';

const body = { reference: 'r-1', triggers: [{ reference: 'a' }] };
const once = JSON.stringify(body);

it.each([
  ['an object', body],
  ['a text', once],
  ['a text that was escaped again', JSON.stringify(once)],
  ['a text that was escaped twice more', JSON.stringify(JSON.stringify(once))],
])('reads %s', (_, given) => {
  expect(readBody(given)).toEqual(body);
});

it.each([null, undefined, '', 'no JSON', '[]', [], '[1]', '"text"', 3])('reads %p as empty', (given) => {
  expect(readBody(given)).toEqual({});
});

it('keeps the digits of a long id in an escaped body', () => {
  expect(readBody('{"id":12345678901234567890}')).toEqual({ id: '12345678901234567890' });
});
