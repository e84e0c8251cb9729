import { batchItems } from '../../../../functions/delivery/batching';
import type { Item } from '../../../../functions/platforms/item';
import { arranged, bodyOf, event, events, itemsOf, outbound, profile, settings } from './examples';

const only = (items: readonly Item[]): Item => {
  expect(items).toHaveLength(1);
  return items[0]!;
};
// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes.
const attributesOf = (item: Item): any => item.body;

describe('events', () => {
  test('an event has its metric, its profile, its time to the second, and the loyalty event’s id as unique_id', () => {
    const item = only(itemsOf([event('Points Spent', { points: 40, order_id: 'B-9' })]).items);
    expect(item).toMatchObject({
      id: 'ev-7:w-7:Points Spent:0',
      kind: 'event',
      target: 'event',
      walletId: 'w-7',
    });
    expect(item.body).toEqual({
      properties: { points: 40, order_id: 'B-9' },
      time: '2026-06-02T07:15:40Z',
      unique_id: 'ev-7:w-7:Points Spent:0',
      metric: { data: { type: 'metric', attributes: { name: 'EE Points Spent' } } },
      profile: { data: { type: 'profile', attributes: { external_id: 'KC-204' } } },
    });
  });

  test.each([
    ['external_id', 'KC-204', 'KC-204'],
    ['email', 'ada@shop.example', 'ada@shop.example'],
    ['phone_number', '+44 (7700) 900-204', '+447700900204'],
  ] as const)('the identity can be the %s', (profileIdentifier, value, sent) => {
    const whose = { identity: { type: 'CUSTOMER_ID', value } };
    const item = only(itemsOf([event('Points Spent', {}, whose)], [], { profileIdentifier }).items);
    expect(attributesOf(item).profile.data.attributes).toEqual({ [profileIdentifier]: sent });
  });

  test('no money without the e-commerce setting: an order of the shop would count twice', () => {
    const item = only(itemsOf([event('Order Completed', { order_id: 'B-9', total: 12.5 })]).items);
    expect(item.body).not.toHaveProperty('value');
  });

  test('a metric’s name stays below 128 characters', () => {
    const item = only(itemsOf([event('Points Spent', {}, { platformName: 'x'.repeat(300) })]).items);
    expect(attributesOf(item).metric.data.attributes.name).toHaveLength(127);
  });

  test.each([null, { type: 'CUSTOMER_ID', value: '' }, { type: 'CUSTOMER_ID', value: 'x'.repeat(256) }])(
    'identity %j: nothing is sent, and it is told',
    (identity) => {
      const { items, unsendable } = itemsOf(
        [event('Points Spent', {}, { identity })],
        [profile({}, { identity })],
      );
      expect(items).toEqual([]);
      expect(unsendable.map(({ id }) => id)).toEqual(['ev-7:w-7:profile', 'ev-7:w-7:Points Spent:0']);
    },
  );

  test('an identity that is no phone number, where it is to be one: nothing is sent, and it is told why', () => {
    const whose = { identity: { type: 'MOBILE', value: '07700 900204' } };
    const made = itemsOf([event('Points Spent', {}, whose)], [profile({ ee_tier_name: 'Gold' }, whose)], {
      profileIdentifier: 'phone_number',
    });
    expect(made.items).toEqual([]);
    expect(made.unsendable.map(({ reason, detail }) => [reason, detail])).toEqual(
      Array(2).fill(['item-not-sendable', 'the identity is not known, or no phone number in E.164 form']),
    );
  });

  test('an event over 5 MB loses lines from the end of its receipt, and says how many', () => {
    const products = Array.from({ length: 3_900 }, (_, index) => ({
      product_id: `P-${index}`,
      name: 'n'.repeat(1_500),
    }));
    const item = only(itemsOf([event('Order Completed', { order_id: 'B-9', products })]).items);
    const { properties } = attributesOf(item);
    expect(properties.products.length + properties.products_omitted).toBe(3_900);
    expect(properties.products_omitted).toBeGreaterThan(0);
    expect(Buffer.byteLength(outbound.request([item], settings()).body)).toBeLessThanOrEqual(5_000_000);
  });
});

describe('profiles', () => {
  test('a profile comes before the events of its consumer, as an upsert with custom properties', () => {
    const { items } = itemsOf([event('Points Spent')], [profile()]);
    expect(items.map(({ kind }) => kind)).toEqual(['profile', 'event']);
    expect(items[0]!.body).toEqual({
      data: {
        type: 'profile',
        attributes: { external_id: 'KC-204', properties: { ee_points_balance: 310, ee_tier_name: 'Bronze' } },
      },
    });
  });

  test('attributes that are renamed to Klaviyo’s own fields stand among them; null clears', () => {
    const { items } = itemsOf(
      [],
      [profile({ first_name: 'Ada', email: 'ada@shop.example', ee_tier_name: null })],
    );
    expect(only(items).body).toEqual({
      data: {
        type: 'profile',
        attributes: {
          external_id: 'KC-204',
          first_name: 'Ada',
          email: 'ada@shop.example',
          properties: { ee_tier_name: null },
        },
      },
    });
  });

  test('a phone number or an e-mail that Klaviyo would refuse stands among the custom properties', () => {
    const { items } = itemsOf(
      [],
      [profile({ first_name: 'Ada', phone_number: '01234567890', email: 'ada at shop' })],
    );
    expect(only(items).body).toEqual({
      data: {
        type: 'profile',
        attributes: {
          external_id: 'KC-204',
          first_name: 'Ada',
          properties: { phone_number: '01234567890', email: 'ada at shop' },
        },
      },
    });
  });

  test('no attribute can put the data on another profile', () => {
    const { items } = itemsOf([], [profile({ email: 'other@shop.example', external_id: 'OTHER' })], {
      profileIdentifier: 'email',
    });
    expect(only(items).body).toEqual({
      data: { type: 'profile', attributes: { email: 'KC-204', properties: { external_id: 'OTHER' } } },
    });
  });

  test('nothing changed: no call', () => {
    expect(itemsOf([], [profile({})])).toEqual({ items: [], unsendable: [] });
  });

  test('attributes over 100 KB cannot be sent, and it is told', () => {
    const large = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`ee_${index}`, 'x'.repeat(20_000)]),
    );
    const { items, unsendable } = itemsOf([], [profile(large)]);
    expect(items).toEqual([]);
    expect(unsendable).toEqual([
      { id: 'ev-7:w-7:profile', reason: 'item-too-large', detail: expect.stringContaining('larger than') },
    ]);
  });
});

