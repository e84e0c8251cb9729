import { NOTHING_KNOWN } from '../../../functions/air/known';
import { ANNA, BEN, operation, points, told } from './build';

const membership = (op: string, fields = {}) =>
  operation('tierMembershipEntity', op, {
    tierMembershipId: 'm1',
    tierId: '2',
    accountIds: ['5001'],
    balances: { points: 800, spend: 125050, transactions: 7 },
    expiryDate: '2027-01-31T23:59:59+00:00',
    tierBalancesResetDate: '2026-12-31T23:59:59+00:00',
    ...fields,
  });
const movement = (fields = {}) =>
  operation('tierMembershipTransactionEntity', 'CREATE', {
    tierMembershipTransactionId: 'mt1',
    tierMembershipId: 'm1',
    tierId: '1',
    tierIdAfter: null,
    actions: [],
    ...fields,
  });
const change = (balanceType: string, amount: number, balanceAfter: number) => ({
  balanceType,
  amount,
  balanceAfter,
});
const tiers = [
  { id: '1', name: 'Bronze', threshold: 0 },
  { id: '2', name: 'Silver', threshold: 500 },
  { id: '3', name: 'Gold', threshold: 1000 },
];
const read = operation('walletEntity', 'READ', { walletId: ANNA });
const STATE = { tier_id: '2', tier_points: 800, tier_spend: 1250.5, tier_transactions: 7 };

it('tells a tier that was joined, by whatever event', () => {
  for (const name of ['TIER.MEMBERSHIP.CREATE', 'WALLET.ACCOUNT.CREATE']) {
    const { names, one } = told(name, [membership('CREATE')]);
    expect(names).toEqual(['Tier Joined']);
    expect(one('Tier Joined').properties).toEqual({
      ...STATE,
      currency: 'GBP',
      tier_expires_at: '2027-01-31T23:59:59.000Z',
    });
  }
});

it('describes the tier', () => {
  expect(told('X', [membership('UPDATE')]).attributes()).toEqual({
    ...STATE,
    tier_resets_at: '2026-12-31T23:59:59.000Z',
    tier_expires_at: '2027-01-31T23:59:59.000Z',
  });
});

describe('a change of tier', () => {
  const move = movement({ tierIdAfter: '2' });

  it('is told once, however often the event repeats it, and however many there are', () => {
    for (const count of [2, 7, 8, 9, 30]) {
      const moves = Array.from({ length: count }, (_, index) =>
        movement({ tierMembershipTransactionId: `mt${index}`, tierIdAfter: '2' }),
      );
      const { events } = told('TIER.MEMBERSHIP.MOVE', [membership('UPDATE'), ...moves, ...moves]);
      const ids = events.map(({ id }) => id);
      expect(ids).toHaveLength(count);
      expect(new Set(ids).size).toBe(count);
    }
  });

  it('tells from and to, and with the setting names and direction', () => {
    const { one } = told('TIER.MEMBERSHIP.MOVE', [membership('UPDATE'), move], {}, { settings: { tiers } });
    expect(one('Tier Changed').properties).toMatchObject({
      tier_id: '2',
      tier_name: 'Silver',
      previous_tier_id: '1',
      previous_tier_name: 'Bronze',
      direction: 'up',
    });
  });

  it('goes down too', () => {
    const down = movement({ tierId: '3', tierIdAfter: '2' });
    const { one } = told('X', [membership('UPDATE'), down], {}, { settings: { tiers } });
    expect(one('Tier Changed').properties.direction).toBe('down');
  });

  it.each([
    ['1', '9'],
    ['9', '1'],
  ])('has no direction when the setting knows only one of %s and %s', (tierId, tierIdAfter) => {
    const { one } = told('X', [movement({ tierId, tierIdAfter })], {}, { settings: { tiers } });
    expect(one('Tier Changed').properties).not.toHaveProperty('direction');
  });

  it('invents neither name nor direction', () => {
    const { properties } = told('X', [membership('UPDATE'), move]).one('Tier Changed');
    for (const name of ['tier_name', 'previous_tier_name', 'direction'])
      expect(properties).not.toHaveProperty(name);
  });

  it('is not told when the tier stays', () => {
    const operations = [
      membership('UPDATE'),
      movement({ tierIdAfter: '1' }),
      movement({ tierIdAfter: null }),
    ];
    expect(told('X', operations).names).toEqual([]);
  });

  it('tells each of two steps', () => {
    const steps = [
      movement({ tierIdAfter: '2' }),
      movement({ tierMembershipTransactionId: 'mt2', tierId: '2', tierIdAfter: '3' }),
    ];
    const moves = told('X', [...steps, membership('UPDATE')]).all('Tier Changed');
    expect(moves.map(({ properties }) => [properties.previous_tier_id, properties.tier_id])).toEqual([
      ['1', '2'],
      ['2', '3'],
    ]);
  });
});

