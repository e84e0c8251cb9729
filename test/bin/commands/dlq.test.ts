import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName } from '../../../local/deployment';
import type { Local } from '../../../local/run';
import { writeState } from '../../../local/state-file';
import { stateOf } from '../../../local/state-of';
import { enter, startBundle, stopBundle } from '../../end-to-end/bundle';
import { until } from '../../local/until';

jest.setTimeout(60_000);

const CONNECTOR = 'braze-rewards';
const folder = mkdtempSync(join(tmpdir(), 'ee-connect-dlq-'));
let local: Local;
beforeAll(async () => {
  local = await startBundle();
  writeState(stateOf(local), join(folder, 'ee-connect-local.json'));
});
afterAll(async () => {
  await stopBundle(local);
  rmSync(folder, { recursive: true });
});

function dlqList(): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ee-connect.ts', 'dlq', 'list', '--local'], {
    env: { ...process.env, TMPDIR: folder, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  return new Promise((resolve) => {
    child.on('close', () => resolve(out));
  });
}

test('it lists what stands there by reason, and never takes what somebody else is reading for nothing', async () => {
  expect(await dlqList()).toContain('Nothing on the dead-letter queues');
  expect((await enter(local, { identityValue: 'CUST-NOBODY' })).status).toBe(202);
  await until(async () => (await local.deadLetters(CONNECTOR)).length === 1);
  expect(await dlqList()).toMatch(/braze-rewards +consumer-not-found +1 /);

  const QueueUrl = local.queues.queueUrl(deadLetterQueueName(CONNECTOR));
  await local.queues.client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 300 }));
  expect(await dlqList()).toContain('About 1 stand there and are hidden');
});
