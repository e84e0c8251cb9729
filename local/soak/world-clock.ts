import type { moveClock } from '../lambda/clock.mjs';
import type { Local } from '../local';

/**
 * One clock for everything that looks at one: this process with its simulators, the queues and the functions. Waiting for
 * a message that becomes visible in four minutes is moving it by four minutes.
 */
export class WorldClock {
  private offsetMs = 0;

  constructor(
    private readonly local: Pick<Local, 'moveClock' | 'queues'>,
    private readonly moveOwn: typeof moveClock,
  ) {}

  /** By how much it is ahead of the machine's, in ms. */
  get ahead(): number {
    return this.offsetMs;
  }

  async advance(ms: number): Promise<void> {
    this.offsetMs += Math.max(0, Math.ceil(ms));
    // The functions first: a message that becomes visible is not to meet a function of the past.
    this.moveOwn(this.offsetMs);
    this.local.moveClock(this.offsetMs);
    await this.local.queues.moveClock(this.offsetMs);
  }
}
