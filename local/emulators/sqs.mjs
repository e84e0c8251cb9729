/**
 * The SQS emulator, in a process of its own since it is ESM only. It listens on loopback, and takes queue URLs by the
 * queue's name, so that they can carry an address that resolves everywhere (`http://127.0.0.1:<port>/...`).
 */
import { buildApp } from 'fauxqs';

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when this one ends.
process.on('SIGINT', () => {});

const app = buildApp({ logger: false });
const known = new Map();
let down = false;
const nameOf = (url) => url.slice(url.lastIndexOf('/') + 1);

app.addHook('preHandler', async (request, reply) => {
  if (down && request.method === 'POST')
    return reply.code(503).type('application/x-amz-json-1.0').send('{"__type":"ServiceUnavailable"}');
  const url = request.body?.QueueUrl;
  if (typeof url === 'string') request.body.QueueUrl = known.get(nameOf(url)) ?? url;
});

app.addHook('preSerialization', async (request, _reply, payload) => {
  const outside = (url) => {
    known.set(nameOf(url), url);
    return `http://${request.headers.host}${new URL(url).pathname}`;
  };
  if (typeof payload?.QueueUrl === 'string') payload.QueueUrl = outside(payload.QueueUrl);
  if (Array.isArray(payload?.QueueUrls)) payload.QueueUrls = payload.QueueUrls.map(outside);
  return payload;
});

process.on('message', (message) => {
  if (message.type === 'down') down = message.down;
  process.send({ type: 'done' });
});

await app.listen({ host: '127.0.0.1', port: 0 });
process.send({ type: 'listening', port: app.server.address().port });
