/**
 * One delivering function that lives long: fetches its invocations over HTTP, as Lambda's runtime does, and nothing else
 * is in its process. Tells its memory from time to time; the heap after a collection, the resident memory before it.
 */
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, invocations, count, samples] = process.argv.slice(2);
process.env.LAMBDA_TASK_ROOT = folder;
const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
const agent = new Agent({ keepAlive: true });

const next = () =>
  new Promise((resolve, reject) => {
    const request = get(invocations, { agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8'))));
    });
    request.on('error', reject);
  });

const MB = 1024 * 1024;
const every = Math.ceil(Number(count) / Number(samples));
const memory = [];
for (let invocation = 1; invocation <= Number(count); invocation++) {
  const event = await next();
  const { batchItemFailures } = await handler(event, {
    awsRequestId: 'bench',
    getRemainingTimeInMillis: () => 30_000,
  });
  if (batchItemFailures.length > 0) throw new Error('not everything was delivered');
  if (invocation % every !== 0) continue;
  const residentMb = process.memoryUsage().rss / MB;
  globalThis.gc();
  memory.push({ residentMb, heapMb: process.memoryUsage().heapUsed / MB });
}
process.send(memory, () => process.exit(0));
