import type { SQSClient } from '@aws-sdk/client-sqs';
import { summarise } from '../dead-letter-summary';
import { approximateCount, readDeadLetters } from '../dead-letters';
import { ago } from '../duration';
import type { DeployedConnector } from '../stack-outputs';
import type { ConnectorQueues } from '../target';
import { awsError, type Finding, failed, ok, warn } from './finding';

/** SQS deletes after 14 days; two are left to act. */
const LAST_MOMENT_MS = 12 * 86_400_000;

type Sqs = Pick<SQSClient, 'send'>;

const unreadable = (what: string, error: unknown): Finding =>
  failed(what, `cannot be read (${awsError(error)})`, 'See that it is there and that you may read it');

/** How many messages wait on a connector's queue. */
export async function checkQueue(sqs: Sqs, id: string, { queueUrl }: ConnectorQueues): Promise<Finding> {
  const what = `queue of ${id}`;
  try {
    const count = await approximateCount(sqs, queueUrl);
    return ok(what, count === 0 ? 'empty' : `${count} on the way`);
  } catch (error) {
    return unreadable(what, error);
  }
}

/** How many messages stand on a connector's dead-letter queue, why, and how much longer they do. */
export async function checkDeadLetters(
  sqs: Sqs,
  id: string,
  { deadLetterQueueUrl }: ConnectorQueues,
  target: string,
  nowMs: number,
): Promise<Finding> {
  const what = `dead letters of ${id}`;
  try {
    const count = await approximateCount(sqs, deadLetterQueueUrl);
    if (count === 0) return ok(what, 'none');
    const letters = await readDeadLetters(sqs, deadLetterQueueUrl);
    const reasons = summarise(letters).map(({ reason, count: of }) => `${reason} ${of}`);
    // The last failure put it here, and from then on SQS counts.
    const oldest = letters.map(({ lastAt }) => lastAt).sort()[0] ?? new Date(nowMs).toISOString();
    const found = `${Math.max(count, letters.length)}, the oldest for ${ago(oldest, nowMs)}: ${reasons.join(', ')}`;
    const look = `ee-connect dlq list --connector ${id} ${target}, and docs/runbook.md`;
    return nowMs - Date.parse(oldest) >= LAST_MOMENT_MS
      ? failed(what, found, `SQS deletes a message after 14 days. Look now: ${look}`)
      : warn(what, found, `Look: ${look}`);
  } catch (error) {
    return unreadable(what, error);
  }
}

/**
 * A connector that is deployed and that the configuration no longer has. With the next deployment nothing reads its queues
 * any more, so what stands on them has to go first.
 */
export async function checkLeftover(
  sqs: Sqs,
  { prefix, queueUrl, deadLetterQueueUrl }: DeployedConnector,
): Promise<Finding> {
  const what = `${prefix} (deployed, no longer configured)`;
  try {
    const [waiting, dead] = await Promise.all([
      approximateCount(sqs, queueUrl),
      approximateCount(sqs, deadLetterQueueUrl),
    ]);
    if (waiting + dead === 0)
      return warn(
        what,
        'its queues are empty',
        'The next deployment stops reading them; delete them after it',
      );
    return failed(
      what,
      `${waiting} messages wait on its queue and ${dead} on its dead-letter queue: the next deployment leaves them unread`,
      'Put it back into connectors.json, and empty both first (docs/runbook.md#remove-a-connector)',
    );
  } catch (error) {
    return unreadable(what, error);
  }
}
