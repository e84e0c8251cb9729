import { ANNA, account, BEN, points, told, transaction } from './build';

const moved = (before: number, after: number) => ({
  balancesBefore: { current: before },
  balancesAfter: { current: after },
});
const twoSchemes = [
  points('EARN', 1, 11),
  points('EARN', 2, 22, {}, { campaignId: 'scheme-2', accountId: '5002' }),
];

describe('the balance', () => {
  it('is what AIR calls current, with reserved points beside it', () => {
    const balances = { current: 120, usable: 100, locked: 20, lifetime: 900 };
    expect(told('X', [points('EARN', 1, 0, {}, { balances })]).attributes()).toEqual({
      points_balance: 120,
      points_usable: 100,
      points_locked: 20,
      points_lifetime: 900,
    });
  });

  it('is that of the last operation', () => {
    expect(told('X', [points('EARN', 5, 105), points('DEBIT', 2, 103)]).attributes().points_balance).toBe(
      103,
    );
  });

  it.each([
    ['the setting names', { settings: { schemeId: 'scheme-2' } }, 22],
    ['this connector saw first', { known: { schemeId: 'scheme-2' } }, 22],
    ['comes first in the event when nothing is known', {}, 11],
  ])('is of the scheme that %s, never of another', (_, options, balance) => {
    const { attributes, problems } = told('X', twoSchemes, {}, options);
    expect(attributes().points_balance).toBe(balance);
    expect(problems).toEqual([expect.stringContaining('schemeId')]);
  });

  it('is not reported when only another scheme moved', () => {
    const { attributes } = told('X', [points('EARN', 1, 11)], {}, { settings: { schemeId: 'scheme-2' } });
    expect(attributes()).toEqual({});
  });

  it('teaches the connector its scheme', () => {
    expect(told('X', twoSchemes).remember.schemeId).toBe('scheme-1');
    expect(told('X', [account('ECOUPON', 'CREATE')]).remember.schemeId).toBeNull();
  });

  it('is taken from around the operation when the account does not show it', () => {
    const bare = points('EARN', 5, 0, moved(10, 15), { balances: [] });
    expect(told('X', [bare]).attributes()).toEqual({ points_balance: 15 });
  });

  it('keeps decimals', () => {
    expect(told('X', [points('EARN', 0.5, 10.5)]).attributes().points_balance).toBe(10.5);
  });
});

describe('a reservation', () => {
  const before = {
    lastUpdated: '2026-02-01T00:00:00+00:00',
    balances: { current: 100, usable: 100, locked: 0 },
  };
  const spend = transaction('SPEND', 'ACTIVE', { reference: 'spend-1' });
  const request = { body: { lock: true, parentWalletTransactionReference: 'till-1' } };
  const reserved = told('POSCONNECT.WALLET.SPEND', [spend, points('LOCK', 30, 100, {}, before)], { request });

  it('is no spending yet', () => {
    expect(reserved.names).toEqual(['Points Reserved']);
    expect(reserved.one('Points Reserved').properties).toEqual({
      points: 30,
      scheme_id: 'scheme-1',
      account_id: '5001',
      order_id: 'till-1',
      reference: 'spend-1',
    });
  });

  it('shows the balances as after the lock', () => {
    expect(reserved.attributes()).toMatchObject({
      points_balance: 100,
      points_usable: 70,
      points_locked: 30,
    });
  });

  it('does not lock twice when the account shows the lock already', () => {
    const after = { balances: { current: 100, usable: 70, locked: 30 } };
    expect(told('X', [points('LOCK', 30, 100, {}, after)]).attributes()).toMatchObject({
      points_usable: 70,
      points_locked: 30,
    });
  });

  it('is given back by a VOID', () => {
    const operations = [
      points('VOID', 30, 100, moved(100, 100)),
      transaction('SPEND', 'VOIDED', { reference: 'spend-1' }),
    ];
    const { names, one, attributes } = told('POSCONNECT.WALLET.SPEND.VOID', operations);
    expect(names).toEqual(['Points Released']);
    expect(one('Points Released').properties).toMatchObject({ points: 30, reference: 'spend-1' });
    expect(attributes()).toMatchObject({ points_usable: 100 });
  });
});

