/** What the stack deploys for a configuration, on this machine: functions, queues, and what polls them. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../functions/connectors/config';
import { buildBundles } from './bundles';
import {
  deadLetterQueueName,
  deployment,
  type Endpoints,
  MAX_RECEIVE_COUNT,
  queueName,
  RETENTION_SECONDS,
} from './deployment';
import type { QueueEmulator } from './emulators/queues';
import { LambdaFunction, type LambdaFunctionOptions } from './lambda/lambda-function';
import type { Logs } from './logs';
import { Poller } from './poller';
import type { Started } from './started';

/** @throws Error for a name that is none. */
export function functionNamed(
  functions: Readonly<Record<string, LambdaFunction>>,
  name: string,
): LambdaFunction {
  const found = functions[name];
  if (!found) throw new Error(`there is no function ${name}`);
  return found;
}

/** Builds every function of the configuration; a connector's setting limits its processes. */
export function buildFunctions(
  config: Config,
  endpoints: Endpoints,
  logs: Logs,
  concurrency: number,
  started: Started,
  onEnd?: LambdaFunctionOptions['onEnd'],
): Record<string, LambdaFunction> {
  const folder = join(dirname(logs.path), 'bundles');
  mkdirSync(folder, { recursive: true });
  started.add(folder, (each) => rmSync(each, { recursive: true, force: true }));
  const bundles = buildBundles(config, folder);
  const functions = deployment(config, endpoints).map((deployed) => {
    const most = deployed.connector?.maxConcurrency ?? concurrency;
    const lambda = new LambdaFunction({
      functionName: deployed.name,
      folder: bundles[deployed.bundle],
      environment: deployed.environment,
      timeoutMs: deployed.timeoutMs,
      concurrency: Math.min(most, concurrency),
      logs,
      ...(onEnd && { onEnd }),
    });
    return [deployed.name, started.add(lambda, (each) => each.stop())];
  });
  return Object.fromEntries(functions);
}

export async function createQueues(
  queues: QueueEmulator,
  config: Config,
  visibilitySeconds: number,
): Promise<void> {
  const options = {
    visibilitySeconds,
    retentionSeconds: RETENTION_SECONDS,
    maxReceiveCount: MAX_RECEIVE_COUNT,
  };
  await Promise.all(
    config.connectors.map(({ id }) => queues.create(queueName(id), deadLetterQueueName(id), options)),
  );
}

/** One poller per connector; that of a paused one does not poll. */
export function startPollers(
  config: Config,
  queues: QueueEmulator,
  functions: Readonly<Record<string, LambdaFunction>>,
  started: Started,
): Record<string, Poller> {
  const pollers = config.connectors.map((connector) => {
    const name = queueName(connector.id);
    const poller = new Poller({
      client: queues.client,
      queueUrl: queues.queueUrl(name),
      queueArn: queues.queueArn(name),
      function: functionNamed(functions, `${connector.direction}-deliver-${connector.id}`),
    });
    if (!connector.paused) poller.start();
    return [connector.id, started.add(poller, (each) => each.stop())];
  });
  return Object.fromEntries(pollers);
}