describe('a change of what counts for the tier', () => {
  const credit = movement({
    actions: [change('POINTS', 300, 800), change('SPEND', -1000, 125050), change('OTHER', 9, 9)],
  });

  it.each(['TIER.MEMBERSHIP.CREDIT', 'TIER.MEMBERSHIP.DEBIT', 'TIER.MEMBERSHIP.ADJUST'])(
    '%s tells it once, beside the move it caused',
    (name) => {
      const { names, one } = told(name, [read, credit, membership('UPDATE'), movement({ tierIdAfter: '2' })]);
      expect(names).toEqual(['Tier Changed', 'Tier Balance Changed']);
      expect(one('Tier Balance Changed').properties).toMatchObject({
        ...STATE,
        tier_points_change: 300,
        tier_spend_change: -10,
        tier_transactions_change: 0,
      });
    },
  );

  it.each(['POINTS', 'SPEND', 'TRANSACTIONS'])('is told when only %s counted', (kind) => {
    expect(told('X', [movement({ actions: [change(kind, 1, 1)] })]).names).toEqual(['Tier Balance Changed']);
  });

  it('is told by a purchase', () => {
    expect(told('POSCONNECT.WALLET.SETTLE', [credit, membership('UPDATE')]).names).toEqual([
      'Order Completed',
      'Tier Balance Changed',
    ]);
  });

  it('is no news when nothing counted', () => {
    const nothing = movement({ actions: [change('POINTS', 0, 800)] });
    expect(told('SERVICE.TRIGGER', [nothing, membership('UPDATE')]).names).toEqual(['Reward Issued']);
  });

  it('is told by name even when AIR shows no amount', () => {
    expect(told('TIER.MEMBERSHIP.DEBIT', [membership('UPDATE')]).names).toEqual(['Tier Balance Changed']);
    expect(told('TIER.MEMBERSHIP.DEBIT', []).names).toEqual(['Tier Balance Changed']);
  });

  it('is all there is when AIR sends the transaction alone', () => {
    expect(
      told('X', [movement({ tierIdAfter: '2', actions: [change('POINTS', 300, 800)] })]).attributes(),
    ).toEqual({
      tier_id: '2',
      tier_points: 800,
    });
  });
});

describe('points to the next tier', () => {
  const toNext = (tierId: string, points: number, setting: typeof tiers | undefined = tiers) =>
    told(
      'X',
      [membership('UPDATE', { tierId, balances: { points } })],
      {},
      { settings: { tiers: setting } },
    ).attributes().tier_points_to_next;

  it('are those missing to its threshold', () => expect(toNext('2', 800)).toBe(200));
  it('are never negative', () => expect(toNext('1', 800)).toBe(0));
  it('are null in the highest tier', () => expect(toNext('3', 5000)).toBeNull());
  it('are not told of a tier that the setting does not know', () => expect(toNext('9', 5)).toBeUndefined());
  it('are not told without the setting', () => {
    expect(told('X', [membership('UPDATE')]).attributes()).not.toHaveProperty('tier_points_to_next');
  });
  it('are not told without a threshold', () => {
    const settings = {
      tiers: [
        { id: '2', name: 'Silver' },
        { id: '3', name: 'Gold' },
      ],
    };
    expect(told('X', [membership('UPDATE')], {}, { settings }).attributes()).not.toHaveProperty(
      'tier_points_to_next',
    );
  });
});

