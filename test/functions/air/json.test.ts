import fc from 'fast-check';
import { parseJson } from '../../../functions/air/json';

describe('parseJson', () => {
  it.each([
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"id": -9007199254740993}', { id: '-9007199254740993' }],
    ['[9007199254740993,1]', ['9007199254740993', 1]],
    ['9007199254740993', '9007199254740993'],
    ['{\n\t"id":\r\n\t10000000000000000001\n}', { id: '10000000000000000001' }],
  ])('keeps every digit of an integer beyond 2^53: %s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it.each([
    ['the largest safe integer', '{"id":9007199254740991}', { id: 9007199254740991 }],
    ['a decimal with a long fraction', '{"n":1.2345678901234567890}', { n: 1.2345678901234567 }],
    ['a number with an exponent', '{"n":1000000000000000000e2}', { n: 1e20 }],
    ['a long exponent', '{"n":1e0000000000000000002}', { n: 100 }],
  ])('leaves %s a number', (_, text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it.each([
    '{"card":"6011000990139424","note":"see , 12345678901234567890 and : 12345678901234567890"}',
    '{"body":"{\\"id\\": 12345678901234567890, \\"q\\": \\"\\\\\\"\\"}"}',
    '{"odd\\\\":"\\\\","list":["12345678901234567890","\\u0022 12345678901234567890"]}',
  ])('never touches text inside strings: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('quotes the number and not the text beside it', () => {
    expect(parseJson('{"a\\"":", 12345678901234567890","b":12345678901234567890}')).toEqual({
      'a"': ', 12345678901234567890',
      b: '12345678901234567890',
    });
  });

  it.each([
    '',
    '{',
    '{"id":12345678901234567890',
    '{"id":01234567890123456789}',
    '{"id":12345678901234567890 1}',
    '"12345678901234567890',
  ])('throws SyntaxError for what is no JSON: %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('reads any JSON without long integers as JSON.parse does', () => {
    const values = [fc.string(), fc.maxSafeInteger(), fc.double({ min: -1e15, max: 1e15 }), fc.boolean()];
    fc.assert(
      fc.property(fc.anything({ values, key: fc.string() }), fc.nat(2), (value, space) => {
        const text = JSON.stringify([value ?? null], null, space);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('finds a long integer wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }),
        fc.boolean(),
        fc.string(),
        fc.string(),
        fc.nat(40),
        (size, negative, before, after, indent) => {
          const id = `${negative ? '-' : ''}${size}`;
          const text = `${' '.repeat(indent)}{"before":${JSON.stringify(before)},"id":${id},"after":${JSON.stringify(after)}}`;
          expect(parseJson(text)).toEqual({ before, id, after });
        },
      ),
    );
  });

  it('finds a long integer over every edge of the stretches that are looked at together', () => {
    for (let before = 65_480; before < 65_550; before++)
      for (const id of ['9007199254740993', '12345678901234567890123']) {
        const text = `{"pad":"${'x'.repeat(before - 16)}","id":${id}}`;
        expect((parseJson(text) as { id: unknown }).id).toBe(id);
      }
  });

  it.each([
    ['only digits, in a string', '1'.repeat(70_000)],
    ['characters whose low byte is a digit', 'İıĲĳĴĵĶķĸĹ'.repeat(2_000)],
    ['what stands behind 9 in ASCII', ':;<=>?'.repeat(10_000)],
  ])('is not misled by %s', (_, pad) => {
    expect(parseJson(JSON.stringify({ pad, id: 1 }))).toEqual({ pad, id: 1 });
    const long = JSON.stringify({ pad, id: 1 }).replace('"id":1', '"id":12345678901234567890');
    expect(parseJson(long)).toEqual({ pad, id: '12345678901234567890' });
  });

  /** In ms. */
  const time = (texts: readonly string[]) => {
    const start = performance.now();
    for (const text of texts) parseJson(text);
    return performance.now() - start;
  };

  // What a text costs cannot be counted, since the work is done by the engine: it is compared with itself. Where it grew
  // with the square of the length, the whole would take a hundred times as long. What else runs on the machine makes a
  // round slower, never faster, and both in turn: the fastest of each tell.
  it.each([
    ['quotes and backslashes', (size: number) => '\\"'.repeat(size)],
    ['digits', (size: number) => '1'.repeat(size)],
  ])('takes about as long for a long text full of %s as for a hundred short ones', (_, pad) => {
    const text = (size: number) =>
      JSON.stringify({ a: pad(size), id: 1 }).replace(':1}', ':12345678901234567890}');
    const [whole, short] = [text(200_000), Array<string>(100).fill(text(2_000))];
    expect((parseJson(whole) as { id: string }).id).toBe('12345678901234567890');
    const rounds = Array.from({ length: 15 }, () => ({ whole: time([whole]), apart: time(short) }));
    const least = (of: 'whole' | 'apart') => Math.min(...rounds.map((round) => round[of]));
    expect(least('whole')).toBeLessThan(20 * least('apart'));
  });
});
