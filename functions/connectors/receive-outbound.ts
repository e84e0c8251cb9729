/** AIR to platform, first half: from an AIR event to the queues of the connectors that want it. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { address, airMessages, type DirectoryAccess } from './air-messages';
import { accepted, refused } from './answers';
import type { BundledConfig } from './config';
import { expectKey, tokenCheck } from './external-key';
import { feedAddress } from './feed-address';
import { walletHash } from './keys';
import { logDecision } from './log';
import type { Outgoing, Queues } from './queue';
import { asRefusal, Refusal } from './refusal';
import { type Received, reportAccepted, reportRefused } from './report';
import { type ApiEvent, ApiRequest } from './request';
import type { Secrets } from './secrets';
import { status } from './status';

export interface OutboundParts extends DirectoryAccess {
  readonly config: Pick<BundledConfig, 'connectors' | 'feeds' | 'platforms'>;
  /** Connector id, or `feed/<id>`, to secret id. */
  readonly secretIds: ReadonlyMap<string, string>;
  readonly secrets: Pick<Secrets, 'get' | 'refresh'>;
  readonly queues: Pick<Queues, 'send'>;
}

/** Who listens at an address. */
interface Listeners {
  /** Key of the secret, and name in the log: a connector's id, or `feed/<id>`. */
  readonly address: string;
  /** Ids. A paused connector listens too: its messages wait on the queue. */
  readonly connectors: readonly string[];
}

/** One function for all outbound connectors and feeds. */
export class OutboundReceiver {
  private readonly addresses: ReadonlyMap<string, Listeners>;

  constructor(private readonly parts: OutboundParts) {
    this.addresses = addressBook(parts.config);
  }

  /** Never throws a Refusal: each becomes an answer. */
  async receive(event: ApiEvent): Promise<APIGatewayProxyResult> {
    const startedMs = performance.now();
    const request = new ApiRequest(event);
    const { requestId } = request;
    const { name, connectorId } = event.pathParameters ?? {};
    if (event.httpMethod === 'GET') return status(request, name, 'outbound', this.parts.config.platforms);
    const listeners = this.addresses.get(connectorId === undefined ? (name ?? '') : `${name}/${connectorId}`);
    const received: Received = {
      direction: 'outbound',
      address: listeners?.address ?? 'all',
      connectors: listeners?.connectors ?? ['all'],
      requestId,
      startedMs,
    };
    try {
      return await this.accept(listeners, received, request);
    } catch (error) {
      const refusal = asRefusal(error);
      const answer = refused(requestId, refusal);
      reportRefused(received, refusal, answer.statusCode);
      return answer;
    }
  }

  /** @throws Refusal, QueueUnavailable */
  private async accept(
    listeners: Listeners | undefined,
    received: Received,
    request: ApiRequest,
  ): Promise<APIGatewayProxyResult> {
    const { secrets, secretIds, queues } = this.parts;
    const secretId = (listeners && secretIds.get(listeners.address)) ?? null;
    await expectKey(secrets, secretId, tokenCheck(request.headers['x-auth-token']));
    if (!listeners) throw new Refusal('unauthorized', [], 'unknown-connector');

    const json = request.readJson();
    const text = request.readText();
    const { requestId } = request;
    const receivedAt = new Date().toISOString();
    const of = { connector: received.address, direction: received.direction, requestId };
    const addressed = await address(json, text, receivedAt, this.parts, of);
    const messages = airMessages(addressed, text, { receivedAt, requestId });
    await Promise.all([addressed.learnt, sendToAll(queues, received, messages)]);

    const answer = accepted(requestId, { accepted: messages.length });
    const { eventId, eventName, touched } = addressed;
    const walletId = touched.length === 1 ? touched[0]?.walletId : null;
    reportAccepted(received, messages.length, answer.statusCode, {
      eventId: eventId.slice(0, 100),
      eventName: eventName.slice(0, 100),
      walletHash: walletId ? walletHash(walletId) : undefined,
    });
    return answer;
  }
}

/** By path: `<platform>/<connectorId>`, or a feed's id. */
function addressBook({
  connectors,
  feeds,
}: Pick<BundledConfig, 'connectors' | 'feeds'>): ReadonlyMap<string, Listeners> {
  const outbound = connectors.filter(({ direction }) => direction === 'outbound');
  const book = new Map<string, Listeners>();
  for (const { id, platform } of outbound) book.set(`${platform}/${id}`, { address: id, connectors: [id] });
  for (const { id } of feeds) {
    const ofFeed = outbound.filter(({ feed }) => feed === id).map((connector) => connector.id);
    book.set(id, { address: feedAddress(id), connectors: ofFeed });
  }
  return book;
}

/**
 * To all at the same time, and none waits for another. A repeat finds in those that have it already what it is.
 * @throws what the first that failed threw.
 */
async function sendToAll(
  queues: Pick<Queues, 'send'>,
  { connectors, direction, requestId }: Received,
  messages: readonly Outgoing[],
): Promise<void> {
  const results = await Promise.allSettled(connectors.map((connector) => queues.send(connector, messages)));
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ connector: connectors[index], error: result.reason as unknown }] : [],
  );
  if (failed.length === 0) return;
  for (const { connector, error } of failed) {
    const { reason, detail } = asRefusal(error);
    logDecision({ decision: 'problem', connector, direction, requestId, reason, detail }, 'error');
  }
  throw failed[0]?.error;
}
