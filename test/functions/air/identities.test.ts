import {
  enrichedWallets,
  identitiesEnded,
  identitiesShown,
  identityOf,
} from '../../../functions/air/identities';
import { NOTHING_KNOWN } from '../../../functions/air/known';
import { ANNA, airEvent, BEN, enriched, identity, operation } from './build';

const card = (value: string, fields = {}) => identity(ANNA, value, { type: 'CARD', ...fields });
const made = (fields: object, operationType = 'CREATE') =>
  operation('walletIdentityEntity', operationType, fields);
const known = { ...NOTHING_KNOWN, identities: { [ANNA]: { CUSTOMER_ID: 'from-directory', CARD: 'card-0' } } };

it('takes the identity from the enrichment', () => {
  const event = airEvent('X', [], { enrichmentData: enriched(identity(ANNA, 'anna'), identity(BEN, 'ben')) });
  expect(enrichedWallets(event)).toEqual([ANNA, BEN]);
  expect(identityOf(event, ANNA, 'CUSTOMER_ID', known)).toEqual({ type: 'CUSTOMER_ID', value: 'anna' });
  expect(identityOf(event, BEN, 'CUSTOMER_ID', known)).toEqual({ type: 'CUSTOMER_ID', value: 'ben' });
});

it("takes it from the wallet's identity operations when the enrichment has none of the type", () => {
  const event = airEvent('X', [made(identity(ANNA, 'anna')), made(identity(BEN, 'ben'))], {
    enrichmentData: enriched(card('card-1')),
  });
  expect(identityOf(event, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)?.value).toBe('anna');
});

it('takes it from the directory when the event shows none', () => {
  const event = airEvent('X', [], { enrichmentData: [] });
  expect(identityOf(event, ANNA, 'CUSTOMER_ID', known)?.value).toBe('from-directory');
  expect(identityOf(event, BEN, 'CUSTOMER_ID', known)).toBeNull();
});

it('gives two connectors of different types each its own', () => {
  const event = airEvent('X', [], { enrichmentData: enriched(identity(ANNA, 'anna'), card('card-1')) });
  expect(identityOf(event, ANNA, 'CARD', NOTHING_KNOWN)).toEqual({ type: 'CARD', value: 'card-1' });
  expect(identityOf(event, ANNA, 'EMAIL', NOTHING_KNOWN)).toBeNull();
});

it('takes the last active one of a type', () => {
  const event = airEvent('X', [], {
    enrichmentData: enriched(card('old'), card('new'), card('lost', { status: 'LOST' })),
  });
  expect(identityOf(event, ANNA, 'CARD', NOTHING_KNOWN)?.value).toBe('new');
});

it.each([
  ['from a DELETE operation', made(identity(ANNA, 'anna'), 'DELETE')],
  ['a value that AIR rewrote', made(identity(ANNA, 'DELETED_1_aB_17'), 'UPDATE')],
  ['one that is not active', made(identity(ANNA, 'anna', { status: 'DELETED' }), 'UPDATE')],
  ['one without a value', made(identity(ANNA, ''))],
  ['a blank value', made(identity(ANNA, ' \t '))],
])('never takes %s', (_, op) => {
  const event = airEvent('X', [op], { enrichmentData: [] });
  expect(identityOf(event, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)).toBeNull();
  expect(identitiesShown(event, ANNA)).toEqual({});
});

it('never takes an identity that stands under another wallet', () => {
  const event = airEvent('X', [], {
    enrichmentData: { [`walletEntity_${ANNA}`]: { identities: [identity(BEN, 'ben')] } },
  });
  expect(identityOf(event, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)).toBeNull();
});

it('shows all active identities of a wallet by type', () => {
  const event = airEvent('X', [made(identity(ANNA, 'a@example.com', { type: 'EMAIL' }))], {
    enrichmentData: enriched(identity(ANNA, 'anna'), card('card-1', { status: undefined })),
  });
  expect(identitiesShown(event, ANNA)).toEqual({
    CUSTOMER_ID: 'anna',
    CARD: 'card-1',
    EMAIL: 'a@example.com',
  });
});

