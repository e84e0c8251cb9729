import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../bin/commands/send';
import { type Listening, listen, readBody } from '../../../local/emulators/http-server';

let folder: string;
let server: Listening;
let posted: { key: unknown; body: string }[];
let answers: { status: number; body: string }[];
let printed: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ee-connect-send-'));
  posted = [];
  answers = [];
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  server = await listen(async (request, response) => {
    posted.push({ key: request.headers['x-auth-token'], body: (await readBody(request))!.toString() });
    const { status, body } = answers.shift() ?? { status: 202, body: '{}' };
    response.writeHead(status, { 'x-amzn-requestid': `request-${posted.length}` }).end(body);
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const EVENT = '{"headers": {"eventName": "SERVICE.TRIGGER", "eesEventId": "old"}}\n';

test('files are posted as they are, one line each with status and request id', async () => {
  const [one, two] = [file('one.json', EVENT), file('second.json', '{}')];
  expect(await run([one, two, '--url', `${server.url}/out/programme`, '--key', 'k'])).toBe(0);
  expect(posted).toEqual([
    { key: 'k', body: EVENT },
    { key: 'k', body: '{}' },
  ]);
  expect(printed).toEqual([`${one}     202  request-1`, `${two}  202  request-2`]);
});

test('what is not accepted is shown with its answer, and the exit code is 1', async () => {
  answers = [{ status: 401, body: '{"message":"unauthorized"}' }];
  const [one, two] = [file('one.json', EVENT), file('two.json', EVENT)];
  expect(await run([one, two, '--url', server.url, '--key', 'k'])).toBe(1);
  expect(printed).toEqual([`${one}  401  request-1  {"message":"unauthorized"}`, `${two}  202  request-2`]);
});

test('with --new-ids an event is no repeat of an earlier one', async () => {
  const path = file('one.json', EVENT);
  await run([path, path, '--url', server.url, '--key', 'k', '--new-ids']);
  const ids = posted.map(
    ({ body }) => (JSON.parse(body) as { headers: { eesEventId: string } }).headers.eesEventId,
  );
  expect(new Set([...ids, 'old']).size).toBe(3);
  expect(JSON.parse(posted[0]!.body).headers.eventName).toBe('SERVICE.TRIGGER');
});

test('with --new-ids a long id keeps its digits', async () => {
  const path = file('one.json', '{"headers": {}, "walletId": 9007199254740993}');
  await run([path, '--url', server.url, '--key', 'k', '--new-ids']);
  expect(JSON.parse(posted[0]!.body).walletId).toBe('9007199254740993');
});

test('nobody there is said with the code', async () => {
  const { url } = server;
  await server.close();
  expect(await run([file('one.json', EVENT), '--url', url, '--key', 'k'])).toBe(1);
  expect(printed[0]).toContain('ECONNREFUSED');
});

test.each([
  [[], 'FILE'],
  [['x.json'], '--url'],
  [['x.json', '--url', 'nonsense', '--key', 'k'], '--url'],
  [['x.json', '--url', 'http://127.0.0.1:1'], '--key'],
  [['x.json', '--url', 'http://127.0.0.1:1', '--key', 'k'], 'x.json'],
])('%j is refused with the name of what is wrong', async (args, named) => {
  await expect(run(args)).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringContaining(named),
  });
});

test('an answer of whoever stands there is shown without what a terminal would obey', async () => {
  answers = [{ status: 502, body: 'bad\u001b[2J\n' }];
  expect(await run([file('one.json', EVENT), '--url', server.url, '--key', 'k'])).toBe(1);
  expect(printed[0]).toMatch(/ {2}bad\\u001b\[2J\\u000a$/);
});

test('no answer says of whom, and why', async () => {
  await server.close();
  expect(await run([file('one.json', EVENT), '--url', `${server.url}/out/x?y`, '--key', 'k'])).toBe(1);
  expect(printed).toEqual([expect.stringContaining(`no answer of ${server.url}: ECONNREFUSED`)]);
  expect(await run([file('one.json', EVENT), '--url', 'http://127.0.0.1:1/out', '--key', 'k'])).toBe(1);
  expect(printed[1]).toContain('no answer of http://127.0.0.1:1: bad port');
  server = await listen(() => {});
});

test.each(['localhost:4700/out/x', 'foo', ''])('--url %p is refused', async (url) => {
  await expect(run([file('one.json', EVENT), '--url', url, '--key', 'k'])).rejects.toThrow('--url: expected');
});
