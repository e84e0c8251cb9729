/** A word too many stops each command before it looks at anything: it was meant as an option. */
import { openTarget } from '../../../bin/operations/open-target';

jest.mock('../../../bin/operations/open-target');

const run = async (line: string) => {
  const [name = '', ...args] = line.split(' ');
  const command = (await import(`../../../bin/commands/${name}`)) as { run(args: string[]): Promise<number> };
  return command.run(args);
};

test.each([
  [
    'dlq redrive --connector X ee-0000 --local',
    'unexpected argument "ee-0000": did you mean --event ee-0000?',
  ],
  ['dlq discard --connector X --reason expired ee-0000 --yes --local', 'did you mean --event ee-0000?'],
  ['dlq list expired --local', 'unexpected argument "expired": did you mean --reason expired?'],
  ['rewards export extra --local', 'unexpected argument "extra": did you mean --identity extra?'],
  ['rewards export parked --local', 'did you mean --state parked?'],
  ['rewards settle ee-1 --as issued --local', 'did you mean --reference ee-1?'],
  ['rewards settle issued --reference ee-1 --local', 'did you mean --as issued?'],
  ['identities import a.csv b.csv --local', 'unexpected argument "b.csv"'],
  ['forget 9001 --local', 'did you mean --wallet 9001?'],
  ['check EeConnect-prod', 'did you mean --stack EeConnect-prod?'],
  ['check other.json', 'did you mean --config other.json?'],
  ['connectors other.json', 'did you mean --config other.json?'],
  ['air-setup https://x', 'did you mean --api-url https://x?'],
  ['start klaviyo', 'did you mean --platform klaviyo?'],
  ['start 4701', 'did you mean --port 4701?'],
  ['soak 100', 'unexpected argument "100"'],
  ['catalogue page', 'unexpected argument "page"'],
])('%s', async (line, message) => {
  await expect(run(line)).rejects.toThrow(message);
  expect(openTarget).not.toHaveBeenCalled();
});

test.each([
  ['dlq list --yes --local', '--yes: list does not take it, only discard'],
  ['dlq export --limit 3 --local', '--limit: export does not take it, only show and redrive and discard'],
  [
    'rewards settle --reference ee-1 --as issued --state parked',
    '--state: settle does not take it, only export',
  ],
  ['dlq', 'expected list, show, redrive, export, discard'],
  ['rewards', 'expected export, settle'],
])('an option of another action, or no action: %s', async (line, message) => {
  await expect(run(line)).rejects.toThrow(message);
  expect(openTarget).not.toHaveBeenCalled();
});

test.each(['foo', 'http://api.example/v1', 'ftp://api.example', 'localhost:4700'])(
  'air-setup --api-url %s is refused',
  async (url) => {
    await expect(run(`air-setup --api-url ${url}`)).rejects.toThrow('--api-url: expected');
  },
);

test.each(['0', '1.5', '-1', 'ten', ''])('--limit=%s is refused', async (limit) => {
  await expect(run(`dlq show --limit=${limit} --local`)).rejects.toThrow(
    '--limit: expected a whole number above 0',
  );
});
