/** Looks through the functions' log for what must never stand there. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Form, formsOf } from './forms';

/** A secret, or something of a person. */
export interface Forbidden {
  /** In words, for whoever reads the finding: `External Key of braze-news`. */
  readonly what: string;
  readonly value: string;
  /** Forms that are allowed nevertheless: a wallet's id may stand there hashed. */
  readonly but?: readonly Form['name'][];
}

export interface Leak {
  readonly what: string;
  /** How it stood there: `plain`, `base64`, ... */
  readonly form: string;
  /** From 1. */
  readonly line: number;
  /** The line's beginning, up to the value. */
  readonly before: string;
}

interface Needle extends Form {
  readonly what: string;
}

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}/i;
/** A body, a gzipped one, a token: whatever it is, a log line has no use for it. */
const LONG_CODE = /[A-Za-z0-9+/_-]{200,}={0,2}/;
/** So many characters of a needle find its candidates; the longest that it has. */
const KEY_LENGTHS = [10, 6, 3] as const;
const MOST_BEFORE = 200;

/** Finds any of many values in any of their forms, in one pass over the text. */
export class LogScan {
  private readonly exact = new Index();
  private readonly anyCase = new Index();

  constructor(forbidden: Iterable<Forbidden>) {
    const seen = new Set<string>();
    for (const { what, value, but = [] } of forbidden) {
      if (seen.has(value)) continue;
      seen.add(value);
      for (const form of formsOf(value))
        if (!but.includes(form.name)) (form.anyCase ? this.anyCase : this.exact).add({ ...form, what });
    }
  }

  /** @param number of the line, from 1. */
  line(text: string, number: number): Leak[] {
    const leak = (what: string, form: string, at: number): Leak => ({
      what,
      form,
      line: number,
      before: text.slice(Math.max(0, at - MOST_BEFORE), at),
    });
    const found = [...this.exact.find(text), ...this.anyCase.find(text.toLowerCase())].map(({ needle, at }) =>
      leak(needle.what, needle.name, at),
    );
    // Of nobody who is known here: something of whoever it is.
    const email = EMAIL.exec(text);
    if (email && found.length === 0) found.push(leak('an e-mail address', 'plain', email.index));
    const code = LONG_CODE.exec(text);
    if (code) found.push(leak('a long encoded text', 'encoded', code.index));
    return found;
  }

  text(log: string): Leak[] {
    return log.split('\n').flatMap((line, index) => this.line(line, index + 1));
  }

  /** A whole log file, line by line, however large it is. */
  async file(path: string): Promise<Leak[]> {
    const leaks: Leak[] = [];
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
      leaks.push(...this.line(line, ++number));
    return leaks;
  }
}

/** Needles by their first characters. */
class Index {
  private readonly byKey = KEY_LENGTHS.map((length) => ({ length, needles: new Map<string, Needle[]>() }));

  add(needle: Needle): void {
    const text = needle.anyCase ? needle.text.toLowerCase() : needle.text;
    const { length, needles } =
      this.byKey.find((each) => text.length >= each.length) ?? this.byKey[2] ?? never();
    const key = text.slice(0, length);
    needles.set(key, [...(needles.get(key) ?? []), { ...needle, text }]);
  }

  *find(text: string): Generator<{ needle: Needle; at: number }> {
    for (const { length, needles } of this.byKey) {
      if (needles.size === 0) continue;
      for (let at = 0; at + length <= text.length; at++)
        for (const needle of needles.get(text.slice(at, at + length)) ?? [])
          if (text.startsWith(needle.text, at) && standsApart(text, at, needle)) yield { needle, at };
    }
  }
}

function standsApart(text: string, at: number, { apart, text: value }: Needle): boolean {
  if (apart === 'no') return true;
  const joined = apart === 'digits' ? /\d/ : /[\p{L}\p{N}]/u;
  return !joined.test(text.charAt(at - 1)) && !joined.test(text.charAt(at + value.length));
}

function never(): never {
  throw new Error('there is always a shortest key');
}

/** A finding for people: the value itself is not in it. */
export const describeLeak = ({ what, form, line, before }: Leak): string =>
  `line ${line}: ${what} (${form}) behind ${JSON.stringify(before.slice(-80))}`;
