/** Platform to AIR, first half: from a request to rewards on the connector's queue. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Inbound, InboundResult } from '../platforms/inbound';
import { readOwnBody } from '../platforms/own-body';
import type { Platform } from '../platforms/platform';
import { accepted, refused, replied } from './answers';
import type { BundledConfig, ConnectorConfig } from './config';
import { expectKey, type KeyCheck, tokenCheck } from './external-key';
import type { Queues } from './queue';
import { asRefusal, Refusal } from './refusal';
import { fieldNames, type Received, reportAccepted, reportRefused } from './report';
import { type ApiEvent, ApiRequest } from './request';
import { rewardMessages } from './reward-messages';
import type { Secrets } from './secrets';
import { status } from './status';

export interface InboundParts {
  readonly config: Pick<BundledConfig, 'connectors' | 'platforms'>;
  readonly platforms: Readonly<Record<string, Platform>>;
  /** Connector id to secret id. */
  readonly secretIds: ReadonlyMap<string, string>;
  readonly secrets: Pick<Secrets, 'get' | 'refresh'>;
  readonly queues: Pick<Queues, 'send'>;
}

/** Where a request is addressed to; both are null where there is no such address. */
interface Address {
  readonly connector: ConnectorConfig | null;
  // biome-ignore lint/suspicious/noExplicitAny: each platform has settings of its own type; here they are only handed on.
  readonly inbound: Inbound<any> | null;
}

/** One function for all inbound connectors. */
export class InboundReceiver {
  /** By id. */
  private readonly connectors: ReadonlyMap<string, ConnectorConfig>;

  constructor(private readonly parts: InboundParts) {
    const inbound = parts.config.connectors.filter(({ direction }) => direction === 'inbound');
    this.connectors = new Map(inbound.map((connector) => [connector.id, connector]));
  }

  /** Never throws a Refusal: each becomes an answer, the platform's own where it has one. */
  async receive(event: ApiEvent): Promise<APIGatewayProxyResult> {
    const startedMs = performance.now();
    const request = new ApiRequest(event);
    if (event.httpMethod === 'GET')
      return status(request, event.pathParameters?.platform, 'inbound', this.parts.config.platforms);
    const address = this.addressOf(event);
    const id = address.connector?.id ?? 'all';
    const { requestId } = request;
    const received: Received = { direction: 'inbound', address: id, connectors: [id], requestId, startedMs };
    try {
      return greeting(address, received, request) ?? (await this.accept(address, received, request));
    } catch (error) {
      return refuse(address, received, request, asRefusal(error));
    }
  }

  private addressOf({ pathParameters }: ApiEvent): Address {
    const { platforms } = this.parts;
    const platform = pathParameters?.platform ?? '';
    // Own properties only: every object has a `constructor`.
    const inbound = (Object.hasOwn(platforms, platform) && platforms[platform]?.inbound) || null;
    const connector = this.connectors.get(pathParameters?.connectorId ?? '') ?? null;
    const belongs = inbound !== null && connector?.platform === platform;
    return { inbound, connector: belongs ? connector : null };
  }

  /** @throws Refusal */
  private async accept(
    address: Address,
    received: Received,
    request: ApiRequest,
  ): Promise<APIGatewayProxyResult> {
    const { secrets, secretIds, queues } = this.parts;
    const { connector, inbound } = address;
    const secretId = (connector && secretIds.get(connector.id)) ?? null;
    await expectKey(secrets, secretId, keyCheck(address, request));
    if (!connector || !inbound) throw new Refusal('unauthorized', [], 'unknown-connector');

    const body = request.readJson();
    const reading = readOwnBody(body) ?? inbound.read(body, request, connector.settings);
    if (reading.rewards.length === 0 && reading.errors.length > 0)
      throw new Refusal('refused', reading.errors);
    const { rewards, outgoing } = rewardMessages(reading, connector.id, request);
    if (outgoing.length > 0) await queues.send(connector.id, outgoing);

    const { requestId } = request;
    const { ignored, errors } = reading;
    const answer =
      ownAnswer(address, request, { kind: 'accepted', requestId, reading }) ??
      accepted(requestId, { accepted: rewards.length, ignored, errors });
    const [first] = rewards;
    const one = rewards.length === 1 && first;
    reportAccepted(received, rewards.length, answer.statusCode, {
      rewardReference: one ? first.reference : undefined,
      action: one ? first.action : undefined,
      detail: errors.length > 0 ? fieldNames(errors) : ignored,
    });
    return answer;
  }
}

/** The platform's own authentication, beside the header that opens every address: EE Connect's own body comes with it. */
function keyCheck({ connector, inbound }: Address, request: ApiRequest): KeyCheck | null {
  const token = tokenCheck(request.headers['x-auth-token']);
  if (!inbound?.authenticate) return token;
  return (keys) =>
    (token?.(keys) ?? false) || inbound.authenticate?.(request, keys, connector?.settings) === true;
}

/** Before any key is asked for: what some platforms have to know to be set up at all. */
function greeting(
  { connector, inbound }: Address,
  received: Received,
  request: ApiRequest,
): APIGatewayProxyResult | null {
  if (!connector || !inbound?.greet) return null;
  try {
    const reply = inbound.greet(request.readJson(), request, connector.settings);
    if (!reply) return null;
    const answer = replied(request.requestId, reply);
    reportAccepted(received, 0, answer.statusCode, { detail: 'greeting' });
    return answer;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function ownAnswer(
  { inbound }: Address,
  request: ApiRequest,
  result: InboundResult,
): APIGatewayProxyResult | null {
  const reply = inbound?.reply?.(result, request);
  return reply ? replied(request.requestId, reply) : null;
}

function refuse(
  address: Address,
  received: Received,
  request: ApiRequest,
  refusal: Refusal,
): APIGatewayProxyResult {
  const { requestId } = request;
  const { kind, errors } = refusal;
  const result: InboundResult = kind === 'refused' ? { kind, requestId, errors } : { kind, requestId };
  const answer = ownAnswer(address, request, result) ?? refused(requestId, refusal);
  reportRefused(received, refusal, answer.statusCode);
  return answer;
}
