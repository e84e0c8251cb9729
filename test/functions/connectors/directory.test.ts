import fc from 'fast-check';
import type { Lesson } from '../../../functions/air/known';
import { accountRows, KEPT_AFTER_LEAVING, learn, lookUp } from '../../../functions/connectors/directory';
import { accountKey, directoryKey, leftKey } from '../../../functions/connectors/keys';
import { Table } from '../../../functions/connectors/table';
import { TABLE_NAME, TableEmulator } from '../../../local/emulators/state-table';

const TYPES = new Set(['CUSTOMER_ID', 'CARD']);
let emulator: TableEmulator;
let nowSeconds: number;
/** As another function's process would see the table: with nothing in memory. */
let anew: () => Table;
let table: Table;
let sent: string[];
let count = 0;
/** A wallet that no other test knows. */
let wallet: string;

beforeAll(async () => {
  emulator = await TableEmulator.start();
  anew = () => {
    const client = {
      send: (command: { constructor: { name: string } }) => {
        sent.push(command.constructor.name);
        return emulator.client.send(command as never);
      },
    };
    return new Table(client as never, TABLE_NAME, () => nowSeconds);
  };
});
afterAll(() => emulator.stop());
beforeEach(() => {
  nowSeconds = 1_800_000_000;
  sent = [];
  table = anew();
  wallet = `wallet-${++count}`;
});

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
const lesson = (minute: number, identities: Record<string, string>, more: Partial<Lesson> = {}): Lesson => ({
  walletId: wallet,
  identities,
  accountIds: [],
  asOf: at(minute),
  left: false,
  ...more,
});
const leaving = (minute: number) => lesson(minute, {}, { left: true });
const teach = (...lessons: Lesson[]) => learn(table, lessons, TYPES, { nowSeconds });
const identities = async () => (await lookUp(anew(), [wallet], [])).identities[wallet];
const writes = () => sent.filter((name) => name !== 'BatchGetItemCommand' && name !== 'QueryCommand').length;

