import { readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { openLogs } from '../../local/logs';
import { until } from './until';

test('what is written through the descriptor and what is noted stand in one file, in order', () => {
  const logs = openLogs();
  writeSync(logs.fd, 'a line of a function\n');
  logs.note({ message: 'Task timed out', function_name: 'deliver' });
  logs.close();
  logs.note({ message: 'after the end' });
  logs.close();
  const [first, second, ...rest] = readFileSync(logs.path, 'utf8').split('\n');
  expect(first).toBe('a line of a function');
  expect(JSON.parse(second!)).toMatchObject({
    message: 'Task timed out',
    function_name: 'deliver',
    level: 'ERROR',
  });
  expect(rest).toEqual(['']);
  rmSync(dirname(logs.path), { recursive: true });
});

test('it can be followed while it is written, to the last line', async () => {
  let seen = '';
  const logs = openLogs((text) => {
    seen += text;
  });
  writeSync(logs.fd, 'first\n');
  await until(() => seen === 'first\n');
  writeSync(logs.fd, 'second\n');
  logs.close();
  expect(seen).toBe('first\nsecond\n');
  rmSync(dirname(logs.path), { recursive: true });
});
