/**
 * One execution environment of one function: imports the built bundle and calls its handler, one invocation at a time,
 * as Lambda does. The parent talks to it over IPC. It ends with its parent, however that ended.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moveClock } from './clock.mjs';

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when this one ends.
process.on('SIGINT', () => {});

const failure = (error) => ({
  name: String(error?.name ?? 'Error'),
  message: String(error?.message ?? error),
});

let handler;
try {
  ({ handler } = await import(pathToFileURL(join(process.env.LAMBDA_TASK_ROOT, 'index.mjs')).href));
  if (typeof handler !== 'function') throw new Error('index.mjs exports no function named "handler"');
  process.send({ type: 'ready' });
} catch (error) {
  console.error(error);
  process.send({ type: 'failed', error: failure(error) }, () => process.exit(1));
}

function contextOf({ requestId, deadlineMs, functionName }) {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:000000000000:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `local/${process.pid}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - performance.timeOrigin - performance.now()),
  };
}

process.on('message', async (message) => {
  if (message.type === 'clock') return moveClock(message.offsetMs);
  try {
    // A result goes through JSON in Lambda too: what is undefined here is null there.
    const result = (await handler(message.event, contextOf(message))) ?? null;
    process.send({ type: 'result', id: message.requestId, result });
  } catch (error) {
    console.error(error);
    process.send({ type: 'result', id: message.requestId, error: failure(error) });
  }
});
