import { Random } from '../../../local/soak/random';

const numbers = (random: Random) => Array.from({ length: 1000 }, () => random.next());

test('the same seed gives the same numbers, another one others', () => {
  expect(numbers(new Random('a'))).toEqual(numbers(new Random('a')));
  expect(numbers(new Random('a'))).not.toEqual(numbers(new Random('b')));
});

test('a fork has numbers of its own, whatever was taken before', () => {
  const used = new Random('a');
  numbers(used);
  expect(numbers(used.fork('x'))).toEqual(numbers(new Random('a').fork('x')));
  expect(numbers(new Random('a').fork('x'))).not.toEqual(numbers(new Random('a').fork('y')));
});

test('numbers are spread over the whole range, and never reach 1', () => {
  const found = numbers(new Random('spread'));
  expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...found)).toBeLessThan(1);
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    found.filter((each) => Math.floor(each * 10) === tenth),
  );
  for (const { length } of tenths) expect(length).toBeGreaterThan(60);
});

test('whole numbers include both ends', () => {
  const random = new Random('ends');
  const found = new Set(Array.from({ length: 200 }, () => random.int(3, 6)));
  expect([...found].sort()).toEqual([3, 4, 5, 6]);
});

test('choices follow their weights, and one without weight never comes', () => {
  const random = new Random('weights');
  const counts = { often: 0, seldom: 0, never: 0 };
  for (let time = 0; time < 1000; time += 1)
    counts[
      random.weighted<keyof typeof counts>([
        [9, 'often'],
        [1, 'seldom'],
        [0, 'never'],
      ])
    ] += 1;
  expect(counts.never).toBe(0);
  expect(counts.often).toBeGreaterThan(800);
  expect(counts.seldom).toBeGreaterThan(50);
});

test('nothing can be picked from an empty list', () => {
  expect(() => new Random('none').pick([])).toThrow('nothing to pick from');
});
