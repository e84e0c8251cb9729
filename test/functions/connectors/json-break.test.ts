import fc from 'fast-check';
import { parseBody } from '../../../functions/connectors/json-body';
import { jsonBreak } from '../../../functions/connectors/json-break';
import { Refusal } from '../../../functions/connectors/refusal';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('JSON does not break', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (json, space) => {
      expect(jsonBreak(JSON.stringify(JSON.parse(json), null, space))).toBeNull();
    }),
  );
});

test('it agrees with JSON.parse on every text made of the signs of JSON', () => {
  const signs = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    'a',
    '"k"',
    '"\\u00e9"',
    '0',
    '01',
    '-',
    '1.5',
    '1e',
    'true',
    'nul',
    ' ',
    '\n',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      expect(jsonBreak(text) === null).toBe(parses(text));
    }),
    { numRuns: 5000 },
  );
});

test('what stands before the break could be the start of JSON: a text cut there breaks at its end or not at all', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('}', ']', ',', ':', '"', 'x', '\u0001'),
      (json, at, sign) => {
        const text = json.slice(0, at % (json.length + 1)) + sign + json.slice(at % (json.length + 1));
        const offset = jsonBreak(text);
        if (offset === null) expect(parses(text)).toBe(true);
        else expect([null, offset]).toContain(jsonBreak(text.slice(0, offset)));
      },
    ),
  );
});

describe('the refusal of a body that is no JSON', () => {
  const messageFor = (text: string): string => {
    try {
      parseBody(text);
    } catch (error) {
      const [first] = (error as Refusal).errors;
      expect(error).toBeInstanceOf(Refusal);
      expect(first?.field).toBe('body');
      return first?.message ?? '';
    }
    throw new Error('it parsed');
  };

  test.each([
    ['a tag that rendered blank', '{\n  "external_id": "c-1",\n  "campaign_id": ,\n}', 'line 3, column 18'],
    ['an unescaped quote', '{"name":"Jo "the" Lee"}', 'line 1, column 14'],
    ['a trailing comma', '{"a":1,}', 'line 1, column 8'],
    ['two bodies', '{"a":1}{"a":2}', 'line 1, column 8'],
    ['a raw line break in a text', '{"a":"x\ny"}', 'line 1, column 8'],
    ['a body that was cut off', '{"a":{"b":"c', 'it ends too early'],
    ['an empty body', '', 'it is empty'],
    ['only spaces', ' \n', 'it is empty'],
  ])('%s: says where', (_, text, where) => {
    expect(messageFor(text)).toContain(where);
  });

  test('never quotes the body', () => {
    expect(messageFor('{"email": jane@shop.example}')).not.toMatch(/jane|shop|email/);
    expect(messageFor('jane@shop.example')).not.toMatch(/jane|shop/);
  });

  test('a body of 10 MB, and one nested 100,000 deep, are refused without trouble', () => {
    expect(messageFor(`{"a":"${'x'.repeat(10_000_000)}"`)).toContain('ends too early');
    expect(messageFor('['.repeat(100_000))).toContain('ends too early');
  });
});