describe('identities', () => {
  test('are known afterwards, by wallet', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1', CARD: '4000' }));
    expect(await identities()).toEqual({ CUSTOMER_ID: 'c-1', CARD: '4000' });
  });

  test('of types that no connector uses are not stored', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1', EMAIL: 'jo@shop.example' }));
    expect(await identities()).toEqual({ CUSTOMER_ID: 'c-1' });
    const row = (await table.get([directoryKey(wallet)]))(directoryKey(wallet));
    expect(JSON.stringify(row)).not.toMatch(/EMAIL|jo@shop/);
  });

  test('of a wallet that nobody told of are empty', async () => {
    expect(await lookUp(table, [wallet], ['a-none'])).toMatchObject({
      identities: { [wallet]: {} },
      wallets: {},
    });
  });

  test('each type keeps its newest value, whatever the order in which events arrive', async () => {
    const event = fc.record({
      minute: fc.nat(300),
      type: fc.constantFrom('CUSTOMER_ID', 'CARD'),
      value: fc.constantFrom('a', 'b', 'c'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(event, { minLength: 1, maxLength: 8, selector: ({ minute }) => minute * 30 }),
        async (events) => {
          wallet = `wallet-${++count}`;
          table = anew();
          // Half an hour apart, so that rewriting the same value now and then plays its part.
          for (const { minute, type, value } of events) await teach(lesson(minute * 30, { [type]: value }));
          const newest = [...events].sort((one, two) => one.minute - two.minute);
          expect(await identities()).toEqual(
            Object.fromEntries(newest.map(({ type, value }) => [type, value])),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test('several processes that learn at the same time end with the newest value', async () => {
    const order = [5, 2, 8, 1, 9, 3, 7];
    await Promise.all(
      order.map((minute) => learn(anew(), [lesson(minute, { CARD: `card-${minute}` })], TYPES)),
    );
    expect(await identities()).toEqual({ CARD: 'card-9' });
  });
});

describe('an identity that ended', () => {
  const ended = (minute: number, value: string | null, more: Partial<Lesson> = {}) =>
    lesson(minute, {}, { ended: { CUSTOMER_ID: value }, ...more });

  test.each(['c-1', null])(
    'is known no longer (told as %p), and an older event does not bring it back',
    async (value) => {
      await teach(lesson(0, { CUSTOMER_ID: 'c-1' }));
      await teach(ended(2, value));
      expect(await identities()).toEqual({});
      await learn(anew(), [lesson(1, { CUSTOMER_ID: 'c-1' })], TYPES, { nowSeconds });
      expect(await identities()).toEqual({});
      await teach(lesson(3, { CUSTOMER_ID: 'c-1' }));
      expect(await identities()).toEqual({ CUSTOMER_ID: 'c-1' });
    },
  );

  test('leaves another value, a newer one, and other types', async () => {
    await teach(lesson(1, { CUSTOMER_ID: 'c-2', CARD: 'k-1' }));
    await teach(ended(2, 'c-1'));
    await teach(ended(0, 'c-2'));
    expect(await identities()).toEqual({ CUSTOMER_ID: 'c-2', CARD: 'k-1' });
  });

  test('its date is told, so that an older event is known to be one', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }));
    await teach(ended(2, 'c-1'));
    expect((await lookUp(anew(), [wallet], [])).identityDates?.[wallet]).toEqual({ CUSTOMER_ID: at(2) });
  });
});

describe('what it costs', () => {
  test('what this process has learnt already costs no call, what the table knows costs one read', async () => {
    const one = lesson(0, { CUSTOMER_ID: 'c-1' }, { accountIds: ['a-1', 'a-2'].map((id) => wallet + id) });
    await teach(one);
    sent.length = 0;
    await teach(one);
    await teach({ ...one, asOf: at(10) });
    expect(sent).toEqual([]);
    await learn(anew(), [one], TYPES);
    expect(sent).toEqual(['BatchGetItemCommand']);
  });

  test('the same identity gets its newer date written once an hour, so that a late older value stays older', async () => {
    await teach(lesson(0, { CARD: 'old' }));
    sent.length = 0;
    await teach(lesson(59, { CARD: 'old' }));
    expect(writes()).toBe(0);
    await teach(lesson(60, { CARD: 'old' }));
    expect(writes()).toBe(1);
    await learn(anew(), [lesson(30, { CARD: 'late' })], TYPES);
    expect(await identities()).toEqual({ CARD: 'old' });
  });

  test('no lesson costs nothing', async () => {
    await teach();
    await teach(lesson(0, { EMAIL: 'jo@shop.example' }));
    expect(sent).toEqual([]);
  });
});

describe('accounts', () => {
  test('lead to their wallet and its identities', async () => {
    const account = `${wallet}-points`;
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }, { accountIds: [account] }));
    expect(await lookUp(anew(), [], [account, 'a-none'])).toMatchObject({
      identities: { [wallet]: { CUSTOMER_ID: 'c-1' } },
      wallets: { [account]: wallet },
    });
  });

  test('that moved belong to the wallet that was named last', async () => {
    const [account, other] = [`${wallet}-points`, `${wallet}-other`];
    await teach(lesson(0, {}, { accountIds: [account] }));
    await teach(lesson(5, {}, { accountIds: [account], walletId: other }));
    await learn(anew(), [lesson(3, {}, { accountIds: [account] })], TYPES);
    expect((await lookUp(anew(), [], [account])).wallets).toEqual({ [account]: other });
  });

  test('of an event that names hundreds are learnt in parts, until nobody waits any more', async () => {
    const accountIds = Array.from({ length: 300 }, (_, index) => `${wallet}-${index}`);
    await teach(lesson(0, {}, { accountIds }));
    expect(Object.keys((await lookUp(anew(), [], accountIds)).wallets)).toHaveLength(300);
    const stop = new AbortController();
    stop.abort();
    sent.length = 0;
    await learn(anew(), [lesson(1, {}, { accountIds })], TYPES, { signal: stop.signal });
    expect(sent).toEqual([]);
  });

  test('of a wallet can be listed, without their ids', async () => {
    const accounts = ['a', 'b'].map((id) => `${wallet}-${id}`);
    await teach(lesson(0, {}, { accountIds: accounts }));
    const rows = await accountRows(table, wallet);
    expect(rows.map(({ owner }) => owner.pk).sort()).toEqual(accounts.map((id) => accountKey(id).pk).sort());
    expect(JSON.stringify(rows)).not.toContain(`${wallet}-a`);
  });
});

