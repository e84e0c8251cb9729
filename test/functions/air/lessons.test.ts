import { lessonsOf } from '../../../functions/air/lessons';
import { ANNA, account, airEvent, BEN, enriched, identity, operation, points } from './build';

const learnt = (operations: unknown[], parts = {}, name = 'X') =>
  lessonsOf(airEvent(name, operations, parts));
const made = (fields: object, operationType = 'CREATE') =>
  operation('walletIdentityEntity', operationType, fields);
const AS_OF = '2026-02-03T10:00:00.123Z';

it('learns identities and accounts, each of its own wallet', () => {
  const operations = [
    points('GIFT', 1, 1),
    points('GIFT_IN', 1, 2, {}, { walletId: BEN, accountId: '5002' }),
  ];
  const enrichmentData = enriched(identity(ANNA, 'anna'), identity(BEN, 'ben'));
  expect(learnt(operations, { enrichmentData })).toEqual([
    { walletId: ANNA, identities: { CUSTOMER_ID: 'anna' }, accountIds: ['5001'], asOf: AS_OF, left: false },
    { walletId: BEN, identities: { CUSTOMER_ID: 'ben' }, accountIds: ['5002'], asOf: AS_OF, left: false },
  ]);
});

it('learns from identity operations without enrichment', () => {
  expect(learnt([made(identity(ANNA, 'anna'))], { enrichmentData: [] })).toEqual([
    { walletId: ANNA, identities: { CUSTOMER_ID: 'anna' }, accountIds: [], asOf: AS_OF, left: false },
  ]);
});

it('learns which accounts a tier hangs on', () => {
  const membership = operation('tierMembershipEntity', 'CREATE', {
    tierMembershipId: 'm',
    accountIds: ['5001'],
  });
  expect(learnt([membership])).toMatchObject([{ walletId: ANNA, accountIds: ['5001'] }]);
});

it('learns an account from the account itself', () => {
  const made = operation('walletAccountEntity', 'CREATE', {
    accountId: '5009',
    walletId: ANNA,
    type: 'POINTS',
  });
  expect(learnt([made], { enrichmentData: [] })).toMatchObject([{ walletId: ANNA, accountIds: ['5009'] }]);
});

it('does not fill the directory with coupons', () => {
  const operations = [
    account('ECOUPON', 'CREATE'),
    account('BEHAVIOURAL_ACTION', 'REDEEM', {}, { accountId: '9002' }),
  ];
  expect(learnt(operations, { enrichmentData: [] })).toEqual([]);
});

it('learns nothing from a rewritten value', () => {
  expect(learnt([made(identity(ANNA, 'DELETED_187_x_1'), 'UPDATE')], { enrichmentData: [] })).toEqual([]);
});

it("learns that a deleted identity is the wallet's no longer", () => {
  const gone = made(identity(ANNA, 'anna', { status: 'DELETED' }), 'DELETE');
  expect(learnt([gone], { enrichmentData: [] })).toMatchObject([
    { walletId: ANNA, identities: {}, ended: { CUSTOMER_ID: 'anna' } },
  ]);
});

describe('a deletion', () => {
  const deletion = [
    made(identity(ANNA, 'DELETED_1_x_1', { status: 'DELETED' }), 'DELETE'),
    points('CANCEL', 0, 0),
    operation('walletEntity', 'DELETE', { walletId: ANNA }),
  ];
  const gone = { walletId: ANNA, identities: {}, accountIds: [], asOf: AS_OF, left: true };

  it('marks the wallet as left, and teaches nothing else of it', () => {
    expect(learnt(deletion, { enrichmentData: { [`walletEntity_${ANNA}`]: { identities: [] } } })).toEqual([
      gone,
    ]);
    expect(learnt(deletion, { enrichmentData: enriched(identity(ANNA, 'anna')) })).toEqual([gone]);
  });

  it('is known by the name of the event too', () => {
    expect(learnt([points('CANCEL', 0, 0)], {}, 'SERVICE.WALLET.DELETE')).toEqual([gone]);
  });

  it('leaves the other wallets of the event alone', () => {
    const enrichmentData = enriched(identity(BEN, 'ben'));
    expect(learnt(deletion, { enrichmentData })).toEqual([
      { ...gone, walletId: BEN, identities: { CUSTOMER_ID: 'ben' }, left: false },
      gone,
    ]);
  });
});
