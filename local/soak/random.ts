import { createHash } from 'node:crypto';

/**
 * Random numbers that a seed repeats: sfc32 (https://pracrand.sourceforge.net/RNG_engines.txt). Not for secrets.
 */
export class Random {
  private readonly state: Uint32Array;

  /** @param seed any text: the same one gives the same numbers, on every machine. */
  constructor(private readonly seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (at) => hash.readUInt32LE(at));
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.next();
  }

  /** Numbers of their own for a part of the work, so that more of one part changes nothing in another. */
  fork(part: string): Random {
    return new Random(`${this.seed}/${part}`);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const { state } = this;
    const [a = 0, b = 0, c = 0, counter = 0] = state;
    const sum = (a + b + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws Error for an empty list. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('there is nothing to pick from');
    return from[Math.floor(this.next() * from.length)] as T;
  }

  /** One of these, by their weights. @throws Error when none has a weight. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new Error('there is nothing to choose from');
  }

  /** So many digits of hex. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.int(0, 15).toString(16)).join('');
  }
}
