import { batchItems } from '../../../../functions/delivery/batching';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { toItems } from '../../../../functions/platforms/mparticle/items';
import { toRequest } from '../../../../functions/platforms/mparticle/request';
import { arrange } from '../../../../functions/platforms/mparticle/targets';
import {
  couponRedeemed,
  EVENT_ID,
  joined,
  later,
  left,
  orderCompleted,
  outbound,
  profile,
  settingsOf,
} from './examples';

const settings = settingsOf();
const callsOf = (items: readonly Item[]) => batchItems(items, (target) => outbound.limits(target, settings));
const sent = (items: readonly Item[], of = settings) => JSON.parse(toRequest(items, of).body);

describe('one AIR event of one consumer', () => {
  const { items } = toItems([orderCompleted, couponRedeemed], [profile], settings);

  test('is one batch: identity, attributes, events in order', () => {
    const calls = callsOf(items);
    expect(calls).toHaveLength(1);
    expect(sent(calls[0]!)).toEqual({
      environment: 'production',
      source_request_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      user_identities: { customer_id: 'C-60012' },
      user_attributes: { ee_points_balance: 1250, ee_tier_name: 'Gold', ee_marketing_opt_in: true },
      deleted_user_attributes: ['ee_tier_expires_at'],
      events: [
        {
          event_type: 'custom_event',
          data: {
            event_name: 'EE Order Completed',
            custom_event_type: 'transaction',
            timestamp_unixtime_ms: Date.UTC(2026, 1, 11, 10, 20, 30, 123),
            source_message_id: EVENT_ID,
            custom_attributes: {
              order_id: 'T-2001',
              total: 24.5,
              discount: 3.5,
              currency: 'GBP',
              points_earned: 24,
              store_id: 'S-4',
              products: JSON.stringify(orderCompleted.properties.products),
            },
          },
        },
        {
          event_type: 'custom_event',
          data: expect.objectContaining({
            event_name: 'EE Coupon Redeemed',
            custom_event_type: 'transaction',
          }),
        },
      ],
    });
  });

  test('each part stays an item of its own, by which a repeat is recognised', () => {
    expect(items.map(({ id, kind }) => [kind, id])).toEqual([
      ['profile', profile.id],
      ['event', EVENT_ID],
      ['event', couponRedeemed.id],
    ]);
  });
});

describe('source_request_id', () => {
  const id = (items: readonly Item[]) => sent(items).source_request_id;
  const { items } = toItems([orderCompleted, couponRedeemed], [profile], settings);

  test('is the same for the same items, however often they are made', () => {
    expect(id(toItems([orderCompleted, couponRedeemed], [profile], settings).items)).toBe(id(items));
  });

  test('is another one for other events, and for attributes alone', () => {
    const ids = [id(items), id(items.slice(0, 2)), id([items[0]!])];
    expect(new Set(ids).size).toBe(3);
  });

  test('stays the same when the second attempt leaves out attributes, or brings some', () => {
    const again = (profiles: readonly NamedProfile[]) => {
      const made = toItems([orderCompleted, couponRedeemed], profiles, settings).items;
      return callsOf(arrange(made, () => true)).map(id);
    };
    expect(again([])).toEqual([id(items)]);
    expect(again([profile])).toEqual([id([items[0]!]), id(items)]);
  });

  test('attributes go with the events at the first attempt', () => {
    expect(callsOf(arrange(items, () => false))).toHaveLength(1);
  });

  test('stays the same when the next AIR event of the consumer waits beside it at the second attempt', () => {
    const [first] = callsOf(items);
    const more = toItems([later], [], settings).items;
    const again = callsOf([...items, ...more]);
    expect(again).toHaveLength(2);
    expect(id(again[0]!)).toBe(id(first!));
    expect(again.flat().map((item) => item.id)).toEqual([...items, ...more].map((item) => item.id));
  });
});

test('two consumers never share a batch, even of one AIR event', () => {
  const other: NamedEvent = {
    ...couponRedeemed,
    id: couponRedeemed.id.replace('60012', '60013'),
    walletId: '60013',
    identity: { type: 'CUSTOMER_ID', value: 'C-60013' },
  };
  const calls = callsOf(toItems([orderCompleted, other], [profile], settings).items);
  expect(calls.map((call) => sent(call).user_identities.customer_id)).toEqual(['C-60012', 'C-60013']);
});

