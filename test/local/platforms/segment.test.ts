import { createHash } from 'node:crypto';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { segment } from '../../../local/platforms/segment';

const KEY = createHash('sha256').update('key').digest('hex');
const entry = (entryId: string, key = KEY) =>
  segment.entry({ identityValue: 'C-1', audience: 'Late delivery', action: 'LATE-300', entryId }, key);

function readAs(entryId: string, key = KEY) {
  const { headers, body } = entry(entryId, key);
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const request = { headers: lower, raw: Buffer.from(body), text: body };
  const inbound = PLATFORMS.segment!.inbound!;
  const settings = { inboundIdentity: 'userId', rewardOncePer: 'day' };
  return {
    authentic: inbound.authenticate?.(request, [KEY], settings),
    reading: inbound.read(JSON.parse(body), request, settings),
  };
}

test('an entry of the local run is one reward, by the key of the connector', () => {
  const { authentic, reading } = readAs('e-1');
  expect(authentic).toBe(true);
  expect(readAs('e-1', 'x'.repeat(40)).authentic).toBe(false);
  expect(reading.errors).toEqual([]);
  expect(reading.rewards).toMatchObject([{ identityValue: 'C-1', action: 'LATE-300' }]);
});

test('the same entry again is a repeat, another one is not', () => {
  const id = (entryId: string) => readAs(entryId).reading.rewards[0]?.platformId;
  expect(id('e-1')).toBe(id('e-1'));
  expect(id('e-1')).not.toBe(id('e-2'));
});
