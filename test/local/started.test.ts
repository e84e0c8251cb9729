import { Started } from '../../local/started';

test('what was started last is stopped first, whatever fails, and once', async () => {
  const stopped: string[] = [];
  const started = new Started();
  expect(started.add('table', (name) => stopped.push(name))).toBe('table');
  started.add('broken', () => {
    throw new Error('does not stop');
  });
  started.add('gateway', async (name) => {
    await Promise.resolve();
    stopped.push(name);
  });
  await started.stop();
  await started.stop();
  expect(stopped).toEqual(['gateway', 'table']);
});

test('what comes up only after the end is stopped at once', async () => {
  const stopped: string[] = [];
  const started = new Started();
  await started.stop();
  started.add('late', (name) => stopped.push(name));
  expect(stopped).toEqual(['late']);
});
