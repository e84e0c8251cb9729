/** Every platform of the registry keeps the contract (`platform.ts`); the suites know none by name. */
import { PLATFORMS } from '../../../functions/platforms/registry';
import type { RunningPlatform } from '../../../local/platforms/platform';
import { silenceStdout } from '../delivery/support/stdout';
import { answerContract } from './contract/answers';
import { inboundContract } from './contract/inbound';
import { outboundContract, secretContract } from './contract/outbound';
import { documentedOf, localPlatformOf } from './contract/parts';
import { simulatorContract } from './contract/simulator';

silenceStdout();

describe.each(Object.values(PLATFORMS))('$name', (platform) => {
  test('is registered under its own name, which stands in URLs', () => {
    expect(PLATFORMS[platform.name]).toBe(platform);
    expect(platform.name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  let running: RunningPlatform | undefined;
  let missing: unknown;
  // What is missing is told by the tests that need it: all others say how far a new platform is.
  beforeAll(async () => {
    try {
      running = await localPlatformOf(platform.name).start();
    } catch (error) {
      missing = error;
    }
  });
  afterAll(() => running?.simulator.close());
  const local = () => {
    if (!running) throw missing;
    return running;
  };

  if (platform.outbound) {
    outboundContract(platform, (request, items) => documentedOf(platform.name)(request, items));
    secretContract(platform, () => local().credentials);
    answerContract(platform);
    simulatorContract(platform, local);
  }
  if (platform.inbound) inboundContract(platform);
});