describe('a deleted wallet', () => {
  const known = async () => ({ CUSTOMER_ID: (await identities())?.CUSTOMER_ID });

  test('is known for 45 days more, and then no longer', async () => {
    const account = `${wallet}-points`;
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }, { accountIds: [account] }));
    await teach(leaving(1));
    nowSeconds += KEPT_AFTER_LEAVING - 1;
    expect(await identities()).toEqual({ CUSTOMER_ID: 'c-1' });
    expect((await lookUp(anew(), [], [account])).wallets).toEqual({ [account]: wallet });
    nowSeconds += 1;
    expect(await identities()).toEqual({});
    expect((await lookUp(anew(), [], [account])).wallets).toEqual({});
  });

  test('a repeated deletion does not keep it longer', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }));
    await teach(leaving(1));
    nowSeconds += KEPT_AFTER_LEAVING - 10;
    await learn(anew(), [leaving(1)], TYPES, { nowSeconds });
    nowSeconds += 10;
    expect(await identities()).toEqual({});
  });

  test('learns nothing more: not from a late event, not from one with a newer date, not in the same breath', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }));
    await teach(leaving(1), lesson(2, { CUSTOMER_ID: 'c-2' }));
    for (const minute of [0, 1, 500]) await learn(anew(), [lesson(minute, { CUSTOMER_ID: 'c-3' })], TYPES);
    expect(await known()).toEqual({ CUSTOMER_ID: 'c-1' });
  });

  test('learns nothing when the deletion came first', async () => {
    await teach(leaving(1));
    await learn(anew(), [lesson(0, { CUSTOMER_ID: 'c-1' }, { accountIds: [`${wallet}-points`] })], TYPES);
    expect(await identities()).toEqual({});
    expect((await lookUp(anew(), [], [`${wallet}-points`])).wallets).toEqual({});
  });

  test('learns nothing after its identities were removed by the table', async () => {
    await teach(lesson(0, { CUSTOMER_ID: 'c-1' }));
    await teach(leaving(1));
    nowSeconds += KEPT_AFTER_LEAVING + 1;
    await table.delete(directoryKey(wallet));
    await learn(anew(), [lesson(5, { CUSTOMER_ID: 'c-1' })], TYPES, { nowSeconds });
    expect(await identities()).toEqual({});
    expect((await table.get([leftKey(wallet)]))(leftKey(wallet))).not.toBeNull();
  });

  test('does not take with it an account that moved to another wallet before', async () => {
    const [account, other] = [`${wallet}-points`, `${wallet}-other`];
    await teach(lesson(0, {}, { accountIds: [account] }));
    await teach(lesson(1, { CUSTOMER_ID: 'c-2' }, { accountIds: [account], walletId: other }));
    await teach(leaving(2));
    nowSeconds += KEPT_AFTER_LEAVING + 1;
    expect((await lookUp(anew(), [], [account])).wallets).toEqual({ [account]: other });
  });

  test('nor one that moves to another wallet afterwards', async () => {
    const [account, other] = [`${wallet}-points`, `${wallet}-other`];
    await teach(lesson(0, {}, { accountIds: [account] }));
    await teach(leaving(1));
    await teach(lesson(2, { CUSTOMER_ID: 'c-2' }, { accountIds: [account], walletId: other }));
    nowSeconds += KEPT_AFTER_LEAVING + 1;
    expect((await lookUp(anew(), [], [account])).wallets).toEqual({ [account]: other });
  });
});

test("a table that fails is the caller's to judge", async () => {
  emulator.mode = 'down';
  const failing = new Table({ send: () => Promise.reject(new Error('500')) } as never, TABLE_NAME);
  await expect(learn(failing, [lesson(0, { CARD: '1' })], TYPES)).rejects.toThrow();
  await expect(lookUp(failing, [wallet], [])).rejects.toThrow();
  emulator.mode = 'up';
});
