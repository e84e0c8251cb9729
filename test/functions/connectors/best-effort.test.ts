import { bestEffort } from '../../../functions/connectors/best-effort';
import { catchOutput, decisions, figures } from './output';

const out = catchOutput();
const of = { connector: 'news', direction: 'outbound', requestId: 'r-1' } as const;

afterEach(() => jest.useRealTimers());

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
  jest.useFakeTimers();
  const slow = () => new Promise<string>((_, reject) => setTimeout(() => reject(new Error('late')), 60));
  const told = jest.fn();
  void bestEffort(slow, 'nothing', of, 20).then(told);
  await jest.advanceTimersByTimeAsync(19);
  expect(told).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledWith('nothing');
  // The failure comes now; a rejection that nobody takes would fail this test.
  await jest.advanceTimersByTimeAsync(40);
  expect(decisions(out.lines)).toMatchObject([{ detail: 'Slow' }]);
});
