import { NOTHING_KNOWN } from '../../../functions/air/known';
import { Wallets, walletsTouched } from '../../../functions/air/wallets';
import { ANNA, account, airEvent, BEN, enriched, identity, operation, points, transaction } from './build';

const NO_WALLET = { walletId: undefined };
const membership = (fields = {}) =>
  operation('tierMembershipEntity', 'UPDATE', { tierMembershipId: 'm1', accountIds: ['5001'], ...fields });
const tierMove = operation('tierMembershipTransactionEntity', 'CREATE', { tierMembershipId: 'm1' });
const read = (walletId: string) => operation('walletEntity', 'READ', { walletId });
const touched = (operations: unknown[], parts = {}, wallets: Record<string, string> = {}) => {
  const event = airEvent('X', operations, parts);
  return walletsTouched(event, new Wallets(event, { ...NOTHING_KNOWN, wallets }));
};

it('gives one entry per wallet that the operations name, in order', () => {
  const operations = [
    points('GIFT', 5, 1, {}, { walletId: BEN }),
    points('GIFT_IN', 5, 6),
    points('EARN', 1, 7),
  ];
  expect(touched(operations)).toEqual([
    { walletId: BEN, accountId: null },
    { walletId: ANNA, accountId: null },
  ]);
});

it('does not count a wallet that was only read beside one that changed', () => {
  expect(touched([read(BEN), points('EARN', 1, 7)])).toEqual([{ walletId: ANNA, accountId: null }]);
});

it('counts a wallet that was read when it says whose a tier is', () => {
  expect(touched([read(BEN), membership(), tierMove], { enrichmentData: [] })).toEqual([
    { walletId: BEN, accountId: null },
  ]);
});

it('counts wallets that were only read when nothing else happened', () => {
  expect(touched([read(BEN), read(ANNA)])).toEqual([
    { walletId: BEN, accountId: null },
    { walletId: ANNA, accountId: null },
  ]);
});

it('takes the only enriched wallet when the operations name none', () => {
  expect(touched([membership(), tierMove])).toEqual([{ walletId: ANNA, accountId: null }]);
});

it('keeps to the wallet of the operations when the enrichment is of another', () => {
  expect(touched([account('QUEST', 'CREATE', {}, { walletId: BEN })])).toEqual([
    { walletId: BEN, accountId: null },
  ]);
});

it('finds a wallet by its account in the same event', () => {
  const operations = [
    points('EARN', 1, 7),
    transaction('SETTLE', 'SETTLED', { walletId: BEN }),
    membership(),
  ];
  expect(touched(operations)).toEqual([
    { walletId: ANNA, accountId: null },
    { walletId: BEN, accountId: null },
  ]);
});

it('asks the directory for the account when the event names no wallet', () => {
  const parts = { enrichmentData: [] };
  expect(touched([membership(), tierMove], parts, { '5001': BEN })).toEqual([
    { walletId: BEN, accountId: null },
  ]);
  expect(touched([membership(), tierMove], parts)).toEqual([{ walletId: null, accountId: '5001' }]);
});

it('never guesses between two enriched wallets', () => {
  const enrichmentData = enriched(identity(ANNA, 'anna'), identity(BEN, 'ben'));
  expect(touched([membership()], { enrichmentData })).toEqual([{ walletId: null, accountId: '5001' }]);
  expect(touched([account('ECOUPON', 'REDEEM', {}, NO_WALLET)], { enrichmentData })).toEqual([
    { walletId: null, accountId: '9001' },
  ]);
});

it('always gives an entry, so that nothing is lost', () => {
  expect(touched([], { enrichmentData: [] })).toEqual([{ walletId: null, accountId: null }]);
  expect(
    touched([operation('campaignEntity', 'UPDATE', { campaignId: '1' })], { enrichmentData: [] }),
  ).toEqual([{ walletId: null, accountId: null }]);
  expect(touched([])).toEqual([{ walletId: ANNA, accountId: null }]);
});

describe('the wallet that was rewarded', () => {
  const parts = (enrichmentData: unknown = []) => ({
    response: { code: 201, body: JSON.stringify({ walletId: ANNA }) },
    enrichmentData,
  });
  const addressed = (eventName: string, operations: unknown[], enrichmentData?: unknown) =>
    walletsTouched(airEvent(eventName, operations, parts(enrichmentData)));
  const campaign = operation('campaignEntity', 'READ', { campaignId: '1' });
  const anna = { walletId: ANNA, accountId: null };

  it.each([
    ['no operation names one', [campaign], []],
    ['the enrichment names two', [campaign], enriched(identity(ANNA, 'anna'), identity(BEN, 'ben'))],
  ])('is addressed as the answer names it when %s', (_, operations, enrichmentData) => {
    expect(addressed('SERVICE.TRIGGER', operations, enrichmentData)).toEqual([anna]);
  });

  it('is addressed beside those that operations without the action name', () => {
    const operations = [points('CREDIT', 5, 5, {}, { walletId: BEN }), read('303')];
    expect(addressed('SERVICE.TRIGGER', operations)).toContainEqual(anna);
  });

  it('is nobody in an event that rewards nobody', () => {
    expect(addressed('X', [campaign])).toEqual([{ walletId: null, accountId: null }]);
  });
});
