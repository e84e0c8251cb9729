/**
 * The SQS emulator, in a process of its own since it is ESM only. It listens on loopback, and takes queue URLs by the
 * queue's name, so that they can carry an address that resolves everywhere (`http://127.0.0.1:<port>/...`).
 */
import { buildApp } from 'fauxqs';
import { moveClock } from '../lambda/clock.mjs';

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

/** How many messages of a queue can be received, how many are out, and when the first of those comes back (epoch ms). */
async function look(name) {
  const { messages } = (await app.inject(`/_fauxqs/queues/${name}`)).json();
  const deadlines = messages.inflight.map((entry) => entry.visibilityDeadline);
  return {
    ready: messages.ready.length + messages.delayed.length,
    inFlight: deadlines.length,
    nextVisibleAt: deadlines.length > 0 ? deadlines.reduce((one, other) => Math.min(one, other)) : null,
  };
}

process.on('message', async (message) => {
  if (message.type === 'down') down = message.down;
  if (message.type === 'clock') moveClock(message.offsetMs);
  const found = message.type === 'look' ? await Promise.all(message.names.map(look)) : null;
  process.send({ type: 'done', found });
});

await app.listen({ host: '127.0.0.1', port: 0 });
process.send({ type: 'listening', port: app.server.address().port });
