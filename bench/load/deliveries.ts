import { setTimeout as sleep } from 'node:timers/promises';

/** Which events were posted and when, and, out of the functions' log, when each was delivered. */
export class Deliveries {
  private readonly postedAt = new Map<string, number>();
  private readonly latencies = new Map<string, number>();
  private rest = '';

  expect(eventId: string): void {
    this.postedAt.set(eventId, Date.now());
  }

  /** Log lines as they come, the last of them perhaps cut. */
  read(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.includes('"decision":"delivered"')) continue;
      const { eventId, timestamp } = JSON.parse(line) as { eventId: string; timestamp: string };
      const posted = this.postedAt.get(eventId);
      if (posted !== undefined) this.latencies.set(eventId, Date.parse(timestamp) - posted);
    }
  }

  forget(): void {
    this.postedAt.clear();
    this.latencies.clear();
  }

  get count(): number {
    return this.latencies.size;
  }

  /** From post to delivery, of what was delivered. */
  get latenciesMs(): number[] {
    return [...this.latencies.values()];
  }

  /** Waits until everything that was posted is delivered, or until time is up. */
  async all(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.count < this.postedAt.size && performance.now() < until) await sleep(50);
  }
}
