/** Thrown by every call that a dead process would make. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * One process that is killed at its n-th call to anything outside: just before the call has its effect, or just after.
 * Whatever the code does with the error, nothing it calls has an effect any more.
 */
export class Process {
  private calls = 0;
  dead = false;

  /** @param killAt from 1; null: it lives. */
  constructor(
    private readonly killAt: number | null,
    private readonly when: 'before' | 'after' = 'before',
  ) {}

  /** Around every call to the outside. */
  async io<T>(call: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed();
    this.calls += 1;
    const last = this.calls === this.killAt;
    if (last && this.when === 'before') this.die();
    try {
      return await call();
    } finally {
      // Whatever the call brought, nobody is there to see it.
      if (this.dead || last) this.die();
    }
  }

  /** How many calls it made: a test that kills at each of them knows that it reached them all. */
  get made(): number {
    return this.calls;
  }

  private die(): never {
    this.dead = true;
    throw new Killed();
  }
}
