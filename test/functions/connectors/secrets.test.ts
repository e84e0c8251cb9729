import { ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import {
  FRESH_MS,
  REFRESH_EVERY_MS,
  Secrets,
  SecretsUnavailable,
} from '../../../functions/connectors/secrets';

type Answer = string | undefined | Error | Promise<never>;

const WRITTEN = 400_000;

/** Secrets Manager with one answer for all, and a clock that a test moves. */
function setUp(first: Answer, told?: (id: string, ageMs: number) => void) {
  const state = { answer: first, now: 1_000_000, calls: 0 };
  const send = async () => {
    state.calls += 1;
    await Promise.resolve();
    if (state.answer instanceof Error) throw state.answer;
    return { SecretString: await state.answer, CreatedDate: new Date(WRITTEN) };
  };
  return { state, secrets: new Secrets({ send } as never, told, () => state.now) };
}
const value = (name: string) => JSON.stringify({ name });
const silence = () => new Promise<never>(() => {});

afterEach(() => jest.useRealTimers());

test('a value is asked for once in five minutes, and then again', async () => {
  const { state, secrets } = setUp(value('old'));
  for (let request = 0; request < 100; request++) expect(await secrets.get('s')).toEqual({ name: 'old' });
  state.answer = value('new');
  state.now += FRESH_MS - 1;
  expect(await secrets.get('s')).toEqual({ name: 'old' });
  expect(state.calls).toBe(1);
  state.now += 1;
  expect(await secrets.get('s')).toEqual({ name: 'new' });
  expect(state.calls).toBe(2);
});

test('each time that a value is read, its age is told; a secret without one has none', async () => {
  const told: [string, number][] = [];
  const { state, secrets } = setUp(value('old'), (id, ageMs) => void told.push([id, ageMs]));
  await secrets.get('s');
  await secrets.get('s');
  state.now += FRESH_MS;
  await secrets.get('s');
  state.answer = new ResourceNotFoundException({ message: 'none', $metadata: {} });
  await secrets.refresh('other');
  expect(told).toEqual([
    ['s', 600_000],
    ['s', 600_000 + FRESH_MS],
  ]);
});

test('callers at the same time share one call, also for a refresh', async () => {
  const { state, secrets } = setUp(value('one'));
  await Promise.all(Array.from({ length: 50 }, () => secrets.get('s')));
  expect(state.calls).toBe(1);
  await Promise.all(Array.from({ length: 50 }, () => secrets.refresh('s')));
  expect(state.calls).toBe(2);
});

test('each secret has a value and a call of its own', async () => {
  const { state, secrets } = setUp(value('one'));
  await secrets.get('a');
  await secrets.get('b');
  expect(state.calls).toBe(2);
});

describe('refresh', () => {
  test('gets a rotated value at once, and is allowed once in 30 s', async () => {
    const { state, secrets } = setUp(value('old'));
    await secrets.get('s');
    state.answer = value('new');
    expect(await secrets.refresh('s')).toEqual({ name: 'new' });
    expect(await secrets.get('s')).toEqual({ name: 'new' });
    state.answer = value('newer');
    for (let wrongKey = 0; wrongKey < 1000; wrongKey++) await secrets.refresh('s');
    expect(state.calls).toBe(2);
    state.now += REFRESH_EVERY_MS;
    expect(await secrets.refresh('s')).toEqual({ name: 'newer' });
  });

  test('gives the very same object where nothing changed', async () => {
    const { secrets } = setUp(value('same'));
    expect(await secrets.refresh('s')).toBe(await secrets.get('s'));
  });
});

describe('outage', () => {
  test('with a value from before changes nothing, and asks once in 30 s', async () => {
    const { state, secrets } = setUp(value('old'));
    await secrets.get('s');
    state.answer = new Error('503');
    state.now += FRESH_MS;
    for (let request = 0; request < 100; request++) expect(await secrets.get('s')).toEqual({ name: 'old' });
    expect(await secrets.refresh('s')).toEqual({ name: 'old' });
    expect(state.calls).toBe(3);
    state.now += 60 * 60_000;
    expect(await secrets.get('s')).toEqual({ name: 'old' });
    state.now += REFRESH_EVERY_MS;
    state.answer = value('new');
    expect(await secrets.get('s')).toEqual({ name: 'new' });
  });

  test('a Secrets Manager that never answers costs one caller 300 ms, and the others nothing', async () => {
    const { state, secrets } = setUp(value('old'));
    await secrets.get('s');
    state.answer = silence();
    state.now += FRESH_MS;
    jest.useFakeTimers();
    const told = jest.fn();
    void secrets.get('s').then(told);
    await jest.advanceTimersByTimeAsync(299);
    expect(told).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(told).toHaveBeenCalledWith({ name: 'old' });
    // The clock stands from here on, so whoever waited for it would never be told.
    for (let request = 0; request < 100; request++) expect(await secrets.get('s')).toEqual({ name: 'old' });
    expect(state.calls).toBe(2);
  });

  test('without a value is unavailable, at once for a second, and over when Secrets Manager is back', async () => {
    const { state, secrets } = setUp(new Error('503'));
    await expect(secrets.get('s')).rejects.toThrow(SecretsUnavailable);
    for (let request = 0; request < 100; request++)
      await expect(secrets.get('s')).rejects.toThrow(SecretsUnavailable);
    expect(state.calls).toBe(1);
    state.answer = value('there');
    state.now += 1000;
    expect(await secrets.get('s')).toEqual({ name: 'there' });
  });
});

describe('not set up', () => {
  test.each([
    ['without a value', new ResourceNotFoundException({ message: 'no AWSCURRENT', $metadata: {} })],
    ['with a binary value', undefined],
    ['that is no JSON', 'just a key'],
    ['that is a list', '["key"]'],
    ['that is a text', '"key"'],
    ['that is empty', ''],
  ])('a secret %s', async (_, answer) => {
    const { secrets } = setUp(answer as Answer);
    expect(await secrets.get('s')).toBeNull();
  });

  test('a value that is put in later is found within 30 s', async () => {
    const { state, secrets } = setUp('');
    expect(await secrets.get('s')).toBeNull();
    state.answer = value('there');
    state.now += REFRESH_EVERY_MS;
    expect(await secrets.get('s')).toEqual({ name: 'there' });
  });

  test('a value that is taken away is gone after five minutes', async () => {
    const { state, secrets } = setUp(value('there'));
    await secrets.get('s');
    state.answer = new ResourceNotFoundException({ message: 'no AWSCURRENT', $metadata: {} });
    state.now += FRESH_MS;
    expect(await secrets.get('s')).toBeNull();
  });
});

test('the error of an outage holds no secret id and no value', async () => {
  const { secrets } = setUp(new Error('denied for arn:aws:secretsmanager:…:secret:s'));
  const error = await secrets.get('s').catch((thrown: Error) => thrown);
  expect((error as Error).message).toBe('Secrets Manager cannot be reached');
});