describe('one by one or in bulk', () => {
  test('fewer events than a bulk call costs go one by one', () => {
    const items = arranged(itemsOf(events(23), [profile()]).items);
    expect(new Set(items.map(({ target }) => target))).toEqual(new Set(['profile', 'event']));
  });

  test('from 24 on they go in bulk, 1,000 in a call; profiles do not', () => {
    const items = arranged(itemsOf(events(1_500), [profile()]).items);
    const calls = batchItems(items, (target) => outbound.limits(target, settings()));
    expect(calls.map((call) => [call[0]!.target, call.length])).toEqual([
      ['profile', 1],
      ['events', 1000],
      ['events', 500],
    ]);
  });

  test('a thousand events are one call', () => {
    const items = arranged(itemsOf(events(1_000)).items);
    expect(batchItems(items, (target) => outbound.limits(target, settings()))).toHaveLength(1);
  });

  test('what may have been sent before always goes alone: one repeat fails a bulk call', () => {
    const { items } = itemsOf(events(40));
    const again = new Set(items.slice(3, 6));
    const sent = outbound.arrange!(items, (item) => again.has(item), settings());
    expect(sent.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(sent.filter(({ target }) => target === 'event').map(({ id }) => id)).toEqual(
      [...again].map(({ id }) => id),
    );
    expect(outbound.arrange!(items, () => true, settings())).toEqual(items);
  });

  test('bulkFrom 1001: never', () => {
    const { items } = itemsOf(events(1_000));
    expect(arranged(items, { bulkFrom: 1001 })).toEqual(items);
  });

  test('a bulk call of large events stays below 5 MB with everything around them', () => {
    const large = events(1_000).map((one) => ({ ...one, properties: { note: 'ü'.repeat(4_000) } }));
    const calls = batchItems(arranged(itemsOf(large).items), (target) => outbound.limits(target, settings()));
    for (const call of calls)
      expect(Buffer.byteLength(outbound.request(call, settings()).body)).toBeLessThanOrEqual(5_000_000);
    expect(calls.flat()).toHaveLength(1_000);
  });
});

describe('leaving the programme', () => {
  const left = event('Loyalty Program Left');

  test('by default the event and the attributes tell, and nothing else happens', () => {
    const { items } = itemsOf([left], [profile({ ee_loyalty_status: 'left' })]);
    expect(items.map(({ target }) => target)).toEqual(['profile', 'event']);
  });

  test.each([
    ['email', 'email', 'ada@shop.example'],
    ['phone_number', 'sms', '+447700900204'],
  ] as const)(
    'unsubscribe by %s: from the list of the settings, always',
    (profileIdentifier, channel, value) => {
      const change = { onLeave: 'unsubscribe', profileIdentifier, leaveListId: 'L1ST' } as const;
      const { items } = itemsOf([{ ...left, identity: { type: 'CUSTOMER_ID', value } }], [], change);
      expect(items.map(({ id, target }) => [id, target])).toEqual([
        ['ev-7:w-7:Loyalty Program Left:0', 'event'],
        ['ev-7:w-7:Loyalty Program Left:0#unsubscribe', 'unsubscribe'],
      ]);
      expect(bodyOf([items[1]!], change)).toEqual({
        data: {
          type: 'profile-subscription-bulk-delete-job',
          attributes: {
            profiles: {
              data: [
                {
                  type: 'profile',
                  attributes: {
                    [profileIdentifier]: value,
                    subscriptions: { [channel]: { marketing: { consent: 'UNSUBSCRIBED' } } },
                  },
                },
              ],
            },
          },
          relationships: { list: { data: { type: 'list', id: 'L1ST' } } },
        },
      });
    },
  );

  test('erase: the deletion instead of the news, and no profile that would be created again', () => {
    const change = { onLeave: 'erase', profileIdentifier: 'email' } as const;
    const other = profile({ ee_points_balance: 1 }, { id: 'p2', walletId: 'w-8' });
    const { items } = itemsOf([left], [profile({ ee_loyalty_status: 'left' }), other], change);
    expect(items.map(({ id, target }) => [id, target])).toEqual([
      ['p2', 'profile'],
      ['ev-7:w-7:Loyalty Program Left:0', 'erase'],
    ]);
    expect(bodyOf([items[1]!], change)).toEqual({
      data: {
        type: 'data-privacy-deletion-job',
        attributes: { profile: { data: { type: 'profile', attributes: { email: 'KC-204' } } } },
      },
    });
  });

  test('what was true before the leaving is still written', () => {
    const before = profile({ ee_points_balance: 1 }, { asOf: '2026-06-01T00:00:00.000Z' });
    const { items } = itemsOf([left], [before], { onLeave: 'erase', profileIdentifier: 'email' });
    expect(items.map(({ target }) => target)).toEqual(['profile', 'erase']);
  });
});
