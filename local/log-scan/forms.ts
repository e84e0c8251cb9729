import { createHash } from 'node:crypto';

/** A value as it may stand in a log. */
export interface Form {
  /** `plain`, `escaped`, `percent-encoded`, `hex`, `base64`, `SHA-256`. */
  readonly name: string;
  readonly text: string;
  /** Compared in lower case. */
  readonly anyCase: boolean;
  /** What may not stand around it: a longer word or number that happens to hold it is another. */
  readonly apart: 'no' | 'digits' | 'words';
}

/** Shorter values are found as words of their own, in their own case: others would be found everywhere. */
const SHORT = 5;
const SHORTEST = 3;
/** Digits stand in times, durations and hashes too. */
const SHORTEST_NUMBER = 5;
const LONG_NUMBER = 9;
/** Encoded, fewer bytes than these could be anything. */
const SHORTEST_ENCODED = 6;

function apartOf(value: string): Form['apart'] {
  if (value.length < SHORT) return 'words';
  if (!/^\d+$/.test(value)) return 'no';
  return value.length < LONG_NUMBER ? 'words' : 'digits';
}

/**
 * What is left of base64 of a text that has the value somewhere in it: the characters that stand for the value alone, for
 * each of the three places it may begin at.
 */
function base64Forms(bytes: Buffer, encoding: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return text.slice(first, last);
  });
}

/** Every form of a value that is looked for; none for a value that is too short to mean anything. */
export function formsOf(value: string): Form[] {
  const tooShort = value.length < (/^\d+$/.test(value) ? SHORTEST_NUMBER : SHORTEST);
  if (tooShort) return [];
  const short = value.length < SHORT;
  const forms: Form[] = [{ name: 'plain', text: value, anyCase: !short, apart: apartOf(value) }];
  const escaped = JSON.stringify(value).slice(1, -1);
  if (escaped !== value) forms.push({ name: 'escaped', text: escaped, anyCase: true, apart: 'no' });
  const percent = encodeURIComponent(value);
  if (percent !== value) forms.push({ name: 'percent-encoded', text: percent, anyCase: true, apart: 'no' });
  const bytes = Buffer.from(value, 'utf8');
  if (bytes.length < SHORTEST_ENCODED) return forms;
  forms.push({ name: 'hex', text: bytes.toString('hex'), anyCase: true, apart: 'no' });
  for (const text of new Set([...base64Forms(bytes, 'base64'), ...base64Forms(bytes, 'base64url')]))
    forms.push({ name: 'base64', text, anyCase: false, apart: 'no' });
  const hash = createHash('sha256').update(value).digest('hex').slice(0, 16);
  forms.push({ name: 'SHA-256', text: hash, anyCase: true, apart: 'no' });
  return forms;
}
