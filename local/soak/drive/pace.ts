import { setTimeout as sleep } from 'node:timers/promises';
import { queueName } from '../../deployment';
import type { QueueTally } from '../../emulators/queues';
import type { Local } from '../../local';
import type { WorldClock } from '../world-clock';

const TICK_MS = 20;
/** Nothing has to happen for so long before the clock is moved: a poller pauses up to 250 ms after an error. */
const QUIET_MS = 60;
const QUIET_AFTER_ERROR_MS = 350;
/** Moved on by this at least, so that messages with nearly the same wait come back together. */
const LEAST_MOVE_MS = 1500;
/** A breaker opens for up to minutes; where this many messages wait for it, so does everything else. */
const MANY_STANDING = 100;
const MOVE_FOR_MANY_MS = 60_000;
/** As many messages may stand on the queues before AIR has to wait: a run's memory stays small, and so does a breaker's work. */
const MOST_STANDING = 250;
const TALLY_EVERY_MS = 100;

/** SQS takes a message for a repeat for five minutes. */
const PAUSE_MS = 6 * 60_000;

/** A run that does not come to an end. */
export class Stuck extends Error {
  override readonly name = 'Stuck';
}

/** Lets time pass: slowly while something happens, at once while everything waits. */
export class Pace {
  private errorAt = Number.NEGATIVE_INFINITY;
  private outages = 0;
  private tallied: { readonly at: number; readonly standing: number } = {
    at: Number.NEGATIVE_INFINITY,
    standing: 0,
  };
  private readonly names: readonly string[];
  private ended = false;
  private waiter: Promise<void> = Promise.resolve();

  constructor(
    private readonly local: Local,
    private readonly clock: WorldClock,
    /** False while something is under way that the clock must not run over, beside the functions. */
    private readonly still: () => boolean,
  ) {
    this.names = local.config.connectors.map(({ id }) => queueName(id));
  }

  start(): void {
    this.waiter = this.run();
  }

  async stop(): Promise<void> {
    this.ended = true;
    await this.waiter;
  }

  /** A function died or a queue failed: pollers wait for a moment. */
  disturbed(): void {
    this.errorAt = performance.now();
  }

  /** The clock stands still while `outage` lasts, which is measured in real time. */
  async during(outage: () => Promise<void>): Promise<void> {
    this.outages += 1;
    try {
      await outage();
    } finally {
      this.outages -= 1;
      this.disturbed();
    }
  }

  /** Resolves when the queues have room for more. */
  async room(): Promise<void> {
    for (;;) {
      if (performance.now() - this.tallied.at > TALLY_EVERY_MS) await this.tally();
      if (this.tallied.standing < MOST_STANDING) return;
      await sleep(TICK_MS);
    }
  }

  /** Resolves when no message is left on any queue. @throws Stuck after so long without a change, or in all; real time. */
  async drained(patienceMs = 120_000, mostMs = 900_000): Promise<void> {
    const began = performance.now();
    let since = began;
    let before = '';
    for (;;) {
      const tallies = await this.tally();
      if (tallies.every(({ ready, inFlight }) => ready + inFlight === 0) && this.still()) return;
      const now = `${JSON.stringify(tallies)} ${this.clock.ahead}`;
      if (now !== before) since = performance.now();
      before = now;
      const waited = performance.now();
      if (waited - since > patienceMs || waited - began > mostMs)
        throw new Stuck(`nothing moves any more: ${now}`);
      await sleep(TALLY_EVERY_MS);
    }
  }

  /** Longer than SQS remembers what it saw, once nothing is left on any queue. */
  async pause(): Promise<void> {
    await this.drained();
    await this.clock.advance(PAUSE_MS);
  }

  private async tally(): Promise<readonly QueueTally[]> {
    const tallies = await this.local.queues.tally(this.names);
    const standing = tallies.reduce((sum, { ready, inFlight }) => sum + ready + inFlight, 0);
    this.tallied = { at: performance.now(), standing };
    return tallies;
  }

  private get quiet(): boolean {
    const inCall = Object.values(this.local.functions).some((each) => each.inCall > 0);
    return !inCall && this.outages === 0 && this.still();
  }

  private async run(): Promise<void> {
    let quietSince = performance.now();
    while (!this.ended) {
      await sleep(TICK_MS);
      const now = performance.now();
      if (!this.quiet) {
        quietSince = now;
        continue;
      }
      const needed = now - this.errorAt < 1000 ? QUIET_AFTER_ERROR_MS : QUIET_MS;
      if (now - quietSince < needed) continue;
      const waits = (await this.tally()).flatMap(({ nextVisibleAt }) => nextVisibleAt ?? []);
      const least = this.tallied.standing > MANY_STANDING ? MOVE_FOR_MANY_MS : LEAST_MOVE_MS;
      if (waits.length > 0 && this.quiet)
        await this.clock.advance(Math.max(least, Math.min(...waits) - Date.now() + 50));
      quietSince = performance.now();
    }
  }
}
