import { checkConfig } from '../../functions/connectors/config-schema';
import { type JourneyOptions, runJourney } from '../../local/journey/journey';
import { firstRoles } from '../../local/journey/roles';
import type { Step } from '../../local/journey/step';
import type { Local } from '../../local/local';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { until } from '../local/until';
import { brazeOf, projectConfig, startBundle, stopBundle } from './bundle';

jest.setTimeout(60_000);

let local: Local;

beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));

async function journey({ onStep, ...more }: Partial<JourneyOptions> = {}) {
  const roles = firstRoles(checkConfig(projectConfig()), LOCAL_PLATFORMS)!;
  const steps: Step[] = [];
  const end = await runJourney({
    local,
    ...roles,
    outbound: local.config.connectors.find(({ id }) => id === roles.outbound.id)!,
    onStep: (step, number) => {
      steps.push(step);
      onStep?.(step, number);
    },
    ...more,
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

const takesNothing = () => brazeOf(local).poison({ when: () => true, as: 'item', message: 'Not today' });

test('news that do not come are explained by the dead-letter queue', async () => {
  takesNothing();
  let reached = 0;
  const played = journey({
    onStep: (_, number) => {
      reached = number;
    },
  });
  await until(async () => reached === 3 && (await local.deadLetters('braze-news')).length > 0, {
    withinMs: 20_000,
  });
  // Nothing else is to come: the time that it would be waited for is over at once.
  const { now } = Date;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 20_000);
  const { end } = await played;
  clock.mockRestore();
  expect(end.failure).toBe(
    'the news in Braze did not come within 20 s: the dead-letter queue of braze-news says platform-refused',
  );
});

// AIR is last: its call stays under way.
test.each([
  ['Braze has the news', 3, takesNothing],
  ['AIR has answered', 1, () => local.air!.fail({ kind: 'slow', ms: 60_000 })],
])('it can be stopped before %s', async (_, at, hold) => {
  hold();
  const controller = new AbortController();
  const { end } = await journey({
    // Longer than this test may take: nothing else ends the waiting.
    patienceMs: 600_000,
    signal: controller.signal,
    onStep: (_step, number) => number === at && controller.abort(),
  });
  expect(end.failure).toBe('it was stopped');
});
