import { type Listening, listen } from '../../../../local/emulators/http-server';
import { post } from '../../../../local/soak/drive/posting';

let server: Listening;
let answers: number[];
let seen: string[];

beforeEach(async () => {
  answers = [];
  seen = [];
  server = await listen((request, response) => {
    seen.push(String(request.headers['x-key']));
    const status = answers.shift() ?? 202;
    if (status === 0) response.destroy();
    else response.writeHead(status).end();
  });
});
afterEach(() => server.close());

test('what is accepted is posted once', async () => {
  expect(await post(server.url, () => ({ headers: { 'x-key': 'a' }, body: '{}' }))).toBe(true);
  expect(seen).toEqual(['a']);
});

test('what fails is posted again, with the key of that moment', async () => {
  answers = [503, 0, 401];
  let attempt = 0;
  const posting = () => {
    attempt += 1;
    return { headers: { 'x-key': String(attempt) }, body: '{}' };
  };
  expect(await post(server.url, posting)).toBe(true);
  expect(seen).toEqual(['1', '2', '3', '4']);
});
