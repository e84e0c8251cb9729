import { placeOf } from '../../../functions/connectors/error-name';
import { guarded } from '../../../functions/connectors/guarded';

const thrown = async (error: unknown): Promise<Error> => {
  const handler = guarded(async () => {
    throw error;
  });
  return handler(null, null).then(
    () => Promise.reject(new Error('it did not throw')),
    (caught: Error) => caught,
  );
};

test('what a handler gives is given on', async () => {
  const handler = guarded(async (event: number, context: number) => event + context);
  expect(await handler(1, 2)).toBe(3);
});

test('G9: an error keeps its name and its place, and loses its words', async () => {
  let quoting: unknown;
  try {
    JSON.parse('{"email": ada@shop.example}');
  } catch (error) {
    quoting = error;
  }
  expect(String(quoting)).toContain('ada');
  const caught = await thrown(quoting);
  expect(caught.message).toMatch(/^SyntaxError at .+:\d+:\d+\)?$/);
  expect(caught.stack).toBe(`Fault: ${caught.message}`);
  expect(`${caught.stack} ${JSON.stringify(caught)} ${caught.cause}`).not.toContain('ada');
});

test('a message over several lines is no place', () => {
  const error = new TypeError('bad value\n    at ada@shop.example\nat home');
  expect(placeOf(error)).toMatch(/^TypeError at .*:\d+:\d+\)?$/);
  expect(placeOf(error)).not.toContain('ada');
});

test.each(['ada@shop.example', null, { message: 'ada' }])(
  'what is no error has neither: %j',
  async (value) => {
    expect((await thrown(value)).message).toBe('error');
  },
);
