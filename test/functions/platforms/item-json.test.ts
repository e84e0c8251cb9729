import { itemJson } from '../../../functions/platforms/item-json';
import type { Item } from '../../../functions/platforms/platform';

const item = (body: unknown): Item => ({ id: 'i', kind: 'event', target: 't', walletId: 'w', body });

test('counts UTF-8 bytes, not characters', () => {
  expect(itemJson(item({ name: 'Zoë 🎁' }))).toEqual({ json: '{"name":"Zoë 🎁"}', bytes: 20 });
});

test('serialises an item once', () => {
  let times = 0;
  const body = {
    toJSON: () => {
      times += 1;
      return 'x';
    },
  };
  const one = item(body);
  expect(itemJson(one)).toBe(itemJson(one));
  expect(times).toBe(1);
});
