import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Listening } from '../../../local/emulators/http-server';
import { TRY_AGAIN } from '../../../local/gateway/answers';
import { startGateway } from '../../../local/gateway/gateway';

jest.setTimeout(30_000);

type Answer = (event: APIGatewayProxyEvent) => unknown;
let answer: Answer;
let seen: { functionName: string; event: APIGatewayProxyEvent }[];
let gateway: Listening;
let answered: [status: number, durationMs: number][];

const standIn = (functionName: string) => ({
  invoke: async (event: unknown) => {
    seen.push({ functionName, event: event as APIGatewayProxyEvent });
    return answer(event as APIGatewayProxyEvent);
  },
});

beforeAll(async () => {
  gateway = await startGateway({
    functions: {
      'inbound-receive': standIn('inbound-receive'),
      'outbound-receive': standIn('outbound-receive'),
    },
    window: (_request, response) => void response.end('the window'),
    onAnswer: (...told) => void answered.push(told),
    timeoutMs: 200,
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  seen = [];
  answered = [];
  answer = () => ({ statusCode: 202, body: '{"ok":true}' });
});

const post = (path: string, body: string | Uint8Array<ArrayBuffer> | null = '{}', headers = {}) =>
  fetch(gateway.url + path, { method: 'POST', body, headers });

test('the event is what a REST API with binary media types sends', async () => {
  const body = '{"name":"Zoë 🎁"}\n';
  const response = await post('/in/braze/braze-rewards?a=1&a=2&b=x%20y', body, {
    'X-Auth-Token': 'key',
    'Content-Type': 'application/json',
  });
  expect(response.status).toBe(202);
  expect(await response.text()).toBe('{"ok":true}');
  const { functionName, event } = seen[0]!;
  expect(functionName).toBe('inbound-receive');
  expect(event).toMatchObject({
    resource: '/in/{platform}/{connectorId}',
    path: '/in/braze/braze-rewards',
    httpMethod: 'POST',
    pathParameters: { platform: 'braze', connectorId: 'braze-rewards' },
    queryStringParameters: { a: '2', b: 'x y' },
    multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y'] },
    isBase64Encoded: true,
  });
  expect(Buffer.from(event.body!, 'base64').toString()).toBe(body);
  expect(response.headers.get('x-amzn-requestid')).toBe(event.requestContext.requestId);
  expect(event.headers['X-Forwarded-Proto']).toBe('https');
});

test('headers keep the case they were sent in', async () => {
  const { request } = await import('node:http');
  await new Promise<void>((resolve) => {
    request(
      `${gateway.url}/out/programme`,
      { method: 'POST', headers: { 'x-AUTH-token': 'key' } },
      (message) => {
        message.resume();
        message.on('end', resolve);
      },
    ).end('{}');
  });
  expect(seen[0]!.event.headers['x-AUTH-token']).toBe('key');
  expect(seen[0]!.event.multiValueHeaders['x-AUTH-token']).toEqual(['key']);
});

test.each([
  ['POST', '/out/programme', 'outbound-receive', { name: 'programme' }],
  ['POST', '/out/braze/braze-news', 'outbound-receive', { name: 'braze', connectorId: 'braze-news' }],
  ['GET', '/out/braze/status', 'outbound-receive', { name: 'braze' }],
  ['GET', '/in/braze/status', 'inbound-receive', { platform: 'braze' }],
  ['GET', '/status', 'inbound-receive', null],
])('%s %s goes to %s', async (method, path, functionName, parameters) => {
  await fetch(gateway.url + path, { method });
  expect(seen.map((call) => [call.functionName, call.event.pathParameters])).toEqual([
    [functionName, parameters],
  ]);
});

test.each([
  ['GET', '/in/braze/braze-rewards'],
  ['POST', '/in/braze'],
  ['POST', '/'],
  ['DELETE', '/out/programme'],
  ['POST', '/in//braze-rewards'],
])('%s %s is no address of the API', async (method, path) => {
  const response = await fetch(gateway.url + path, { method });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ message: expect.stringContaining('No such address') });
  expect(seen).toEqual([]);
});

test('an empty body is null', async () => {
  await post('/out/programme', null);
  expect(seen[0]!.event).toMatchObject({ body: null, isBase64Encoded: false });
});

test.each([
  ['over 10 MB', 10 * 1024 * 1024 + 1],
  ['over what Lambda takes, as base64', 5 * 1024 * 1024],
])('a body %s is 413', async (_, bytes) => {
  const response = await post('/out/programme', new Uint8Array(bytes));
  expect(response.status).toBe(413);
  expect(seen).toEqual([]);
});

test.each([
  ['answers too late', () => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 202 }), 400))],
  ['throws', () => Promise.reject(new Error('a secret'))],
  ['answers nothing', () => undefined],
  ['answers no status', () => ({ body: 'x' })],
])('a function that %s makes the caller try again, and nothing of it is told', async (_, reply) => {
  answer = reply;
  const response = await post('/out/programme');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('10');
  const requestId = response.headers.get('x-amzn-requestid');
  expect(await response.json()).toEqual({ requestId, error: TRY_AGAIN.error, message: TRY_AGAIN.message });
});

test('headers of an answer and binary bodies come through', async () => {
  answer = () => ({
    statusCode: 503,
    headers: { 'Retry-After': '5', 'content-type': 'text/plain' },
    body: Buffer.from([1, 2, 255]).toString('base64'),
    isBase64Encoded: true,
  });
  const response = await post('/out/programme');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255]);
});

test('the window has a prefix that no deployed API has', async () => {
  expect(await (await fetch(`${gateway.url}/_local/`)).text()).toBe('the window');
  expect(seen).toEqual([]);
});

test('a port that is taken is a PortInUse', async () => {
  const port = Number(new URL(gateway.url).port);
  const functions = { 'inbound-receive': standIn('x'), 'outbound-receive': standIn('y') };
  await expect(startGateway({ functions, port })).rejects.toMatchObject({ name: 'PortInUse', port });
});

test('every answer of its own is told, with how long it took', async () => {
  answer = () => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 202 }), 50));
  await post('/in/braze/braze-rewards');
  await post('/nowhere');
  await fetch(`${gateway.url}/_local`);
  expect(answered.map(([status]) => status)).toEqual([202, 404]);
  // A timer may ring a millisecond early by the clock.
  expect(answered[0]![1]).toBeGreaterThanOrEqual(48);
});
