/** One cold start: loads a built function in a new process, hands it one event, and tells what that took. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, eventFile] = process.argv.slice(2);
process.env.LAMBDA_TASK_ROOT = folder;
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
const loadedMs = performance.now();
const answer = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 });
const answeredMs = performance.now();
const { user, system } = process.cpuUsage();
const failed = answer?.statusCode >= 300 || answer?.batchItemFailures?.length > 0;
process.send(
  {
    loadedMs,
    answeredMs,
    cpuMs: (user + system) / 1000,
    rssMb: process.resourceUsage().maxRSS / 1024,
    error: failed ? JSON.stringify(answer) : null,
  },
  () => process.exit(0),
);
