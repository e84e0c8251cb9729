import { NOTHING_KNOWN } from '../../../functions/air/known';
import { ANNA, account, BEN, enriched, identity, operation, points, told } from './build';

const wallet = (op: string, walletId = ANNA) => operation('walletEntity', op, { walletId });
const consumer = (op: string, optin: unknown = { marketing: true }, walletId = ANNA) =>
  operation('walletConsumerEntity', op, {
    consumerId: 'c1',
    walletId,
    data: {
      personal: { firstName: 'Anna', lastName: 'Holm', birthDate: '1990-05-04' },
      contact: [
        { type: 'email', name: 'work', value: 'work@example.com' },
        { type: 'email', name: 'default', value: 'anna@example.com' },
        { type: 'phone', name: 'mobile', value: '+4670000' },
      ],
      communication: [
        { type: 'sms', optin: { marketing: false } },
        { type: 'default', optin },
      ],
    },
  });
const scheme = points('CREATE', 0, 0);
const tier = operation('tierMembershipEntity', 'CREATE', {
  tierMembershipId: 'm1',
  tierId: '1',
  accountIds: ['5001'],
});

describe('joining in one call', () => {
  const joined = told('SERVICE.WALLET.ACCOUNTS.CREATE', [
    wallet('CREATE'),
    account('ECOUPON', 'CREATE'),
    scheme,
    tier,
    consumer('CREATE'),
  ]);

  it('tells of coupons and tier beside it, not of profile and scheme', () => {
    expect(joined.names).toEqual(['Loyalty Program Joined', 'Coupon Issued', 'Tier Joined']);
  });

  it('makes the consumer a member', () => {
    expect(joined.one('Loyalty Program Joined')).toMatchObject({
      id: `${ANNA}:joined`,
      identity: { type: 'CUSTOMER_ID', value: 'anna' },
      properties: { scheme_id: 'scheme-1', marketing_opt_in: true },
    });
    expect(joined.attributes()).toMatchObject({
      loyalty_status: 'member',
      loyalty_joined_at: '2026-02-03T10:00:00.123Z',
      marketing_opt_in: true,
      points_balance: 0,
    });
  });
});

describe('joining in several calls', () => {
  const calls = (joinedWhen: 'wallet' | 'scheme' | 'consumer') => [
    told('WALLET.CREATE', [wallet('CREATE')], {}, { settings: { joinedWhen } }),
    told('WALLET.ACCOUNT.CREATE.SCHEME', [scheme], {}, { settings: { joinedWhen } }),
    told('WALLET.CONSUMER.CREATE', [consumer('CREATE')], {}, { settings: { joinedWhen } }),
  ];

  it.each([
    ['wallet', [['Loyalty Program Joined'], ['Loyalty Scheme Joined'], ['Member Profile Updated']]],
    ['scheme', [[], ['Loyalty Program Joined'], ['Member Profile Updated']]],
    ['consumer', [[], ['Loyalty Scheme Joined'], ['Loyalty Program Joined']]],
  ] as const)('tells once that the consumer joined, when the %s is made', (joinedWhen, expected) => {
    expect(calls(joinedWhen).map(({ names }) => names)).toEqual(expected);
  });

  it('gives joining the same id in whatever call it is told', () => {
    const ids = (['wallet', 'scheme', 'consumer'] as const).flatMap((joinedWhen) =>
      calls(joinedWhen).flatMap(({ events }) =>
        events.filter(({ name }) => name === 'Loyalty Program Joined').map(({ id }) => id),
      ),
    );
    expect(new Set(ids)).toEqual(new Set([`${ANNA}:joined`]));
  });
});

it.each([
  ['SERVICE.WALLET.CREATE', 'Loyalty Program Joined'],
  ['WALLET.ACCOUNT.CREATE.SCHEME', 'Loyalty Scheme Joined'],
  ['WALLET.CONSUMER.UPDATE', 'Member Profile Updated'],
])('%s tells %s by its name, even without an operation', (eventName, name) => {
  expect(told(eventName, []).names).toEqual([name]);
});

it('tells nothing by name of a call that AIR refused', () => {
  const read = operation('walletEntity', 'READ', { walletId: ANNA });
  for (const operations of [[], [read]])
    expect(told('SERVICE.WALLET.CREATE', operations, { response: { code: 409 } }).names).toEqual([]);
});

describe('a profile', () => {
  it.each([
    [{ marketing: true }, true],
    [{ marketing: false }, false],
    [{ marketing: null }, undefined],
    [[], undefined],
    [null, undefined],
  ])("takes consent from the default communication's optin %p", (optin, expected) => {
    const { attributes, one } = told('WALLET.CONSUMER.UPDATE', [consumer('UPDATE', optin)]);
    expect(attributes().marketing_opt_in).toBe(expected);
    expect(one('Member Profile Updated').properties.marketing_opt_in).toBe(expected);
  });

  it('takes the last of two default communications', () => {
    const twice = consumer('UPDATE', { marketing: false });
    const { data } = twice.objectValue as { data: { communication: unknown[] } };
    data.communication.unshift({ type: 'default', optin: { marketing: true } });
    expect(told('X', [twice]).attributes().marketing_opt_in).toBe(false);
  });

  it('is told once per wallet, and the last operation wins', () => {
    const operations = [consumer('CREATE', { marketing: true }), consumer('UPDATE', { marketing: false })];
    expect(told('WALLET.CONSUMER.UPDATE', operations).one('Member Profile Updated').properties).toEqual({
      marketing_opt_in: false,
    });
  });

  it('is told by any event that has a consumer in it', () => {
    expect(told('RETAILER.OWN', [consumer('UPDATE')]).names).toEqual(['Member Profile Updated']);
    expect(told('RETAILER.OWN', [consumer('READ')]).names).toEqual([]);
  });

  it('holds no personal field unless the settings name it', () => {
    const operations = [consumer('UPDATE')];
    expect(told('WALLET.CONSUMER.UPDATE', operations).attributes()).toEqual({ marketing_opt_in: true });
    const settings = { personalFields: ['first_name', 'email', 'phone', 'birth_date'] as const };
    expect(
      told(
        'WALLET.CONSUMER.UPDATE',
        operations,
        {},
        { settings: { personalFields: [...settings.personalFields] } },
      ).attributes(),
    ).toEqual({
      marketing_opt_in: true,
      first_name: 'Anna',
      email: 'anna@example.com',
      phone: '+4670000',
      birth_date: '1990-05-04',
    });
  });
});

