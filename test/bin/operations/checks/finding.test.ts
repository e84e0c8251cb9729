import { awsError, failed, findingLines, ok, tally, warn } from '../../../../bin/operations/checks/finding';

const findings = [
  ok('connectors.json', 'in order'),
  warn('queue', 'paused', 'Take it out'),
  failed('secret air', 'has no value', 'Put it'),
];

test('lines are aligned: status, what, what was found and what to do', () => {
  expect(findingLines(findings)).toEqual([
    'ok      connectors.json  in order',
    'warn    queue            paused. Take it out',
    'FAILED  secret air       has no value. Put it',
  ]);
  expect(tally(findings)).toBe('1 ok, 1 warn, 1 FAILED');
});

test('an error of AWS is told in a word, never with its message', () => {
  expect(awsError(Object.assign(new Error('long'), { name: 'AccessDeniedException' }))).toBe(
    'AccessDeniedException',
  );
  expect(awsError(Object.assign(new Error('long'), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  expect(awsError(null)).toBe('no answer');
});
