import type { OutboundSettings } from '../../../../functions/connectors/settings';
import { Credentials } from '../../../../functions/delivery/credentials';
import type { OutboundContext } from '../../../../functions/delivery/outbound/context';
import { OwnQueue } from '../../../../functions/delivery/own-queue';
import type { World } from './inbound';
import { SETTINGS, testPlatform } from './platform';
import { Process } from './process';
import { QUEUE_URL } from './queue';

export const KEY = 'the-key-of-the-platform';

/** What a deliver function of an outbound connector works with; each process has its own. */
export function outboundContext(
  world: World,
  of: {
    settings?: Partial<OutboundSettings>;
    platform?: OutboundContext['platform'];
    process?: Process;
    random?: () => number;
  } = {},
): OutboundContext {
  const { clock, connector } = world;
  const process = of.process ?? new Process(null);
  const secret = { externalKeys: [], key: KEY };
  return {
    table: world.tables.table(world.tableName, clock.now, process),
    http: { send: (request, timeout) => process.io(() => world.http.send(request, timeout)) },
    credentials: new Credentials(
      { get: () => process.io(async () => secret), refresh: async () => secret },
      'secret',
      (value) => value as unknown,
      { connector, direction: 'outbound' },
    ),
    queue: new OwnQueue({ send: (command: object) => process.io(() => world.queue.send(command)) } as never, {
      connector,
      queueUrl: QUEUE_URL,
      deadLetterQueueUrl: 'd',
    }),
    platform: of.platform ?? (testPlatform() as OutboundContext['platform']),
    settings: { ...SETTINGS, ...of.settings },
    connector,
    now: clock.now,
    random: of.random ?? (() => 0.5),
    pause: async () => {},
  };
}
