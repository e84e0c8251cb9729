import { ANNA, account, BEN, points, told } from './build';

const TRIGGER = 'SERVICE.TRIGGER';
const request = {
  body: JSON.stringify({
    walletTransaction: { reference: 'braze-77' },
    triggers: [{ reference: 'LATE' }, { reference: 'SORRY' }],
    identityValue: 'anna',
  }),
};
const answer = (accounts: unknown) => ({
  code: 201,
  body: { walletTransactionId: '600', walletId: ANNA, reference: 'braze-77', accounts },
});
const action = (event: string, value: number, fields: object = {}) =>
  account(
    'BEHAVIOURAL_ACTION',
    event,
    { value },
    { accountId: '7001', campaignId: 'action-1', clientType: 'BEHAVIOURAL_ACTION', ...fields },
  );

describe('a reward of points', () => {
  const reward = told(TRIGGER, [action('CREATE', 0), action('REDEEM', 400), points('CREDIT', 400, 500)], {
    request,
    response: answer([]),
  });

  it('tells the actions, the reference, the campaign and the points', () => {
    expect(reward.names).toEqual(['Reward Issued']);
    expect(reward.one('Reward Issued')).toMatchObject({ id: `event-1:${ANNA}:Reward Issued:600` });
    expect(reward.one('Reward Issued').properties).toEqual({
      action_references: ['LATE', 'SORRY'],
      reference: 'braze-77',
      campaign_id: 'action-1',
      points: 400,
    });
  });

  it('describes the balance and the date', () => {
    expect(reward.attributes()).toMatchObject({
      points_balance: 500,
      last_reward_at: '2026-02-03T10:00:00.123Z',
    });
  });
});

it('takes the points from the action when the account is not shown', () => {
  expect(told(TRIGGER, [action('REDEEM', 400)], { request }).one('Reward Issued').properties.points).toBe(
    400,
  );
});

describe('a reward of a coupon, whose ids AIR shifts and empties', () => {
  const coupon = account(
    'ECOUPON',
    'CREATE',
    { accountTransactionId: '', accountId: '' },
    { accountId: '', campaignId: 'coupon-1' },
  );
  const answered = answer([
    { accountId: '7001', account: { type: 'BEHAVIOURAL_ACTION', campaignId: 'action-1' } },
    { accountId: '7003', account: { type: 'ECOUPON', campaignId: 'another' } },
    { accountId: '7002', account: { type: 'ECOUPON', campaignId: 'coupon-1' } },
  ]);
  const operations = [action('CREATE', 0, { accountId: '7002' }), action('REDEEM', 0), coupon];

  it.each([
    ['an object', answered],
    ['a text', { ...answered, body: JSON.stringify(answered.body) }],
  ])("takes the coupon's id from the answer when it is %s", (_, response) => {
    const reward = told(TRIGGER, operations, { request, response });
    expect(reward.names).toEqual(['Reward Issued', 'Coupon Issued']);
    expect(reward.one('Coupon Issued').properties).toMatchObject({
      coupon_id: '7002',
      campaign_id: 'coupon-1',
    });
    expect(reward.one('Reward Issued').properties).toMatchObject({
      coupons: [{ coupon_id: '7002', campaign_id: 'coupon-1', valid_until: '2026-12-31T23:59:59.000Z' }],
    });
    expect(reward.one('Reward Issued').properties).not.toHaveProperty('points');
  });

  it('gives two coupons of one campaign two ids', () => {
    const twin = answer([
      { accountId: '7002', account: { type: 'ECOUPON', campaignId: 'coupon-1' } },
      { accountId: '7004', account: { type: 'ECOUPON', campaignId: 'coupon-1' } },
    ]);
    const ids = told(TRIGGER, [coupon, coupon], { request, response: twin })
      .all('Coupon Issued')
      .map(({ properties }) => properties.coupon_id);
    expect(ids).toEqual(['7002', '7004']);
  });

  it('invents no id where the answer has none', () => {
    const { properties } = told(TRIGGER, operations, { request }).one('Coupon Issued');
    expect(properties).not.toHaveProperty('coupon_id');
  });
});

