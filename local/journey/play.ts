import { randomUUID } from 'node:crypto';
import { connectorPath } from '../../functions/connectors/addresses';
import { keyOf } from '../addresses';
import type { Local } from '../local';
import type { AirSimulator } from '../simulators/air';
import type { Delivery } from '../simulators/air/deliveries';
import type { Wallet } from '../simulators/air/programme';
import type { SimulatedCall } from '../simulators/simulator';
import { type Ear, type Heard, hear } from './heard';
import type { Roles } from './roles';
import type { Step } from './step';
import { waitFor } from './wait-for';

export const AUDIENCE = 'Late delivery';
export const ACTION = 'LATE-DELIVERY';

/** A step that cannot be shown as done, for a person. */
export class Failed extends Error {}

/** The parts of a running bundle that a journey needs. */
export interface Cast {
  readonly air: AirSimulator;
  readonly wallet: Wallet;
  /** The first is of the platform that the journey begins in. */
  readonly ears: readonly [Ear, ...Ear[]];
}

interface PlayOptions extends Pick<Roles, 'platform' | 'inbound'> {
  readonly local: Local;
  readonly onStep: (step: Step, number: number) => void;
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One journey, from the audience entry to the profiles. */
export class Play {
  private number = 0;
  /** When the step before ended. */
  private last: number;

  constructor(
    private readonly options: PlayOptions,
    private readonly cast: Cast,
    private readonly startedAt: number,
  ) {
    this.last = startedAt;
  }

  /** @throws Failed where a step is not done that the next ones need. */
  async run(): Promise<readonly Heard[]> {
    const pointsBefore = this.cast.wallet.points.current;
    await this.entry();
    await this.reward(pointsBefore);
    await this.news();
    return this.hearing();
  }

  private async entry(): Promise<void> {
    const { local, platform, inbound } = this.options;
    const { identityValue } = this.cast.ears[0];
    const path = connectorPath(inbound);
    const entry = platform.entry(
      { identityValue, audience: AUDIENCE, action: ACTION, entryId: randomUUID() },
      keyOf(local, inbound.id),
    );
    const answer = await fetch(local.url + path, { method: 'POST', ...entry });
    const said = await answer.text();
    this.must(
      {
        title: `${sentence(platform.title)} tells of the audience entry`,
        call: `POST ${path}`,
        status: answer.status,
        ok: answer.ok,
        lines: [platform.entryName, entry.body, `answer ${said}`],
      },
      Date.now(),
    );
  }

  private async reward(pointsBefore: number): Promise<void> {
    const { air, wallet, ears } = this.cast;
    const { identityValue } = ears[0];
    const asked = await this.wait(() =>
      air.calls.find((call) => call.receivedAt >= this.startedAt && triggersFor(call, identityValue)),
    );
    if (!asked) throw new Failed(await this.missing("EE Connect's call to AIR", this.options.inbound.id));
    this.must(
      {
        title: 'EE Connect has AIR issue the reward',
        call: `POST ${asked.path}`,
        status: asked.status ?? null,
        ok: asked.status === 201,
        lines: [asked.body, `points ${pointsBefore} before, ${wallet.points.current} now`],
      },
      asked.receivedAt,
    );
  }

  private async news(): Promise<void> {
    const isNews = (each: Delivery) =>
      each.startedAt >= this.startedAt && each.eventName === 'SERVICE.TRIGGER';
    const news = await this.wait(() => this.cast.air.deliveries.made.find(isNews));
    if (!news) throw new Failed(await this.missing("AIR's event", this.options.inbound.id));
    this.must(
      {
        title: `AIR posts its event ${news.eventName}`,
        call: `POST ${new URL(news.url).pathname}`,
        status: news.status,
        ok: news.status >= 200 && news.status < 300,
        lines: [`event ${news.eventId}`],
      },
      news.startedAt + news.ms,
    );
  }

  /** All at a time: one platform's trouble delays no other. */
  private hearing(): Promise<readonly Heard[]> {
    const { local, patienceMs, signal } = this.options;
    const hearing = {
      local,
      startedAt: this.startedAt,
      patienceMs,
      signal,
      tell: this.tell,
      missing: this.missing,
    };
    return Promise.all(this.cast.ears.map((ear) => hear(ear, hearing)));
  }

  private readonly tell = (step: Omit<Step, 'ms'>, endedAt: number): void => {
    this.number += 1;
    this.options.onStep({ ...step, ms: Math.max(0, endedAt - this.last) }, this.number);
    this.last = Math.max(this.last, endedAt);
  };

  /** Tells of a step that the next ones need. */
  private must(step: Omit<Step, 'ms'>, endedAt: number): void {
    this.tell(step, endedAt);
    if (!step.ok) throw new Failed(`step ${this.number} was answered ${step.status ?? 'nothing'}`);
  }

  private wait<T>(look: () => T | Promise<T>): Promise<NonNullable<T> | null> {
    return waitFor(look, this.options.patienceMs, this.options.signal);
  }

  /** Why something did not come. */
  private readonly missing = async (what: string, connectorId: string): Promise<string> => {
    const { local, patienceMs, signal } = this.options;
    if (signal?.aborted) return 'it was stopped';
    const [letter] = await local.deadLetters(connectorId);
    const why = letter && `: the dead-letter queue of ${connectorId} says ${letter.attributes.reason}`;
    return `${what} did not come within ${patienceMs / 1000} s${why ?? ''}`;
  };
}

const triggersFor = (call: SimulatedCall, identityValue: string): boolean =>
  call.status !== undefined &&
  (call.json as { identityValue?: unknown } | undefined)?.identityValue === identityValue;
