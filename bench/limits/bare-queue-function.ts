/** A function with nothing but AWS's client for queues: the least that a cold start of a receiver can be. */
import type { ApiEvent } from '../../functions/connectors/request';
import { sendBare } from './bare-queue';

const send = sendBare(process.env.QUEUE_URL_BASE ?? '');

export const handler = async ({ body }: ApiEvent) => {
  await send(Buffer.from(body ?? '', 'base64').toString('utf8'));
  return { statusCode: 202, body: '' };
};
