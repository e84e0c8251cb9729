/** Every platform of the registry keeps the contract (`platform.ts`); the suites know none by name. */

import { PLATFORMS } from '../../../functions/platforms/registry';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';
import { answerContract } from './contract/answers';
import { inboundContract } from './contract/inbound';
import { outboundContract, secretContract } from './contract/outbound';

describe.each(Object.values(PLATFORMS))('$name', (platform) => {
  test('is registered under its own name, which stands in URLs', () => {
    expect(PLATFORMS[platform.name]).toBe(platform);
    expect(platform.name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
  if (platform.outbound) {
    outboundContract(platform);
    secretContract(platform, () => running.credentials);
    answerContract(platform);
  }
  if (platform.inbound) inboundContract(platform);

  let running: Awaited<ReturnType<(typeof LOCAL_PLATFORMS)[string]['start']>>;
  beforeAll(async () => {
    running = await LOCAL_PLATFORMS[platform.name]!.start();
  });
  afterAll(() => running.simulator.close());
});
