import { type AirCredentials, authHash } from '../../simulators/air/wallet-api';
import type { SimulatedCall } from '../../simulators/simulator';

type Credentials = Readonly<Record<string, unknown>>;
type Verdict = 'fine' | 'refused';

const MARK = /~rotated-(\d+)/g;
const rotated = (value: unknown, generation: number): unknown =>
  typeof value === 'string' && generation > 0 ? `${value}~rotated-${generation}` : value;

/** Headers that a call comes with; only here are they ever rewritten. */
const headersOf = (call: SimulatedCall) => call.headers as Record<string, string>;

/**
 * Credentials that are rotated under load, in front of a simulator that knows only the first ones: every other generation
 * but the newest is refused, and the newest is shown to the simulator as the first. Only credentials that stand in the
 * `Authorization` header can be; signatures cannot.
 */
export class Rotation {
  private generation = 0;

  /** @param credentials as the simulator knows them. */
  constructor(private readonly credentials: Credentials) {}

  /** What the connector's secret holds from now on. */
  rotate(): Credentials {
    this.generation += 1;
    return Object.fromEntries(
      Object.entries(this.credentials).map(([name, value]) => [name, rotated(value, this.generation)]),
    );
  }

  judge(call: SimulatedCall): Verdict {
    const headers = headersOf(call);
    const { authorization } = headers;
    if (this.generation === 0 || authorization === undefined) return 'fine';
    const basic = /^Basic (.+)$/.exec(authorization)?.[1];
    const text = basic ? Buffer.from(basic, 'base64').toString('utf8') : authorization;
    const marks = [...text.matchAll(MARK)].map(([, generation]) => Number(generation));
    if (marks.length === 0 || marks.some((mark) => mark !== this.generation)) return 'refused';
    const first = text.replace(MARK, '');
    headers.authorization = basic ? `Basic ${Buffer.from(first).toString('base64')}` : first;
    return 'fine';
  }
}

/** The same for AIR, whose credentials are a secret that every call is hashed with. */
export class AirRotation {
  private generation = 0;

  constructor(private readonly credentials: AirCredentials) {}

  rotate(): AirCredentials {
    this.generation += 1;
    return { ...this.credentials, clientSecret: this.secret };
  }

  judge(call: SimulatedCall): Verdict {
    if (this.generation === 0) return 'fine';
    const headers = headersOf(call);
    const body = Buffer.from(call.body);
    if (headers['x-ees-auth-hash'] !== authHash(call.path, body, this.secret)) return 'refused';
    headers['x-ees-auth-hash'] = authHash(call.path, body, this.credentials.clientSecret);
    return 'fine';
  }

  private get secret(): string {
    return String(rotated(this.credentials.clientSecret, this.generation));
  }
}
