import { Webhook } from 'standardwebhooks';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';
import { Received, type ReceivedConsumer } from './webhook/received';

interface WebhookSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  /** `whsec_` and base64. */
  readonly signingSecret: string;
}

/** What the receiver thinks of one item. */
interface ItemRefusal {
  readonly when: (item: Readonly<Record<string, unknown>>) => boolean;
  readonly reason: string;
  readonly retry: boolean;
}

export interface WebhookSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly url: string };
  readonly credentials: { readonly signingSecrets: readonly string[] };
  consumer(identityValue: string): ReceivedConsumer | null;
  consumers(): ReadonlyMap<string, ReceivedConsumer>;
  /** Refuses single items in its answers, as docs/platforms/webhook.md allows. */
  refuse(refusal: ItemRefusal): void;
  /** Items that were recognised as repeats by their id. */
  repeats(): number;
}

/**
 * A receiver as its developers would write one by docs/platforms/webhook.md: it verifies the signature with the scheme's
 * own library, recognises repeats by the items' ids, and keeps the newest value of each attribute.
 * @see https://www.standardwebhooks.com
 */
export async function startWebhookSimulator(options: WebhookSimulatorOptions): Promise<WebhookSimulator> {
  const received = new Received();
  const refusals: ItemRefusal[] = [];
  const verifier = new Webhook(options.signingSecret);

  const answer = (call: SimulatedCall): SimulatedAnswer => {
    if (call.method !== 'POST') return { status: 405, body: { message: 'expected POST' } };
    try {
      verifier.verify(call.body, { ...call.headers });
    } catch {
      return { status: 401, body: { message: 'the signature is wrong' } };
    }
    const items = received.itemsOf(call.json);
    if (!items) return { status: 400, body: { message: 'expected a loyalty.batch' } };
    const errors = items.flatMap((item) => {
      const refusal = refusals.find(({ when }) => when(item.body));
      if (refusal) return [{ id: item.body.id, reason: refusal.reason, retry: refusal.retry }];
      received.take(item);
      return [];
    });
    return errors.length > 0 ? { status: 200, body: { errors } } : { status: 204, body: '' };
  };

  const simulator = await startSimulator({
    ...options,
    answer,
  });
  return {
    ...simulator,
    settings: { url: `${simulator.url}/loyalty` },
    credentials: { signingSecrets: [options.signingSecret] },
    consumer: (identityValue) => received.consumers.get(identityValue) ?? null,
    consumers: () => received.consumers,
    refuse: (refusal) => refusals.push(refusal),
    repeats: () => received.repeats,
  };
}
