/** A call that had its effect without its caller knowing. */
interface Doubt {
  readonly body: string;
}

/** A call that was answered lately: its caller may not have written down yet what the answer said. */
interface Recent extends Doubt {
  readonly at: number;
}

/** Longer than any call and what follows it in one invocation. */
const REMEMBERED_MS = 65_000;
/** A killed function's last call may still be in its socket. */
const IN_TRANSIT_MS = 200;

/**
 * The calls whose outcome their callers cannot know, by what was injected: only these excuse a second effect, each one.
 * Times are of `performance.now()`, since the clock is moved.
 */
export class Doubts {
  private readonly byUser = new Map<string, Doubt[]>();
  private recent: Recent[] = [];
  private killedAt = Number.NEGATIVE_INFINITY;
  count = 0;

  /** @param usersIn whom a body is about. */
  constructor(private readonly usersIn: (body: string) => readonly string[]) {}

  /** A call had its effect. @param told whether its answer says so, and reaches its caller. */
  had(body: string, told: boolean, now = performance.now()): void {
    if (!told || now - this.killedAt < IN_TRANSIT_MS) {
      this.add(body);
      return;
    }
    this.recent.push({ body, at: now });
    const kept = this.recent.findIndex(({ at }) => now - at < REMEMBERED_MS);
    if (kept > 100) this.recent = this.recent.slice(kept);
  }

  /** Functions were killed: whatever they called since then, they may not have written down. */
  killed(since: number, now = performance.now()): void {
    this.killedAt = now;
    for (const { body, at } of this.recent) if (at >= since) this.add(body);
    this.recent = this.recent.filter(({ at }) => at < since);
  }

  /** How many doubtful calls held this user's event. */
  of(user: string, at: string): number {
    const seconds = String(Date.parse(at) / 1000);
    const doubts = this.byUser.get(user) ?? [];
    return doubts.filter(({ body }) => body.includes(at) || body.includes(seconds)).length;
  }

  private add(body: string): void {
    this.count += 1;
    for (const user of this.usersIn(body)) {
      const doubts = this.byUser.get(user) ?? [];
      this.byUser.set(user, doubts);
      doubts.push({ body });
    }
  }
}
