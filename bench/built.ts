import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Config } from '../functions/connectors/config';
import { NODE_OPTIONS } from '../functions/connectors/environment';
import { BUNDLING, bundleWithConfig, type FunctionName } from '../lib/bundles';
import { benchConfig, fanOutConfig, OUTBOUND } from './connectors';

/** In place of the AWS clients: what a function costs without them. */
const STUBBED_CLIENTS = Object.fromEntries(
  ['client-sqs', 'client-dynamodb', 'client-secrets-manager'].map((client) => [
    `@aws-sdk/${client}`,
    `./${join('bench', 'stubs', client)}.ts`,
  ]),
);

/** What a deployed function finds in its environment, with every address that of the stub. */
export function environmentOf(stubUrl: string): Record<string, string> {
  const queue = (id: string) => `${id}.fifo`;
  const [one, many] = [benchConfig(stubUrl), fanOutConfig(stubUrl)];
  const ids = [...one.connectors, ...many.connectors].map(({ id }) => id);
  const addresses = [...ids, ...many.feeds.map(({ id }) => `feed/${id}`)];
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: stubUrl,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TABLE_NAME: 'bench',
    METRICS_NAMESPACE: 'EEConnect',
    NODE_OPTIONS,
    QUEUE_URL_BASE: stubUrl,
    QUEUES: JSON.stringify(Object.fromEntries(ids.map((id) => [id, queue(id)]))),
    SECRETS: JSON.stringify(Object.fromEntries(addresses.map((address) => [address, address]))),
    CONNECTOR_ID: OUTBOUND,
    QUEUE_URL: `${stubUrl}/${queue(OUTBOUND)}`,
    DEAD_LETTER_QUEUE_URL: `${stubUrl}/dead-letter.fifo`,
    SECRET_ID: OUTBOUND,
  };
}

/** Builds a function as it is deployed, or with stubs in place of the AWS clients. @returns its folder. */
export function buildFunction(
  name: FunctionName,
  config: Config,
  folder: string,
  clients: 'real' | 'stubbed' = 'real',
): string {
  return bundleWithConfig(name, join(folder, clients), config, clients === 'stubbed' ? STUBBED_CLIENTS : {});
}

/**
 * Builds a limit as anybody would: with the options of our own functions, and what is imported as it is.
 * @param file of `bench/limits/`.
 * @returns its folder.
 */
export function buildLimit(file: string, folder: string): string {
  const out = join(folder, basename(file, '.ts'));
  buildSync({
    ...BUNDLING,
    alias: {},
    entryPoints: [join('bench', 'limits', file)],
    outfile: join(out, 'index.mjs'),
  });
  return out;
}
