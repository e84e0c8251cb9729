import { bestEffort } from '../../../functions/connectors/best-effort';
import { catchOutput, decisions, figures } from './output';

const out = catchOutput();
const of = { connector: 'news', direction: 'outbound', requestId: 'r-1' } as const;

test('what works is handed on, and nothing is told', async () => {
  expect(await bestEffort(async () => 'found', 'nothing', of)).toBe('found');
  expect(out.lines).toEqual([]);
});

test('what fails is replaced, counted and logged, without its message', async () => {
  const fail = async () => {
    throw Object.assign(new Error('no access to table of jane@shop.example'), { name: 'AccessDenied' });
  };
  expect(await bestEffort(fail, 'nothing', of)).toBe('nothing');
  expect(figures(out.lines, 'DirectoryUnavailable')).toEqual([
    { connector: 'news', direction: 'outbound', reason: undefined, value: 1 },
  ]);
  expect(decisions(out.lines)).toMatchObject([
    { decision: 'problem', requestId: 'r-1', reason: 'state-unavailable', detail: 'AccessDenied' },
  ]);
  expect(out.text()).not.toContain('jane');
});

test('what takes too long is not waited for, and its later failure troubles nobody', async () => {
  const slow = () => new Promise<string>((_, reject) => setTimeout(() => reject(new Error('late')), 60));
  const before = performance.now();
  expect(await bestEffort(slow, 'nothing', of, 20)).toBe('nothing');
  expect(performance.now() - before).toBeLessThan(58);
  expect(decisions(out.lines)).toMatchObject([{ detail: 'Slow' }]);
  await new Promise((resolve) => setTimeout(resolve, 80));
});
