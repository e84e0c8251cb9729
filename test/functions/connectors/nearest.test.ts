import { nearest } from '../../../functions/connectors/nearest';

test.each([
  ['stag', ['stage', 'config'], 'stage'],
  ['stgae', ['stage', 'config'], 'stage'],
  ['Stage', ['stage', 'config'], 'stage'],
  ['curency', ['events', 'currency'], 'currency'],
  ['wallet_url', ['secretName', 'walletUrl'], 'walletUrl'],
  ['queueAge', ['queueAgeMinutes', 'throttles'], 'queueAgeMinutes'],
  ['abe', ['abcde', 'abx', 'ab'], 'abx'],
])('%s among %j means %s', (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

test.each([
  ['owner', ['stage', 'config']],
  ['x', []],
  ['', ['stage']],
  ['id', ['paused']],
])('%j is none of %j', (name, known) => {
  expect(nearest(name, known)).toBeUndefined();
});
