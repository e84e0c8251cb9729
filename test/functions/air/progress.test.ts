import { account, told } from './build';

const OBJECTIVE_OF = { OBJECTIVE_OF: { QUEST: [{ accountId: '9001' }] } };
const objective = (event: string) =>
  account('ECOUPON', event, {}, { accountId: '9002', campaignId: 'step', relationships: OBJECTIVE_OF });

it.each([
  ['QUEST', 'Quest'],
  ['COUPON_STAMP_CARD', 'Stamp Card'],
  ['CONTINUITY', 'Continuity'],
])('tells every stage of a %s, whatever the event', (type, label) => {
  const names = ['CREATE', 'CREDIT', 'SOMETHING_NEW', 'REDEEM', 'CANCEL'].map(
    (event) => told('RETAILER.OWN', [account(type, event)]).names,
  );
  expect(names.flat()).toEqual([
    `${label} Started`,
    `${label} Progressed`,
    `${label} Progressed`,
    `${label} Completed`,
    `${label} Cancelled`,
  ]);
});

it('tells what AIR counts, with continuity spend in major units', () => {
  const balances = {
    totalSpend: 15050,
    currentSpend: 50,
    transactionCount: 2,
    totalUnits: 1.5,
    note: 'text',
  };
  expect(
    told('X', [account('CONTINUITY', 'CREDIT', {}, { balances })]).one('Continuity Progressed').properties,
  ).toEqual({
    account_id: '9001',
    campaign_id: '77',
    balances: { total_spend: 150.5, current_spend: 0.5, transaction_count: 2, total_units: 1.5 },
    valid_from: '2026-01-01T00:00:00.000Z',
    valid_until: '2026-12-31T23:59:59.000Z',
  });
});

it('takes the balances after the operation when the account shows none', () => {
  const operation = account('QUEST', 'CREDIT', { balancesAfter: { objectivesMet: 2 } });
  expect(told('X', [operation]).one('Quest Progressed').properties.balances).toEqual({ objectives_met: 2 });
});

it.each([
  ['CREATE', 'Quest Started'],
  ['CANCEL', 'Quest Cancelled'],
])('tells objectives that come or go with a quest inside it: %s', (event, name) => {
  const relationships = { OBJECTIVE: { ECOUPON: [{ accountId: '9002' }, { accountId: '9003' }] } };
  const { names, one } = told('X', [objective(event), account('QUEST', event, {}, { relationships })]);
  expect(names).toEqual([name]);
  expect(one(name).properties.objectives).toEqual([
    { coupon_id: '9002', campaign_id: 'step', valid_until: '2026-12-31T23:59:59.000Z' },
    { coupon_id: '9003' },
  ]);
});

it('tells an objective that is met as the redemption it is, with its quest', () => {
  const { names, one } = told('X', [objective('REDEEM'), account('QUEST', 'CREDIT')]);
  expect(names).toEqual(['Quest Progressed', 'Coupon Redeemed']);
  expect(one('Coupon Redeemed').properties.quest_id).toBe('9001');
});

it('tells an objective that comes without its quest', () => {
  expect(told('X', [objective('CREATE')]).one('Coupon Issued').properties.quest_id).toBe('9001');
});

it('finds the wallet of an account that names none', () => {
  const operation = account('QUEST', 'REDEEM', {}, { walletId: undefined });
  expect(told('X', [operation]).one('Quest Completed').identity?.value).toBe('anna');
});

it.each(['FUND', 'constructor', undefined])('passes an account of type %p', (type) => {
  expect(told('X', [account(type as string, 'CREATE')]).events).toEqual([]);
});
