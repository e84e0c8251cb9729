/** The whole bundle on this machine: what `npm start`, the end-to-end tests and the fault harness stand on. */
import { AwsMetrics } from './aws-metrics';
import { deadLetterQueueName, type Endpoints, queueName, VISIBILITY_SECONDS } from './deployment';
import { listen } from './emulators/http-server';
import { QueueEmulator } from './emulators/queues';
import { SecretsEmulator } from './emulators/secrets';
import { TableEmulator } from './emulators/state-table';
import { startGateway } from './gateway/gateway';
import type { Local, LocalOptions } from './local';
import { airSubscriptions } from './local-config';
import { buildFunctions, createQueues, functionNamed, startPollers } from './local-stack';
import { openLogs } from './logs';
import { Schedule } from './schedule';
import { type Simulators, startSimulators } from './simulators-of';
import { Started } from './started';
import { windowOf } from './window';

const FIVE_MINUTES = 5 * 60 * 1000;

/**
 * Starts everything. When it resolves, requests are answered and messages delivered.
 * @throws PortInUse, InvocationError when a bundle does not load, ConfigError when a platform has no simulator.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  // The SDK's note on Node.js 20 would stand in the middle of what people read here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const started = new Started();
  try {
    // Before anything else is built: the answer to a port that is taken is a quick one.
    if (options.port) await (await listen(() => {}, options.port)).close();
    return await start(options, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(options: LocalOptions, started: Started): Promise<Local> {
  const logs = started.add(openLogs(options.onLog), (each) => each.close());
  const [queues, table, secrets, simulators] = await Promise.all([
    QueueEmulator.start().then((each) => started.add(each, () => each.stop())),
    TableEmulator.start().then((each) => started.add(each, () => each.stop())),
    SecretsEmulator.start().then((each) => started.add(each, () => each.stop())),
    options.simulators === false
      ? null
      : startSimulators(options.config, options.simulators ?? {}).then((each) =>
          started.add(each, () => each.close()),
        ),
  ]);
  const config = simulators?.config ?? options.config;
  const endpoints: Endpoints = {
    sqs: queues.url,
    queueUrlBase: queues.urlBase,
    table: table.url,
    secrets: secrets.url,
  };
  fillSecrets(secrets, simulators, options);
  await createQueues(queues, config, options.visibilitySeconds ?? VISIBILITY_SECONDS);
  let offsetMs = 0;
  const metrics =
    options.awsMetricsEveryMs === undefined
      ? null
      : new AwsMetrics(logs, queues, config.connectors, () => Date.now() + offsetMs);
  const functions = buildFunctions(config, endpoints, logs, options.concurrency ?? 2, started, (...call) =>
    metrics?.invoked(...call),
  );
  await Promise.all(Object.values(functions).map((each) => each.warm()));
  const pollers = startPollers(config, queues, functions, started);
  const expiry = functionNamed(functions, 'subscription-expiry');
  const now = () => new Date(Date.now() + offsetMs);
  const schedule = new Schedule(expiry, options.expiryEveryMs ?? FIVE_MINUTES, now);
  started.add(schedule, (each) => each.stop()).start();

  const rest: Omit<Local, 'url'> = {
    config,
    endpoints,
    air: simulators?.air ?? null,
    platforms: simulators?.platforms ?? {},
    queues,
    table,
    secrets,
    functions,
    pollers,
    logs,
    deadLetters: async (connectorId) => {
      const { ready, inFlight } = await queues.contents(deadLetterQueueName(connectorId));
      return [...inFlight, ...ready];
    },
    waiting: async (connectorId) => {
      const { ready, inFlight } = await queues.contents(queueName(connectorId));
      return ready.length + inFlight.length;
    },
    moveClock: (to) => {
      offsetMs = to;
      for (const each of Object.values(functions)) each.moveClock(to);
    },
    expire: async () => {
      await schedule.run();
    },
    stop: () => started.stop(),
  };
  const gateway = started.add(
    await startGateway({
      functions: {
        'inbound-receive': functionNamed(functions, 'inbound-receive'),
        'outbound-receive': functionNamed(functions, 'outbound-receive'),
      },
      window: windowOf(rest),
      onAnswer: (...answer) => metrics?.answered(...answer),
      ...(options.port !== undefined && { port: options.port }),
    }),
    (each) => each.close(),
  );
  if (metrics) started.add(metrics, (each) => each.stop()).start(options.awsMetricsEveryMs ?? 0);
  simulators?.air.subscribe(airSubscriptions(config, gateway.url));
  return { ...rest, url: gateway.url };
}

function fillSecrets(
  secrets: SecretsEmulator,
  simulators: Simulators | null,
  { secrets: given = {}, secretsChangedMs }: LocalOptions,
): void {
  for (const [id, value] of Object.entries(simulators?.secrets ?? {})) secrets.set(id, value);
  for (const [id, value] of Object.entries(given)) secrets.set(id, value, secretsChangedMs);
}
