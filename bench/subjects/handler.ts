import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyResult, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ApiEvent } from '../../functions/connectors/request';

const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 };

async function load<Event, Answer>(folder: string): Promise<(event: Event) => Promise<Answer>> {
  process.env.LAMBDA_TASK_ROOT = folder;
  const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
  return (event) => handler(event, context);
}

/** A built receive function. Its environment is this process's. */
export const loadReceive = (folder: string) => load<ApiEvent, APIGatewayProxyResult>(folder);
/** A built deliver function. */
export const loadDeliver = (folder: string) => load<SQSEvent, SQSBatchResponse>(folder);