describe('several states of one identity', () => {
  const state = (value: string, fields = {}) => identity(ANNA, value, { identityId: '11', ...fields });
  const gone = made(state('DELETED_11_x_1', { status: 'DELETED' }), 'DELETE');
  const seen = (operations: unknown[], enrichmentData: unknown = []) => {
    const event = airEvent('X', operations, { enrichmentData });
    return [identityOf(event, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)?.value, identitiesShown(event, ANNA)];
  };
  const nothing = [undefined, {}];

  it('are neither used nor learnt when it ends deleted or lost', () => {
    const read = made(state('old'), 'READ');
    expect(seen([read, gone])).toEqual(nothing);
    expect(seen([read, made(state('old', { status: 'LOST' }), 'UPDATE')])).toEqual(nothing);
    expect(seen([read], enriched(state('old', { status: 'LOST' })))).toEqual(nothing);
  });

  it('leave another identity of the type', () => {
    const another = made(identity(ANNA, 'new', { identityId: '12' }));
    expect(seen([another, made(state('old'), 'READ'), gone])).toEqual(['new', { CUSTOMER_ID: 'new' }]);
  });

  it('say who left, when the wallet goes with it', () => {
    const left = operation('walletEntity', 'DELETE', { walletId: ANNA });
    expect(seen([made(state('old'), 'READ'), gone, left])[0]).toBe('old');
  });
});

describe('a suspended identity', () => {
  const event = airEvent('X', [], {
    enrichmentData: enriched(identity(ANNA, 'anna', { status: 'SUSPENDED' })),
  });

  it('says whose the wallet is where nothing else does', () => {
    expect(identityOf(event, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)?.value).toBe('anna');
    expect(identityOf(event, ANNA, 'CUSTOMER_ID', known)?.value).toBe('from-directory');
  });

  it('gives way to an active one, and is not learnt', () => {
    const both = airEvent('X', [made(identity(ANNA, 'active'))], { enrichmentData: event.enrichment });
    expect(identityOf(both, ANNA, 'CUSTOMER_ID', NOTHING_KNOWN)?.value).toBe('active');
    expect(identitiesShown(event, ANNA)).toEqual({});
  });
});

describe('an identity that is over', () => {
  const over = (fields = {}) =>
    airEvent('X', [], {
      enrichmentData: enriched(identity(ANNA, 'from-directory', { status: 'INACTIVE', ...fields })),
    });

  it('is not taken from the directory either', () => {
    expect(identityOf(over(), ANNA, 'CUSTOMER_ID', known)).toBeNull();
    expect(identityOf(over({ value: 'another' }), ANNA, 'CUSTOMER_ID', known)?.value).toBe('from-directory');
    expect(identitiesEnded(over(), ANNA)).toEqual({ CUSTOMER_ID: 'from-directory' });
    expect(identitiesEnded(over({ identityId: '7' }), ANNA)).toEqual({ CUSTOMER_ID: 'from-directory' });
  });

  it('is known by another state where AIR rewrote its value, and could be any where none shows it', () => {
    const gone = made(identity(ANNA, 'DELETED_7_x_1', { identityId: '7' }), 'DELETE');
    const read = made(identity(ANNA, 'anna', { identityId: '7' }), 'READ');
    const ended = (...operations: unknown[]) =>
      identitiesEnded(airEvent('X', operations, { enrichmentData: [] }), ANNA);
    expect(ended(read, gone)).toEqual({ CUSTOMER_ID: 'anna' });
    expect(ended(gone)).toEqual({ CUSTOMER_ID: null });
    expect(identityOf(airEvent('X', [gone], { enrichmentData: [] }), ANNA, 'CUSTOMER_ID', known)).toBeNull();
  });

  it('is none beside an active one of its type, nor where the wallet goes', () => {
    const active = made(identity(ANNA, 'new'));
    const gone = made(identity(ANNA, 'anna'), 'DELETE');
    const left = operation('walletEntity', 'DELETE', { walletId: ANNA });
    for (const other of [active, left])
      expect(identitiesEnded(airEvent('X', [gone, other], { enrichmentData: [] }), ANNA)).toEqual({});
    const byName = airEvent('SERVICE.WALLET.DELETE', [gone], { enrichmentData: [] });
    expect(identityOf(byName, ANNA, 'CUSTOMER_ID', known)?.value).toBe('from-directory');
  });
});

describe('what the directory learnt from a newer event', () => {
  const event = airEvent('X', [], { enrichmentData: enriched(identity(ANNA, 'old')) });
  const dated = (date: string, identities: Record<string, string>) => ({
    ...NOTHING_KNOWN,
    identities: { [ANNA]: identities },
    identityDates: { [ANNA]: { CUSTOMER_ID: date } },
  });

  it('goes before what the event shows, also where there is none any more', () => {
    const later = '2027-01-01T00:00:00.000Z';
    expect(identityOf(event, ANNA, 'CUSTOMER_ID', dated(later, { CUSTOMER_ID: 'new' }))?.value).toBe('new');
    expect(identityOf(event, ANNA, 'CUSTOMER_ID', dated(later, {}))).toBeNull();
  });

  it('does not where the event is as new', () => {
    for (const date of [event.occurredAt, '2020-01-01T00:00:00.000Z'])
      expect(identityOf(event, ANNA, 'CUSTOMER_ID', dated(date, { CUSTOMER_ID: 'new' }))?.value).toBe('old');
  });
});
