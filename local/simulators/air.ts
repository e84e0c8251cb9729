import { randomUUID } from 'node:crypto';
import { Deliveries, type DeliveryOptions, type Subscription } from './air/deliveries';
import { type IssuedReward, Programme } from './air/programme';
import { type AirCredentials, answerWalletApi, type WalletApiOptions } from './air/wallet-api';
import { type SimulatedCall, type Simulator, type SimulatorOptions, startSimulator } from './simulator';

export interface AirSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly credentials: AirCredentials;
  /** Default: the sample consumers and actions. */
  readonly programme?: Programme;
  /** Default `accept`: a second reward under a used reference is issued, and counted, rather than hidden. */
  readonly usedReference?: WalletApiOptions['usedReference'];
  readonly deliveries?: DeliveryOptions;
  /** The programme's clock. */
  readonly now?: () => Date;
}

export interface AirSimulator extends Simulator {
  /** With the path prefix, as `air.walletUrl` in the configuration has it. */
  readonly walletUrl: string;
  readonly programme: Programme;
  readonly deliveries: Deliveries;
  /** Where events are posted to, from now on. */
  subscribe(subscriptions: readonly Subscription[]): void;
  /** Posts any AIR event, as AIR posts its own: repeated when it fails. */
  emit(event: unknown): void;
  /** The next accepted triggers are answered 207: partly done, with a rollback that failed, and nothing issued. */
  leavePartly(count: number): void;
  setUsedReference(mode: WalletApiOptions['usedReference']): void;
  /** Rewards issued under the same reference more than once: each is one that must not have been. */
  issuedTwice(): readonly IssuedReward[];
}

const PREFIX = '/2.0';

/**
 * Eagle Eye AIR on loopback: issues the rewards of its sample programme when it is asked with the right hash, and posts
 * `SERVICE.TRIGGER` events to whoever subscribed.
 * https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger
 */
export async function startAirSimulator(options: AirSimulatorOptions): Promise<AirSimulator> {
  const programme = options.programme ?? new Programme();
  const deliveries = new Deliveries(options.deliveries);
  const now = options.now ?? (() => new Date());
  let usedReference = options.usedReference ?? 'accept';
  let partly = 0;

  const answer = (call: SimulatedCall) => {
    const headers = { 'x-ees-called-unique-id': randomUUID() };
    if (partly > 0 && call.path.endsWith('/services/trigger')) {
      partly -= 1;
      return {
        status: 207,
        headers,
        body: { errorCode: 'PARTLY', errorMessage: 'The rollback failed', details: [] },
      };
    }
    const request = {
      method: call.method,
      url: call.path,
      headers: call.headers,
      body: Buffer.from(call.body),
    };
    const api = { prefix: PREFIX, credentials: options.credentials, usedReference };
    const { status, body, event } = answerWalletApi(programme, request, api, now());
    // AIR answers first; its event comes some time after.
    if (event) setImmediate(() => deliveries.post(event));
    return { status, headers, body };
  };

  const simulator = await startSimulator({
    ...options,
    answer,
  });
  return {
    ...simulator,
    walletUrl: `${simulator.url}${PREFIX}`,
    programme,
    deliveries,
    subscribe: (subscriptions) => {
      deliveries.subscriptions = subscriptions;
    },
    emit: (event) => deliveries.post(event),
    leavePartly: (count) => {
      partly += count;
    },
    setUsedReference: (mode) => {
      usedReference = mode;
    },
    issuedTwice: () => {
      const seen = new Set<string>();
      return programme.issued.filter(({ reference, action }) => {
        const key = `${reference}\n${action}`;
        const again = seen.has(key);
        seen.add(key);
        return again;
      });
    },
    close: async () => {
      deliveries.stop();
      await simulator.close();
    },
  };
}
