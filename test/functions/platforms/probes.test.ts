/** Every platform's probes against its simulator: what they say of right and wrong credentials, and that nothing comes of them. */
import { checkConfig } from '../../../functions/connectors/config-schema';
import type { OutboundSettings } from '../../../functions/connectors/settings';
import { httpClient } from '../../../functions/delivery/http';
import type { HttpAnswer, Probe } from '../../../functions/platforms/http';
import type { Outbound } from '../../../functions/platforms/outbound';
import { PLATFORMS } from '../../../functions/platforms/registry';
import type { RunningPlatform } from '../../../local/platforms/platform';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';

type AnyOutbound = Outbound<OutboundSettings, Record<string, unknown>>;
/** Settings that make a platform erase, where it needs more than `onLeave`. */
const ERASING: Record<string, object> = {
  klaviyo: { onLeave: 'erase', profileIdentifier: 'email' },
};
/** Segment's write key is right whatever it is; the simulator has no list of regulations. */
const TOLD = ['braze', 'mparticle', 'bloomreach', 'klaviyo'];

const running: RunningPlatform[] = [];
afterEach(async () => {
  for (const { simulator } of running.splice(0)) await simulator.close();
});

async function start(name: string, more: object) {
  const outbound = PLATFORMS[name]!.outbound as AnyOutbound;
  const platform = await LOCAL_PLATFORMS[name]!.start();
  running.push(platform);
  const connector = {
    id: 'probed',
    platform: name,
    direction: 'outbound',
    settings: { ...outbound.example, ...platform.settings, ...more },
  };
  const config = checkConfig({ air: { walletUrl: 'https://air.example/2.0' }, connectors: [connector] });
  return { outbound, platform, settings: config.connectors[0]!.settings as unknown as OutboundSettings };
}

async function verdicts(
  outbound: AnyOutbound,
  probes: readonly Probe[],
  credentials: Readonly<Record<string, unknown>>,
) {
  const client = httpClient();
  return Promise.all(
    probes.map(async ({ request, read }) => {
      const result = await client.send(outbound.authorize(request, credentials), 5000);
      return result.kind === 'answered' ? read(result.answer) : result.kind;
    }),
  );
}

const wrong = (credentials: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.keys(credentials).map((name) => [name, 'wrong-wrong-wrong']));

describe.each(TOLD.flatMap((name) => [[name, 'mark'] as const, [name, 'erase'] as const]))(
  '%s, onLeave %s',
  (name, onLeave) => {
    const more = onLeave === 'erase' ? { onLeave, ...ERASING[name] } : {};

    test('right credentials are accepted, wrong ones refused, and there is one more probe to erase', async () => {
      const { outbound, platform, settings } = await start(name, more);
      const probes = outbound.probes!(settings);
      expect(await verdicts(outbound, probes, platform.credentials)).toEqual(probes.map(() => 'accepted'));
      expect(await verdicts(outbound, probes, wrong(platform.credentials))).toEqual(
        probes.map(() => 'refused'),
      );
      const plain = outbound.probes!({ ...settings, onLeave: 'mark' } as OutboundSettings);
      expect(probes.length - plain.length).toBe(onLeave === 'erase' ? 1 : 0);
    });

    test('nothing comes of them, whoever asks', async () => {
      const { outbound, platform, settings } = await start(name, more);
      await verdicts(outbound, outbound.probes!(settings), platform.credentials);
      expect(platform.simulator.calls.length).toBeGreaterThan(0);
      expect(platform.profiles()).toEqual({});
    });
  },
);

test('a credential that is only needed to erase is refused where it is missing', async () => {
  const { outbound, platform, settings } = await start('mparticle', { onLeave: 'erase' });
  const { apiKey, apiSecret } = platform.credentials;
  expect(await verdicts(outbound, outbound.probes!(settings), { apiKey, apiSecret })).toEqual([
    'accepted',
    'refused',
  ]);
});

test('segment: nothing tells of the write key; the token that erases is asked for only where it is used', async () => {
  const { outbound, settings } = await start('segment', {});
  expect(outbound.probes!(settings)).toEqual([]);
  const [probe] = outbound.probes!({ ...settings, onLeave: 'erase' } as OutboundSettings);
  const { headers, method } = outbound.authorize(probe!.request, { writeKey: 'w', publicApiToken: 't0k3n' });
  expect([method, headers.authorization]).toEqual(['GET', 'Bearer t0k3n']);
});

describe('how answers are read', () => {
  const probeOf = async (name: string): Promise<Probe> => {
    const { outbound, settings } = await start(name, name === 'segment' ? { onLeave: 'erase' } : {});
    return outbound.probes!(settings)[0]!;
  };
  const answer = (status: number, json?: unknown): HttpAnswer => ({
    status,
    headers: {},
    body: json === undefined ? '' : JSON.stringify(json),
  });

  test.each(['braze', 'segment', 'mparticle', 'bloomreach', 'klaviyo'])(
    '%s: 401 and 403 are refused; 429, 5xx and a redirect say nothing',
    async (name) => {
      const { read } = await probeOf(name);
      expect([401, 403].map((status) => read(answer(status)))).toEqual(['refused', 'refused']);
      expect([302, 429, 500, 503].map((status) => read(answer(status)))).toEqual(Array(4).fill('unknown'));
    },
  );

  test('bloomreach says with 400 whether it is the key or the content', async () => {
    const { read } = await probeOf('bloomreach');
    expect(read(answer(400, { success: false, error: 'Could not authenticate' }))).toBe('refused');
    expect(read(answer(400, { success: false, error: 'Invalid project id' }))).toBe('refused');
    expect(read(answer(400, { success: false, message: 'Commands must not be empty' }))).toBe('accepted');
    expect(read(answer(400))).toBe('unknown');
  });

  test('klaviyo: a 400 that is about the key, as older revisions have it, is no acceptance', async () => {
    const { read } = await probeOf('klaviyo');
    expect(read(answer(400, { errors: [{ code: 'not_authenticated' }] }))).toBe('refused');
    expect(read(answer(400, { errors: [{ code: 'invalid' }] }))).toBe('accepted');
    expect(read(answer(400, 'Bad Request'))).toBe('unknown');
  });
});
