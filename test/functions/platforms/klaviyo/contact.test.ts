import { e164, looksLikeEmail } from '../../../../functions/platforms/klaviyo/contact';

test.each([
  ['+15005550006', '+15005550006'],
  ['+1(416)-111-1124', '+14161111124'],
  ['0044 7700 900.204', '+447700900204'],
  ['01234567890', null],
  ['+0123456789', null],
  ['+1234567890123456', null],
  ['+44 7700 900204 ext. 3', null],
  ['', null],
])('%j as a phone number: %j', (text, number) => {
  expect(e164(text)).toBe(number);
});

test.each([
  ['ada@shop.example', true],
  ["o'brien+tag@sub.shop.example", true],
  ['ada@localhost', false],
  ['ada at shop.example', false],
  ['ada@@shop.example', false],
  ['n/a', false],
])('%j as an e-mail: %j', (text, looks) => {
  expect(looksLikeEmail(text)).toBe(looks);
});
