import type { HttpClient, HttpResult } from '../../../../functions/delivery/http';
import type { HttpRequest } from '../../../../functions/platforms/http';

/** What AIR does with one call. */
export type AirMood =
  | 'issues'
  | 'issues, then answers 500'
  | 'issues, then is silent'
  | 'issues, then answers 207'
  | 'answers 500'
  | 'is silent'
  | 'is not reached'
  | 'answers 429'
  | 'refuses the credentials'
  | 'knows no such consumer';

const answered = (status: number, body: unknown = {}, headers: Record<string, string> = {}): HttpResult => ({
  kind: 'answered',
  truncated: false,
  answer: { status, body: JSON.stringify(body), headers },
});

/** AIR as far as rewards go. What it issued is what counts. */
export class TestAir {
  /** Every reference that AIR was asked for, in order. */
  readonly asked: string[] = [];
  readonly requests: HttpRequest[] = [];
  /** References under which a reward was issued, as often as it was. */
  readonly issued: string[] = [];
  moods: AirMood[] = [];

  constructor(private readonly refusesUsedReferences = false) {}

  readonly http: HttpClient = { send: async (request) => this.receive(request) };

  private receive(request: HttpRequest): HttpResult {
    const mood = this.moods.shift() ?? 'issues';
    if (mood === 'is not reached') return { kind: 'not-sent', detail: 'ECONNREFUSED' };
    const { reference } = (JSON.parse(request.body) as { walletTransaction: { reference: string } })
      .walletTransaction;
    this.requests.push(request);
    this.asked.push(reference);
    if (mood === 'is silent') return { kind: 'no-answer', detail: 'ETIMEDOUT' };
    if (mood === 'answers 500') return answered(500);
    if (mood === 'answers 429') return answered(429, {}, { 'retry-after': '3' });
    if (mood === 'refuses the credentials') return answered(401);
    if (mood === 'knows no such consumer')
      return answered(404, { errorCode: 'INF', message: 'no such identity' });
    if (this.refusesUsedReferences && this.issued.includes(reference))
      return answered(400, { errorCode: 'RNU', message: 'The reference must be unique' });
    this.issued.push(reference);
    if (mood === 'issues, then answers 500') return answered(500);
    if (mood === 'issues, then is silent') return { kind: 'no-answer', detail: 'ETIMEDOUT' };
    if (mood === 'issues, then answers 207')
      return answered(207, { status: 'PARTLY', identityValue: 'C-1', accounts: [{ type: 'POINTS' }] });
    return answered(201, { walletId: '77', walletTransactionId: '4242' });
  }
}
