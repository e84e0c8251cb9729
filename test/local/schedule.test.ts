import { Schedule, scheduledEvent } from '../../local/schedule';
import { until } from './until';

jest.setTimeout(30_000);

test('the event is what EventBridge sends, with the time of the run', () => {
  expect(scheduledEvent(new Date('2026-03-04T05:06:07.089Z'))).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: '2026-03-04T05:06:07Z',
    detail: {},
  });
});

test('it runs every so often, by the clock it is given, until it is stopped', async () => {
  const times: unknown[] = [];
  const target = { invoke: async (event: unknown) => times.push((event as { time: string }).time) };
  const schedule = new Schedule(target, 10, () => new Date('2030-01-01T00:00:00Z'));
  schedule.start();
  await until(() => times.length >= 3);
  schedule.stop();
  const count = times.length;
  await schedule.run();
  expect(times).toHaveLength(count + 1);
  expect(new Set(times)).toEqual(new Set(['2030-01-01T00:00:00Z']));
});

test('a run that fails is not the last', async () => {
  let runs = 0;
  const schedule = new Schedule(
    { invoke: () => Promise.reject(new Error(`run ${++runs}`)) },
    10,
    () => new Date(),
  );
  schedule.start();
  await until(() => runs >= 2);
  schedule.stop();
  await expect(schedule.run()).rejects.toThrow('run');
});
