import { checkConfig } from '../../functions/connectors/config-schema';
import { runJourney } from '../../local/journey/journey';
import { firstRoles } from '../../local/journey/roles';
import type { Step } from '../../local/journey/step';
import type { Local } from '../../local/local';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { brazeOf, projectConfig, startBundle, stopBundle } from './bundle';

jest.setTimeout(60_000);

let local: Local;

beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));

async function journey(patienceMs?: number, signal?: AbortSignal) {
  const roles = firstRoles(checkConfig(projectConfig()), LOCAL_PLATFORMS)!;
  const steps: Step[] = [];
  const end = await runJourney({
    local,
    ...roles,
    outbound: local.config.connectors.find(({ id }) => id === roles.outbound.id)!,
    onStep: (step) => steps.push(step),
    ...(patienceMs !== undefined && { patienceMs }),
    ...(signal && { signal }),
  });
  return { end, steps };
}

test('it goes from the audience entry to the profile, and may be played again', async () => {
  for (const balance of [1490, 1740]) {
    const { end, steps } = await journey();
    expect(end.failure).toBeNull();
    expect(steps.map(({ call, status }) => [call, status])).toEqual([
      ['POST /in/braze/braze-rewards', 202],
      ['POST /2.0/services/trigger', 201],
      ['POST /out/programme', 202],
      ['POST /users/track', 201],
    ]);
    expect(end.heard[0]?.profile?.attributes.ee_points_balance).toBe(balance);
  }
  expect(brazeOf(local).profile('CUST-4711')!.events).toHaveLength(2);
});

test('a step that is refused ends it, and is named', async () => {
  const refusal = { errorCode: 'IDENTITY', errorMessage: 'The identity was not found' };
  local.air!.fail({ kind: 'answer', status: 404, body: refusal });
  const { end, steps } = await journey();
  expect(end.failure).toBe('step 2 was answered 404');
  expect(steps.map(({ ok }) => ok)).toEqual([true, false]);
});

test('news that do not come are explained by the dead-letter queue', async () => {
  brazeOf(local).poison({ when: () => true, as: 'item', message: 'Not today' });
  const { end } = await journey(3000);
  expect(end.failure).toBe(
    'the news in Braze did not come within 3 s: the dead-letter queue of braze-news says platform-refused',
  );
});

test('it can be stopped', async () => {
  const controller = new AbortController();
  brazeOf(local).fail({ kind: 'slow', ms: 5000 });
  setTimeout(() => controller.abort(), 500);
  const { end } = await journey(20_000, controller.signal);
  expect(end.failure).toBe('it was stopped');
});