test('joining, whose id is the wallet, goes with what the same AIR event says of it, and alone without', () => {
  expect(callsOf(toItems([joined], [profile], settings).items)).toHaveLength(1);
  expect(callsOf(toItems([joined], [], settings).items)).toHaveLength(1);
});

test('of several profiles in one call the newest value wins, set or removed', () => {
  const at = (attributes: (typeof profile)['attributes']) =>
    toItems([], [{ ...profile, attributes }], settings).items;
  const items = [...at({ ee_a: 1, ee_b: 'x', ee_c: null }), ...at({ ee_a: 2, ee_b: null, ee_c: 'back' })];
  expect(sent(items)).toMatchObject({
    user_attributes: { ee_a: 2, ee_c: 'back' },
    deleted_user_attributes: ['ee_b'],
  });
});

test('a profile of which nothing changed is not sent', () => {
  expect(toItems([], [{ ...profile, attributes: {} }], settings)).toEqual({
    items: [],
    unsendable: [],
  });
});

test.each([null, { type: 'CUSTOMER_ID', value: '' }])('nothing is sent of nobody: %p', (identity) => {
  const { items, unsendable } = toItems([{ ...joined, identity }], [{ ...profile, identity }], settings);
  expect(items).toEqual([]);
  expect(unsendable.map(({ detail }) => detail)).toEqual([
    'the identity is not known',
    'the identity is not known',
  ]);
});

test('an event without a name is told, not sent', () => {
  const { items, unsendable } = toItems([{ ...joined, platformName: ' ' }], [], settings);
  expect(items).toEqual([]);
  expect(unsendable).toEqual([
    { id: '60012:joined', reason: 'item-not-sendable', detail: 'its name is blank' },
  ]);
});

test('the identity stands where the settings say, and a data plan is named by setting', () => {
  const own = settingsOf({
    userIdentity: 'other_id_4',
    environment: 'development',
    dataPlan: { id: 'loyalty', version: 3 },
  });
  expect(sent(toItems([joined], [], own).items, own)).toMatchObject({
    environment: 'development',
    user_identities: { other_id_4: 'C-60012' },
    context: { data_plan: { plan_id: 'loyalty', plan_version: 3 } },
  });
});

describe('leaving the programme', () => {
  test('is told by default', () => {
    const { items } = toItems([left], [profile], settings);
    expect(sent(items).events[0].data.event_name).toBe('EE Loyalty Program Left');
  });

  test.each([
    [
      'customer_id',
      { subject_identities: { controller_customer_id: { value: 'C-60012', encoding: 'raw' } } },
    ],
    ['email', { subject_identities: { email: { value: 'C-60012', encoding: 'raw' } } }],
    [
      'other_id_2',
      {
        extensions: {
          'opendsr.mparticle.com': { subject_identities: { other2: { value: 'C-60012', encoding: 'raw' } } },
        },
      },
    ],
    [
      'mobile_number',
      {
        extensions: {
          'opendsr.mparticle.com': {
            subject_identities: { mobile_number: { value: 'C-60012', encoding: 'raw' } },
          },
        },
      },
    ],
  ])(
    'with onLeave erase is one request about the %s, and nothing is written beside it',
    (userIdentity, subject) => {
      const own = settingsOf({ onLeave: 'erase', userIdentity });
      const { items } = toItems([left], [profile], own);
      expect(items.map(({ target }) => target)).toEqual(['erase']);
      const request = toRequest(items, own);
      expect(request.url).toBe('https://opendsr.mparticle.com/v3/requests/');
      expect(JSON.parse(request.body)).toEqual({
        regulation: 'gdpr',
        subject_request_id: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        subject_request_type: 'erasure',
        submitted_time: left.occurredAt,
        api_version: '3.0',
        ...subject,
      });
      expect(toRequest(toItems([left], [], own).items, own).body).toBe(request.body);
    },
  );

  test('of an unknown consumer erases nobody', () => {
    const { items } = toItems([{ ...left, identity: null }], [], settingsOf({ onLeave: 'erase' }));
    expect(items).toEqual([]);
  });
});