it('tells a VOID that moves points as the movement it is', () => {
  const { one } = told('POSCONNECT.WALLET.SETTLE.VOID', [points('VOID', 30, 70, moved(100, 70))]);
  expect(one('Points Removed').properties).toMatchObject({ points: 30, reason: 'VOID' });
});

it('tells a spending without a lock', () => {
  expect(told('POSCONNECT.WALLET.SPEND', [points('SPEND', 30, 70, moved(100, 70))]).names).toEqual([
    'Points Spent',
  ]);
});

describe('a movement that no leading event tells of', () => {
  it.each([
    ['GOODWILL', moved(10, 15), 'Points Added'],
    ['EXPIRE', moved(15, 10), 'Points Removed'],
    ['SOMETHING_NEW', moved(15, 10), 'Points Removed'],
    ['CREDIT', {}, 'Points Added'],
    ['REFUND_DEBIT', {}, 'Points Removed'],
    ['GIFT', {}, 'Points Removed'],
    ['GIFT_IN', {}, 'Points Added'],
  ])('%s with balances %p is %s', (event, balances, name) => {
    const { names, one } = told('WALLET.ACCOUNT.TRANSACTION.X', [points(event, 5, 0, balances)]);
    expect(names).toEqual([name]);
    expect(one(name).properties).toEqual({
      points: 5,
      scheme_id: 'scheme-1',
      account_id: '5001',
      reason: event,
    });
  });

  it.each([
    ['nothing moved', points('DEBIT', 0, 0, moved(0, 0))],
    ['AIR tells no amount', points('EARN', 0, 10, { value: null })],
    ['points are only pending', points('EARN', 5, 10, moved(10, 10))],
    ['nobody knows the word and no balance shows it', points('SOMETHING_NEW', 5, 10)],
    ['the account was cancelled', points('CANCEL', 0, 0, moved(0, 0))],
  ])('is no news when %s', (_, operation) => {
    expect(told('WALLET.ACCOUNT.UPDATE', [operation]).names).toEqual([]);
  });

  it('is told to each of two wallets by its own sign', () => {
    const { events } = told('X', [
      points('GIFT', 5, 5),
      points('GIFT_IN', 5, 25, {}, { walletId: BEN, accountId: '5002' }),
    ]);
    expect(events.map(({ name, walletId }) => [name, walletId])).toEqual([
      ['Points Removed', ANNA],
      ['Points Added', BEN],
    ]);
  });

  it.each([
    'POSCONNECT.WALLET.SETTLE',
    'POSCONNECT.WALLET.FULFIL',
    'POSCONNECT.WALLET.REFUND',
    'POSCONNECT.WALLET.RETURN',
    'SERVICE.TRIGGER',
  ])('is not told beside %s', (eventName) => {
    const { names } = told(eventName, [
      points('EARN', 5, 10, moved(5, 10)),
      points('DEBIT', 1, 9, moved(10, 9)),
    ]);
    expect(names.filter((name) => name.startsWith('Points'))).toEqual([]);
  });

  it('is told beside joining', () => {
    expect(told('SERVICE.WALLET.CREATE', [points('CREDIT', 100, 100, moved(0, 100))]).names).toEqual([
      'Loyalty Program Joined',
      'Points Added',
    ]);
  });
});

it('tells no release of points that the same event spends', () => {
  const spend = points('SPEND', 200, 800);
  const names = (released: unknown) =>
    told('POSCONNECT.WALLET.SETTLE', [released, spend]).names.filter((name) => name.startsWith('Points'));
  expect(names(points('UNLOCK', 200, 1000))).toEqual(['Points Spent']);
  expect(names(points('UNLOCK', 200, 1000, {}, { accountId: '5002' }))).toEqual([
    'Points Released',
    'Points Spent',
  ]);
});
