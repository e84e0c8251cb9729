import type { Item } from '../../../functions/platforms/item';
import { itemJson, MadeItem } from '../../../functions/platforms/item-json';

const item = (body: unknown): Item => new MadeItem('i', 'event', 't', 'w', body);

test('has the text, and its size with what is outside ASCII escaped', () => {
  expect(itemJson(item({ name: 'Zoë 🎁' }))).toEqual({ json: '{"name":"Zoë 🎁"}', bytes: 32 });
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

test('a copy with another body has its own text', () => {
  const one = item({ points: 1 });
  itemJson(one);
  expect(itemJson({ ...one, body: { points: 2 } }).json).toBe('{"points":2}');
  expect(itemJson({ ...one, target: 'other' }).json).toBe('{"points":1}');
});
