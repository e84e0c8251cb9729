import { checkConfig } from '../../functions/connectors/config-schema';
import { runJourney } from '../../local/journey/journey';
import { type Roles, withAll } from '../../local/journey/roles';
import type { Local } from '../../local/local';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { until } from '../local/until';
import { enter, newConsumer, projectConfig, startBundle, stopBundle } from './bundle';

jest.setTimeout(90_000);

const NAMES = Object.keys(LOCAL_PLATFORMS);
const whole = withAll(checkConfig(projectConfig()), LOCAL_PLATFORMS);
const roles = whole.roles as Roles;
const connectorOf = (name: string) =>
  [roles, ...roles.others].find(({ platform }) => platform.name === name)!.outbound;
let local: Local;

beforeAll(async () => {
  local = await startBundle({ config: whole.config, visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));

const eventsIn = (name: string, identityValue: string) =>
  local.platforms[name]!.profile(identityValue)?.events.length ?? 0;

test('one feed tells every platform, and the journey shows what each of them has', async () => {
  const calls: string[] = [];
  const end = await runJourney({ ...roles, local, onStep: ({ call }) => calls.push(call) });
  expect(end.failure).toBeNull();
  expect(end.heard.map(({ title }) => title)).toEqual(NAMES.map((name) => LOCAL_PLATFORMS[name]!.title));
  for (const { profile, failure, ms } of end.heard) {
    expect([failure, profile?.events.length, typeof ms]).toEqual([null, 1, 'number']);
    expect(Object.values(profile!.attributes)).toContain(1490);
  }
  expect(calls.slice(0, 3)).toEqual([
    'POST /in/braze/braze-rewards',
    'POST /2.0/services/trigger',
    'POST /out/programme',
  ]);
  // AIR posted it once.
  expect(local.air!.deliveries.made).toHaveLength(1);
});

test('G4: one platform answers 503, the others have it at once; healed, it gets it too, and once', async () => {
  const [down, up] = ['bloomreach', NAMES.filter((name) => name !== 'bloomreach')] as const;
  const identityValue = newConsumer(local, 7801).identities[0]!.value;
  const before = new Map(NAMES.map((name) => [name, local.platforms[name]!.simulator.calls.length]));
  const { simulator } = local.platforms[down]!;
  simulator.fail({ kind: 'answer', status: 503, times: 1_000 });

  await enter(local, { identityValue });
  await until(() => up.every((name) => eventsIn(name, identityValue) === 1), { withinMs: 30_000 });
  await until(() => simulator.calls.length > before.get(down)!);
  expect(eventsIn(down, identityValue)).toBe(0);
  expect(await local.waiting(connectorOf(down).id)).toBe(1);
  for (const name of up) await until(async () => (await local.waiting(connectorOf(name).id)) === 0);

  simulator.heal();
  await until(async () => (await local.waiting(connectorOf(down).id)) === 0, { withinMs: 45_000 });
  expect(NAMES.map((name) => eventsIn(name, identityValue))).toEqual(NAMES.map(() => 1));
  expect(await Promise.all(NAMES.map((name) => local.deadLetters(connectorOf(name).id)))).toEqual(
    NAMES.map(() => []),
  );
  // The others were not called again for it.
  for (const name of up) {
    const since = local.platforms[name]!.simulator.calls.slice(before.get(name)!);
    expect(since.every(({ status }) => status! < 300)).toBe(true);
    expect(since.length).toBeLessThanOrEqual(2);
  }
});