describe('several memberships of a wallet', () => {
  const another = (op: string, fields: Record<string, unknown> = {}) =>
    membership(op, { tierMembershipId: 'm2', tierId: '3', balances: { points: 9 }, ...fields });
  const credit = movement({ actions: [change('POINTS', 300, 800)] });
  const tiersTold = (eventName: string, name: string, operations: unknown[]) =>
    told(eventName, operations)
      .all(name)
      .map(({ properties }) => properties.tier_id);

  it.each([
    ['read', another('READ')],
    ['ended', another('UPDATE', { status: 'EXPIRED' })],
    ['changed', another('UPDATE')],
    ['deleted', another('DELETE')],
  ])('tells of the one that was joined, not of one that is %s beside it', (_, beside) => {
    for (const operations of [
      [membership('CREATE'), beside],
      [beside, membership('CREATE')],
    ])
      expect(tiersTold('TIER.MEMBERSHIP.CREATE', 'Tier Joined', operations)).toEqual(['2']);
  });

  it('tells of the changed one by name where AIR shows no creation', () => {
    const operations = [membership('UPDATE'), another('READ')];
    expect(tiersTold('TIER.MEMBERSHIP.CREATE', 'Tier Joined', operations)).toEqual(['2']);
    expect(tiersTold('TIER.MEMBERSHIP.DEBIT', 'Tier Balance Changed', operations)).toEqual(['2']);
  });

  it('tells the new balances of the one that was credited', () => {
    for (const operations of [
      [credit, membership('UPDATE'), another('UPDATE')],
      [another('READ'), membership('UPDATE'), credit],
    ])
      expect(tiersTold('TIER.MEMBERSHIP.CREDIT', 'Tier Balance Changed', operations)).toEqual(['2']);
  });

  it.each([
    ['one that ended', another('DELETE')],
    ['one that expired', another('UPDATE', { status: 'EXPIRED' })],
    ['one that was only read', another('READ')],
  ])('describes the changed one, whatever place %s has', (_, beside) => {
    const live = membership('UPDATE', { status: 'ACTIVE' });
    for (const operations of [
      [live, beside],
      [beside, live],
    ])
      expect(told('X', operations).attributes()).toEqual(told('X', [live]).attributes());
  });

  it('describes the one that was only read where the other ended', () => {
    expect(told('X', [another('READ'), membership('DELETE')]).attributes()).toMatchObject({ tier_id: '3' });
  });
});

describe('a membership that AIR only read', () => {
  const steps = [
    movement({ actions: [change('POINTS', 300, 1100)] }),
    movement({ tierMembershipTransactionId: 'mt2', tierId: '2', tierIdAfter: '3' }),
  ];
  const before = membership('READ');

  it.each([
    ['before', [before, ...steps]],
    ['after', [...steps, before]],
  ])('does not undo its own move when it is listed %s it', (_, operations) => {
    const { one, attributes } = told('TIER.MEMBERSHIP.MOVE', operations);
    expect(attributes()).toEqual({
      ...STATE,
      tier_id: '3',
      tier_points: 1100,
      tier_resets_at: '2026-12-31T23:59:59.000Z',
      tier_expires_at: '2027-01-31T23:59:59.000Z',
    });
    expect(one('Tier Changed').properties).toMatchObject({ tier_id: '3', previous_tier_id: '2' });
  });
});

it('takes the last of several operations', () => {
  const operations = [
    membership('UPDATE'),
    membership('UPDATE', { tierId: '3', balances: { points: 1000 } }),
  ];
  expect(told('X', operations).attributes()).toMatchObject({ tier_id: '3', tier_points: 1000 });
});

it('empties the tier of a member whose membership ended', () => {
  expect(told('TIER.MEMBERSHIP.DELETE', [membership('DELETE')]).attributes()).toMatchObject({
    tier_id: null,
    tier_points: null,
  });
});

it('leaves the last tier to a member who left altogether', () => {
  const operations = [membership('DELETE'), operation('walletEntity', 'DELETE', { walletId: ANNA })];
  expect(told('SERVICE.WALLET.DELETE', operations).attributes()).toMatchObject({
    tier_id: '2',
    loyalty_status: 'left',
  });
});

describe('whose tier it is', () => {
  const credit = [movement({ actions: [change('POINTS', 1, 801)] }), membership('UPDATE')];
  const owner = (operations: unknown[], enrichmentData?: unknown, wallets: Record<string, string> = {}) => {
    const { walletId, identity } = told(
      'TIER.MEMBERSHIP.CREDIT',
      operations,
      enrichmentData === undefined ? {} : { enrichmentData },
      { known: { ...NOTHING_KNOWN, wallets, identities: { [BEN]: { CUSTOMER_ID: 'ben' } } } },
    ).one('Tier Balance Changed');
    return [walletId, identity?.value];
  };

  it('is that of the wallet that was read', () => expect(owner([read, ...credit])).toEqual([ANNA, 'anna']));
  it('is the enriched one', () => expect(owner(credit)).toEqual([ANNA, 'anna']));
  it('is found by the account without enrichment', () =>
    expect(owner(credit, [], { '5001': BEN })).toEqual([BEN, 'ben']));
  it('is nobody known otherwise, never a guess', () => expect(owner(credit, [])).toEqual([null, undefined]));
  it('is the account’s in an event of two wallets', () => {
    const operations = [points('EARN', 1, 1, {}, { walletId: BEN }), read, ...credit];
    expect(owner(operations)).toEqual([BEN, 'ben']);
  });
});
