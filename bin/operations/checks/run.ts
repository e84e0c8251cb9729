import type { Config } from '../../../functions/connectors/config';
import { DEFAULT_SECRET_AGE_DAYS } from '../../../functions/connectors/operations';
import { connectorPrefix, deployedConnectors, type Outputs } from '../stack-outputs';
import type { Target } from '../target';
import { checkApiLogRole, checkConcurrency } from './account';
import { addressesOf } from './addresses';
import { checkAlarmTopic } from './alarm-topic';
import { checkApi } from './api';
import { checkConfiguration } from './configuration';
import { checkCredentials } from './credentials';
import { type Finding, warn } from './finding';
import { checkDeadLetters, checkLeftover, checkQueue } from './queues';
import { checkReachable } from './reachable';
import { checkSecret, sharedKeys, wantedSecrets } from './secrets';

/** What can be told from the configuration and this machine's network alone. */
export async function checkBefore(config: Config): Promise<Finding[]> {
  const reached = await Promise.all(addressesOf(config).map((address) => checkReachable(address)));
  return [...checkConfiguration(config), ...reached];
}

const howToPut =
  (options: string) =>
  (id: string): string =>
    options === '--local'
      ? `Start it with --secrets FILE that has a value for ${id}`
      : `Put it: aws secretsmanager put-secret-value --secret-id ${id} --secret-string file://FILE`;

/**
 * What can be told of a running installation.
 * @param options the options that lead to it, for the commands that are told: `--local`, or `--stack NAME`.
 * @param oldDays from when on a secret is worth changing.
 */
export async function checkRunning(
  target: Target,
  options: string,
  oldDays = DEFAULT_SECRET_AGE_DAYS,
): Promise<Finding[]> {
  const { config, sqs, secretsManager } = target;
  const nowMs = Date.now();
  const connectors = Object.entries(target.queues);
  const [api, secrets, queues, deadLetters] = await Promise.all([
    checkApi(target.apiUrl),
    Promise.all(
      wantedSecrets(config, target.secrets, howToPut(options)).map((wanted) =>
        checkSecret(secretsManager, wanted, { oldDays, nowMs }),
      ),
    ),
    Promise.all(connectors.map(([id, urls]) => checkQueue(sqs, id, urls))),
    Promise.all(connectors.map(([id, urls]) => checkDeadLetters(sqs, id, urls, options, nowMs))),
  ]);
  return [
    api,
    ...secrets.flatMap(({ findings }) => findings),
    ...sharedKeys(secrets),
    ...(await checkCredentials(config, secrets)),
    ...queues,
    ...deadLetters,
  ];
}

/** What only a stack in AWS has: leftovers, the account's settings, the alarms' topic. */
export async function checkStack(
  target: Target,
  stack: string,
  outputs: Outputs,
  options: { readonly configured: Config; readonly ring: boolean },
): Promise<Finding[]> {
  const { configured, ring } = options;
  const prefixes = new Set(configured.connectors.map(({ id }) => connectorPrefix(id)));
  const leftovers = deployedConnectors(outputs).filter(({ prefix }) => !prefixes.has(prefix));
  const topicArn = outputs.get('AlarmTopic');
  const found = await Promise.all([
    ...leftovers.map(async (leftover) => [await checkLeftover(target.sqs, leftover)]),
    checkApiLogRole().then((finding) => [finding]),
    checkConcurrency(configured).then((finding) => [finding]),
    ...(topicArn === undefined ? [] : [checkAlarmTopic(topicArn, stack, ring)]),
  ]);
  return [...notDeployed(configured, target.config), ...found.flat()];
}

function notDeployed(configured: Config, deployed: Config): Finding[] {
  const ids = new Set(deployed.connectors.map(({ id }) => id));
  return configured.connectors
    .filter(({ id }) => !ids.has(id))
    .map(({ id }) =>
      warn(`connector ${id}`, 'is not deployed yet', 'Deploy, put its secret, and check again'),
    );
}
