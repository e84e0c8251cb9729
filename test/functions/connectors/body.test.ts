import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bodyBytes, bodyText, MAX_BODY_BYTES } from '../../../functions/connectors/body';
import { Refusal } from '../../../functions/connectors/refusal';

const read = (body: string | null, isBase64Encoded: boolean, encoding?: string) =>
  bodyText(bodyBytes(body, isBase64Encoded), encoding);
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const refusal = (act: () => unknown): Refusal => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const anyJson = fc.oneof(fc.object(), fc.array(fc.jsonValue())).map((value) => JSON.stringify(value));

describe('base64', () => {
  test('any JSON comes out as it was sent, whether or not it is base64, and whatever the flag says', () => {
    fc.assert(
      fc.property(anyJson, fc.boolean(), fc.boolean(), (json, encoded, flag) => {
        expect(read(encoded ? base64(json) : json, flag)).toBe(json);
      }),
    );
  });

  test('the bytes of a signature are those that were sent: emoji, escapes and the trailing newline survive', () => {
    const sent = '{"name":"Zo\\u00eb 🎁 caf\u00e9"}\n';
    for (const [body, flag] of [
      [base64(sent), true],
      [base64(sent), false],
      [sent, false],
      [sent, true],
    ] as const)
      expect(Buffer.from(bodyBytes(body, flag)).toString('utf8')).toBe(sent);
  });

  test('compressed bytes in base64 are found when the flag is gone', () => {
    const json = JSON.stringify({ consumer: 'c-1', text: 'x'.repeat(500) });
    expect(read(base64(gzipSync(json)), false)).toBe(json);
    expect(read(base64(deflateSync(json)), false)).toBe(json);
  });

  test('text that merely looks like base64 stays as it is', () => {
    expect(read('hello', false)).toBe('hello');
    expect(read('12345678', false)).toBe('12345678');
  });

  test('a missing body is empty', () => {
    expect(read(null, false)).toBe('');
    expect(read(null, true)).toBe('');
    expect(read('', true)).toBe('');
  });
});

describe('compression', () => {
  test('gzip and deflate are found by their bytes, whatever the header says', () => {
    fc.assert(
      fc.property(
        anyJson,
        fc.constantFrom(gzipSync, deflateSync),
        fc.constantFrom(undefined, '', 'gzip', 'deflate', 'br', 'identity'),
        (json, compress, header) => {
          expect(read(base64(compress(json)), true, header)).toBe(json);
        },
      ),
    );
  });

  test('the header alone does nothing: JSON that was inflated on the way is read', () => {
    for (const header of ['gzip', 'deflate', 'br', 'zstd'])
      expect(read(base64('{"a":1}'), true, header)).toBe('{"a":1}');
  });

  test('deflate without its wrapper is read where the header says deflate', () => {
    const json = JSON.stringify({ list: Array.from({ length: 50 }, (_, index) => index) });
    expect(read(base64(deflateRawSync(json)), true, 'deflate')).toBe(json);
  });

  test('another compression is 415 and names the header', () => {
    const brotli = Buffer.from([0x8b, 0x02, 0x80, 0x7b, 0x7d, 0x03]);
    expect(refusal(() => read(base64(brotli), true, 'br'))).toMatchObject({
      kind: 'unsupported',
      errors: [{ field: 'Content-Encoding' }],
    });
  });

  test('a cut off gzip is 400', () => {
    const cut = gzipSync(JSON.stringify({ text: 'long enough to be cut off somewhere' })).subarray(0, 30);
    expect(refusal(() => read(base64(cut), true))).toMatchObject({
      kind: 'refused',
      errors: [{ field: 'body' }],
    });
  });

  test('inflating stops at 10 MB: a small bomb is 413', () => {
    const bomb = gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1, ' '));
    expect(bomb.length).toBeLessThan(20_000);
    expect(refusal(() => read(base64(bomb), true)).kind).toBe('too-large');
    expect(read(base64(gzipSync(Buffer.alloc(MAX_BODY_BYTES, ' '))), true)).toHaveLength(MAX_BODY_BYTES);
  });

  test('a plain body above 10 MB is 413', () => {
    expect(refusal(() => bodyText(Buffer.alloc(MAX_BODY_BYTES + 1, ' '))).kind).toBe('too-large');
  });
});

describe('UTF-8', () => {
  test('a byte order mark is left out', () => {
    expect(read(base64('\uFEFF{"a":1}'), true)).toBe('{"a":1}');
  });

  test('other encodings are 400, and nothing of the body is told', () => {
    const latin1 = Buffer.from('{"name":"Zo\u00eb"}', 'latin1');
    const refused = refusal(() => read(base64(latin1), true));
    expect(refused).toMatchObject({
      kind: 'refused',
      errors: [{ field: 'body', message: 'expected UTF-8' }],
    });
  });
});

test('no bytes at all make it throw anything but a Refusal', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.boolean(),
      fc.constantFrom('', 'gzip', 'deflate', 'br'),
      (bytes, flag, encoding) => {
        try {
          read(base64(bytes), flag, encoding);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      },
    ),
    { numRuns: 500 },
  );
});
