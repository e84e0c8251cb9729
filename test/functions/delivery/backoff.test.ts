import * as fc from 'fast-check';
import { breakerPauseMs, connectorWaitMs, fullJitter, itemWaitMs } from '../../../functions/delivery/backoff';
import {
  BREAKER_PAUSE,
  CONNECTOR_AGE,
  CONNECTOR_WAIT,
  ITEM_RETRY_AFTER,
  RETRY_AFTER,
} from '../../../functions/delivery/limits';

const attempt = fc.integer({ min: 1, max: 5000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const asked = fc.option(fc.integer({ min: 0, max: 10 * 86_400_000 }));

describe('full jitter', () => {
  test('is between 0 and the cap of the attempt, which doubles up to the longest', () => {
    fc.assert(
      fc.property(attempt, chance, (n, random) => {
        const wait = fullJitter(n, { baseMs: 1000, capMs: 60_000 }, () => random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(60_000, 1000 * 2 ** (n - 1)));
      }),
    );
  });

  test('uses all of that room', () => {
    expect(fullJitter(4, { baseMs: 1000, capMs: 60_000 }, () => 0)).toBe(0);
    expect(fullJitter(4, { baseMs: 1000, capMs: 60_000 }, () => 0.5)).toBe(4000);
  });
});

describe('a message that waits for its connector', () => {
  test('is seen again within 5 minutes, whatever was asked for', () => {
    fc.assert(
      fc.property(attempt, asked, chance, (n, ask, random) => {
        const wait = connectorWaitMs(n, ask, () => random);
        expect(wait).toBeGreaterThanOrEqual(1000);
        expect(wait).toBeLessThanOrEqual(CONNECTOR_WAIT);
        expect(wait + BREAKER_PAUSE.longest).toBeLessThanOrEqual(300_000);
        if (ask !== null && ask <= CONNECTOR_WAIT) expect(wait).toBeGreaterThanOrEqual(ask);
      }),
    );
  });

  test('is tried for its 72 hours before SQS has counted 1000 receives, by whatever chance', () => {
    fc.assert(
      fc.property(fc.infiniteStream(chance), (chances) => {
        const random = () => chances.next().value as number;
        let total = 0;
        for (let n = 1; n < 990; n++) total += connectorWaitMs(n, null, random);
        expect(total).toBeGreaterThan(CONNECTOR_AGE);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a message that waits for an item', () => {
  test('gets an attempt at the end of its time, and an explicit Retry-After in full up to an hour', () => {
    fc.assert(
      fc.property(attempt, asked, fc.integer({ min: 1, max: 900_000 }), chance, (n, ask, left, random) => {
        const wait = itemWaitMs(n, ask, left, () => random);
        expect(wait).toBeGreaterThanOrEqual(1000);
        expect(wait).toBeLessThanOrEqual(ITEM_RETRY_AFTER);
        expect(wait).toBeLessThanOrEqual(Math.max(1000, left, ask ?? 0));
        if (ask !== null)
          expect(wait).toBeGreaterThanOrEqual(Math.min(Math.max(ask, 1000), ITEM_RETRY_AFTER));
      }),
    );
  });
});

describe("the breaker's pause", () => {
  test('grows with the failures up to its longest, or is what was asked for up to an hour', () => {
    fc.assert(
      fc.property(fc.nat(5000), asked, chance, (failures, ask, random) => {
        const pause = breakerPauseMs(failures, ask, () => random);
        if (ask === null) {
          expect(pause).toBeGreaterThanOrEqual(BREAKER_PAUSE.first / 2);
          expect(pause).toBeLessThanOrEqual(BREAKER_PAUSE.longest);
        } else expect(pause).toBe(Math.min(Math.max(ask, 1000), RETRY_AFTER));
      }),
    );
  });
});
