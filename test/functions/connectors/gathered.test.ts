import { Gathered } from '../../../functions/connectors/gathered';

/** Doubles numbers, and remembers with which it was called. */
function doubling() {
  const calls: (readonly number[])[] = [];
  const gathered = new Gathered(async (numbers: readonly number[]) => {
    calls.push(numbers);
    if (numbers.includes(13)) throw new Error('thirteen');
    return new Map(numbers.map((number) => [number, 2 * number]));
  });
  return { gathered, calls };
}

test('what is asked for at the same time is one piece of work, in order', async () => {
  const { gathered, calls } = doubling();
  const [one, two] = await Promise.all([gathered.add([1, 2]), gathered.add([3])]);
  expect(calls).toEqual([[1, 2, 3]]);
  expect(one.get(2)).toBe(4);
  expect(two.get(3)).toBe(6);
});

test('callers that come some microtasks later are in it too', async () => {
  const { gathered, calls } = doubling();
  const late = Promise.resolve()
    .then(() => {})
    .then(() => gathered.add([2]));
  await Promise.all([gathered.add([1]), late]);
  expect(calls).toEqual([[1, 2]]);
});

test('what comes while the work is under way is a piece of its own', async () => {
  const { gathered, calls } = doubling();
  await gathered.add([1]);
  await gathered.add([2]);
  expect(calls).toEqual([[1], [2]]);
});

test('an error reaches every caller of its piece, and no later one', async () => {
  const { gathered } = doubling();
  const results = await Promise.allSettled([gathered.add([1]), gathered.add([13])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await gathered.add([4])).get(4)).toBe(8);
});
