/** The whole bundle on this machine: what `npm start`, the end-to-end tests and the fault harness stand on. */
import { AwsMetrics } from './aws-metrics';
import { deadLetterQueueName, queueName, VISIBILITY_SECONDS } from './deployment';
import { listen } from './emulators/http-server';
import type { QueueEmulator } from './emulators/queues';
import type { SecretsEmulator } from './emulators/secrets';
import { endpointsOf, startEmulators } from './emulators/start';
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
  const [emulators, simulators] = await Promise.all([
    startEmulators(started),
    options.simulators === false
      ? null
      : startSimulators(options.config, options.simulators ?? {}).then((each) =>
          started.add(each, () => each.close()),
        ),
  ]);
  const { queues, secrets } = emulators;
  const config = simulators?.config ?? options.config;
  const endpoints = endpointsOf(emulators);
  fillSecrets(secrets, simulators, options);
  await createQueues(queues, config, options.visibilitySeconds ?? VISIBILITY_SECONDS);

  const clock = new FunctionsClock();
  const metrics =
    options.awsMetricsEveryMs === undefined
      ? null
      : new AwsMetrics(logs, queues, config.connectors, () => clock.now());
  const functions = buildFunctions(config, endpoints, logs, options.concurrency ?? 2, started, (...call) =>
    metrics?.invoked(...call),
  );
  await Promise.all(Object.values(functions).map((each) => each.warm()));
  const pollers = startPollers(config, queues, functions, started);
  const schedule = new Schedule(
    functionNamed(functions, 'subscription-expiry'),
    options.expiryEveryMs ?? FIVE_MINUTES,
    () => new Date(clock.now()),
  );
  started.add(schedule, (each) => each.stop()).start();

  const rest: Omit<Local, 'url'> = {
    config,
    endpoints,
    air: simulators?.air ?? null,
    platforms: simulators?.platforms ?? {},
    ...emulators,
    functions,
    pollers,
    logs,
    ...standingOn(queues),
    moveClock: (to) => clock.move(to, functions),
    expire: async () => {
      await schedule.run();
    },
    stop: () => started.stop(),
  };
  const gateway = started.add(await openGateway(rest, options, metrics), (each) => each.close());
  if (metrics) started.add(metrics, (each) => each.stop()).start(options.awsMetricsEveryMs ?? 0);
  simulators?.air.subscribe(airSubscriptions(config, gateway.url));
  return { ...rest, url: gateway.url };
}

/** The clock of the functions, and of what runs them by it. */
class FunctionsClock {
  private offsetMs = 0;

  /** Epoch ms. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  move(offsetMs: number, functions: Local['functions']): void {
    this.offsetMs = offsetMs;
    for (const each of Object.values(functions)) each.moveClock(offsetMs);
  }
}

const standingOn = (queues: QueueEmulator): Pick<Local, 'deadLetters' | 'waiting'> => ({
  deadLetters: async (connectorId) => {
    const { ready, inFlight } = await queues.contents(deadLetterQueueName(connectorId));
    return [...inFlight, ...ready];
  },
  waiting: async (connectorId) => {
    const { ready, inFlight } = await queues.contents(queueName(connectorId));
    return ready.length + inFlight.length;
  },
});

const openGateway = (running: Omit<Local, 'url'>, { port }: LocalOptions, metrics: AwsMetrics | null) =>
  startGateway({
    functions: {
      'inbound-receive': functionNamed(running.functions, 'inbound-receive'),
      'outbound-receive': functionNamed(running.functions, 'outbound-receive'),
    },
    window: windowOf(running),
    onAnswer: (...answer) => metrics?.answered(...answer),
    ...(port !== undefined && { port }),
  });

function fillSecrets(
  secrets: SecretsEmulator,
  simulators: Simulators | null,
  { secrets: given = {}, secretsChangedMs }: LocalOptions,
): void {
  for (const [id, value] of Object.entries(simulators?.secrets ?? {})) secrets.set(id, value);
  for (const [id, value] of Object.entries(given)) secrets.set(id, value, secretsChangedMs);
}