describe('leaving', () => {
  const deletion = [
    account('ECOUPON', 'CANCEL'),
    points('DEBIT', 40, 0, { balancesBefore: { current: 40 }, balancesAfter: { current: 0 } }),
    account('STANDARD_SUBSCRIPTION', 'CANCEL'),
    operation('walletIdentityEntity', 'DELETE', identity(ANNA, 'DELETED_1_x_2', { status: 'DELETED' })),
    operation('walletConsumerEntity', 'DELETE', { walletId: ANNA, data: [] }),
    wallet('DELETE'),
  ];
  const parts = { enrichmentData: { [`walletEntity_${ANNA}`]: { identities: [] } } };
  const known = { ...NOTHING_KNOWN, identities: { [ANNA]: { CUSTOMER_ID: 'anna' } } };
  const left = told('SERVICE.WALLET.DELETE', deletion, parts, { known });

  it('reaches the right consumer, though AIR has emptied the identities', () => {
    expect(left.one('Loyalty Program Left')).toMatchObject({
      id: `${ANNA}:left`,
      walletId: ANNA,
      identity: { type: 'CUSTOMER_ID', value: 'anna' },
    });
  });

  it('is all that is told', () => {
    expect(left.names).toEqual(['Loyalty Program Left']);
    expect(left.attributes()).toMatchObject({
      loyalty_status: 'left',
      loyalty_left_at: '2026-02-03T10:00:00.123Z',
      points_balance: 0,
    });
    expect(JSON.stringify(left)).not.toContain('DELETED_');
  });

  it('never takes a rewritten value for an identity', () => {
    expect(told('SERVICE.WALLET.DELETE', deletion, parts).one('Loyalty Program Left').identity).toBeNull();
  });

  it('silences its own wallet only', () => {
    const operations = [...deletion, account('ECOUPON', 'CREATE', {}, { walletId: BEN })];
    const { names, one } = told('SERVICE.WALLET.DELETE', operations, {
      enrichmentData: enriched(identity(BEN, 'ben')),
    });
    expect(names).toEqual(['Loyalty Program Left', 'Coupon Issued']);
    expect(one('Coupon Issued').walletId).toBe(BEN);
  });

  it('lets a subscription not expire any more', () => {
    expect(left.remember.subscriptions).toMatchObject([{ status: 'cancelled', expiresAt: null }]);
  });
});

describe('two schemes joined in one call', () => {
  const both = [
    points('CREATE', 0, 1),
    points('CREATE', 0, 2, {}, { campaignId: 'scheme-2', accountId: '5002' }),
  ];

  it.each([
    ['the setting names', { settings: { schemeId: 'scheme-2' } }, 'scheme-2', 2],
    ['this connector saw first', { known: { schemeId: 'scheme-2' } }, 'scheme-2', 2],
    ['comes first', {}, 'scheme-1', 1],
    ['comes first, where neither is supported', { settings: { schemeId: 'other' } }, 'scheme-1', undefined],
  ])('tell the one that %s, and its balance', (_, options, schemeId, balance) => {
    const joined = told('SERVICE.WALLET.ACCOUNTS.CREATE', [wallet('CREATE'), ...both], {}, options);
    expect(joined.one('Loyalty Program Joined').properties.scheme_id).toBe(schemeId);
    expect(joined.attributes().points_balance).toBe(balance);
    const added = told('WALLET.ACCOUNT.CREATE.SCHEME', both, {}, options);
    expect(added.one('Loyalty Scheme Joined').properties.scheme_id).toBe(schemeId);
  });
});

it('tells and describes nothing of a wallet that AIR created and took back in one call', () => {
  const result = told(
    'SERVICE.WALLET.ACCOUNTS.CREATE',
    [
      operation('walletEntity', 'CREATE', { walletId: ANNA }),
      points('CREATE', 0, 0),
      consumer('CREATE'),
      account('ECOUPON', 'CREATE'),
      operation('walletEntity', 'DELETE', { walletId: ANNA }),
    ],
    { response: { code: 400 } },
  );
  expect([result.events, result.profiles, result.problems]).toEqual([[], [], []]);
});

it('never describes one who left as a member', () => {
  const { attributes } = told(
    'SERVICE.WALLET.CREATE',
    [points('CREATE', 0, 0), operation('walletEntity', 'DELETE', { walletId: ANNA })],
    {},
    { settings: { joinedWhen: 'scheme' } },
  );
  expect(attributes()).toMatchObject({ loyalty_status: 'left' });
  expect(attributes()).not.toHaveProperty('loyalty_joined_at');
});
