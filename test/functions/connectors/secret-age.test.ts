import { measureSecretAge } from '../../../functions/connectors/secret-age';
import { catchOutput, figures } from './output';

const DAY_MS = 86_400_000;
const out = catchOutput();
const measured = () =>
  figures(out.lines, 'SecretAgeDays').map(({ connector, direction, value }) => [connector, direction, value]);

test('the age of a secret is a figure of everybody who needs it, in whole days', () => {
  const tell = measureSecretAge('outbound', [
    ['news', 'shared'],
    ['feed/programme', 'shared'],
    ['alone', 'own'],
  ]);
  tell('shared', 89.9 * DAY_MS);
  tell('nobody-s', DAY_MS);
  expect(measured()).toEqual([
    ['news', 'outbound', 89],
    ['feed/programme', 'outbound', 89],
  ]);
});

test('a clock that is behind makes no negative age', () => {
  measureSecretAge('inbound', [['rewards', 'own']])('own', -5);
  expect(measured()).toEqual([['rewards', 'inbound', 0]]);
});