it('never tells the action itself as a coupon', () => {
  const { names } = told(TRIGGER, [action('CREATE', 0), action('REDEEM', 0)], { request });
  expect(names).toEqual(['Reward Issued']);
});

it.each([null, '', 'no JSON', {}])('tells the reward even when the request is %p', (body) => {
  expect(
    told(TRIGGER, [action('REDEEM', 5)], { request: { body } }).one('Reward Issued').properties,
  ).toMatchObject({
    action_references: [],
    points: 5,
  });
});

it("is of the action's wallet", () => {
  const operations = [points('CREDIT', 5, 5), action('REDEEM', 5, { walletId: BEN })];
  expect(told(TRIGGER, operations, { request }).one('Reward Issued').walletId).toBe(BEN);
});

describe('a call that rewards two wallets', () => {
  const coupon = (accountId: string, walletId: string | undefined) =>
    account('ECOUPON', 'CREATE', {}, { accountId, walletId, campaignId: `of-${accountId}` });
  const bensPoints = points('CREDIT', 250, 250, {}, { walletId: BEN, accountId: '5002' });

  it('tells each wallet only what it got itself', () => {
    const { one } = told(
      TRIGGER,
      [
        action('REDEEM', 100),
        coupon('7101', ANNA),
        coupon('7102', BEN),
        points('CREDIT', 100, 100),
        bensPoints,
      ],
      { request, response: answer([]) },
    );
    expect(one('Reward Issued')).toMatchObject({ walletId: ANNA, properties: { points: 100 } });
    expect(one('Reward Issued').properties.coupons).toMatchObject([{ coupon_id: '7101' }]);
  });

  it('tells no coupon where only another wallet got one', () => {
    const { one } = told(TRIGGER, [action('REDEEM', 0), coupon('7102', BEN)], { request });
    expect(one('Reward Issued').properties).not.toHaveProperty('coupons');
    expect(one('Coupon Issued').walletId).toBe(BEN);
  });

  it('leaves out a coupon that may be of either', () => {
    const { one } = told(TRIGGER, [action('REDEEM', 0), coupon('7103', undefined), bensPoints], { request });
    expect(one('Reward Issued').properties).not.toHaveProperty('coupons');
  });

  it('counts what the action gave where the points are on the account of a household', () => {
    const { one } = told(TRIGGER, [bensPoints, action('REDEEM', 250)], { request });
    expect(one('Reward Issued')).toMatchObject({ walletId: ANNA, properties: { points: 250 } });
  });
});

describe.each([207, 400, 500])('a call that ended with %i', (code) => {
  const reward = (operations: unknown[]) =>
    told(TRIGGER, operations, { request, response: { code, body: {} } });
  const coupon = (event: string) => account('ECOUPON', event, {}, { accountId: '7101' });

  it.each([
    ['points', [action('REDEEM', 100), points('CREDIT', 100, 100), points('VOID', 100, 0)]],
    ['a coupon', [action('REDEEM', 0), coupon('CREATE'), coupon('CANCEL')]],
    ['the action alone', [action('CREATE', 0)]],
    [
      "a household's points",
      [points('VOID', 5, 0, {}, { walletId: BEN, accountId: '5002' }), action('REDEEM', 5)],
    ],
  ])('is no reward when AIR took %s back', (_, operations) => {
    const { names, attributes } = reward(operations);
    expect(names).not.toContain('Reward Issued');
    expect(attributes()).not.toHaveProperty('last_reward_at');
  });

  it.each([
    ['points', [points('CREDIT', 100, 100)]],
    ['a coupon', [coupon('CREATE'), points('CREDIT', 100, 100), points('VOID', 100, 0)]],
    ['what the action gave', [action('REDEEM', 100)]],
  ])('is a reward when %s stayed', (_, operations) => {
    expect(reward(operations).names).toContain('Reward Issued');
  });

  it('tells only what stayed', () => {
    const { properties } = reward([
      action('REDEEM', 100),
      coupon('CREATE'),
      points('CREDIT', 100, 100),
      points('VOID', 100, 0),
    ]).one('Reward Issued');
    expect(properties).toMatchObject({ coupons: [{ coupon_id: '7101' }] });
    expect(properties).not.toHaveProperty('points');
  });
});
