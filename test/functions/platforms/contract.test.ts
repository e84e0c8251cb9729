/** Every platform of the registry keeps the contract (`platform.ts`); the suites know none by name. */
import { PLATFORMS } from '../../../functions/platforms/registry';
import type { RunningPlatform } from '../../../local/platforms/platform';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';
import { silenceStdout } from '../delivery/support/stdout';
import { answerContract } from './contract/answers';
import { inboundContract } from './contract/inbound';
import { type Documented, outboundContract, secretContract } from './contract/outbound';
import { simulatorContract } from './contract/simulator';

silenceStdout();

/** `documented.ts` beside a platform's other tests. */
const documentedOf = (name: string): Documented =>
  (jest.requireActual(`./${name}/documented`) as { documented: Documented }).documented;

describe.each(Object.values(PLATFORMS))('$name', (platform) => {
  test('is registered under its own name, which stands in URLs', () => {
    expect(PLATFORMS[platform.name]).toBe(platform);
    expect(platform.name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  let running: RunningPlatform;
  beforeAll(async () => {
    running = await LOCAL_PLATFORMS[platform.name]!.start();
  });
  afterAll(() => running.simulator.close());

  if (platform.outbound) {
    outboundContract(platform, documentedOf(platform.name));
    secretContract(platform, () => running.credentials);
    answerContract(platform);
    simulatorContract(platform, () => running);
  }
  if (platform.inbound) inboundContract(platform);
});
