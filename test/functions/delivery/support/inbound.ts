import { randomUUID } from 'node:crypto';
import { sha256 } from '../../../../functions/connectors/keys';
import type { RewardMessage } from '../../../../functions/connectors/message';
import type { InboundSettings } from '../../../../functions/connectors/settings';
import { Credentials } from '../../../../functions/delivery/credentials';
import type { HttpClient } from '../../../../functions/delivery/http';
import { OwnQueue } from '../../../../functions/delivery/own-queue';
import type { InboundContext } from '../../../../functions/delivery/rewards/batch';
import type { Clock } from './clock';
import { Process } from './process';
import { QUEUE_URL, type TestQueue } from './queue';
import type { TestTable } from './table';

export const AIR_SECRET = { clientId: 'client-1', clientSecret: 'air-secret-of-the-unit' };
export const LIMITS = { perActionPerHour: 10_000, perConsumerPerDay: 20 };

export interface World {
  readonly tables: TestTable;
  readonly tableName: string;
  readonly queue: TestQueue;
  readonly clock: Clock;
  readonly http: HttpClient;
  /** Its id; a fresh one has a breaker and counters of its own. */
  readonly connector: string;
}

/** What a deliver function of an inbound connector works with; each process has its own. */
export function inboundContext(
  world: World,
  settings: Partial<InboundSettings> = {},
  process = new Process(null),
): InboundContext {
  const { clock } = world;
  const secrets = {
    get: async () => process.io(async () => AIR_SECRET),
    refresh: async () => AIR_SECRET,
  };
  const sqs = {
    send: (command: object) => process.io(() => world.queue.send(command)),
  };
  return {
    table: world.tables.table(world.tableName, clock.now, process),
    http: { send: (request, timeout) => process.io(() => world.http.send(request, timeout)) },
    credentials: new Credentials(secrets, 'air', (secret) => secret as never, {
      connector: 'crm',
      direction: 'inbound',
    }),
    queue: new OwnQueue(sqs as never, {
      connector: world.connector,
      queueUrl: QUEUE_URL,
      deadLetterQueueUrl: 'd',
    }),
    walletUrl: 'https://air.test/2.0',
    connector: world.connector,
    settings: { limits: LIMITS, onUnknownOutcome: 'park', ...settings },
    now: clock.now,
    random: () => 0.5,
  };
}

export function reward(of: Partial<RewardMessage> = {}): RewardMessage {
  const key = of.key ?? sha256(randomUUID());
  return {
    kind: 'reward',
    key,
    reference: `ee-${key.slice(0, 32)}`,
    identityValue: 'C-1',
    action: 'LATE-DELIVERY',
    source: 'campaign 9',
    keepDays: 400,
    receivedAt: '2026-03-02T08:59:58.000Z',
    requestId: 'request-1',
    ...of,
  };
}
