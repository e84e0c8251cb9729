import { bodiesOf, event, itemsOf, profile } from './events';

const PRODUCT = {
  product_id: 'P',
  name: 'Porridge oats, jumbo, organic, 1 kg',
  quantity: 1,
  price: 2.2,
  total: 2.2,
};

describe('who it is about', () => {
  test('the external id, by default', () => {
    expect(bodiesOf([event('Points Spent')], [profile()])).toEqual([
      { external_id: 'CU-1', ee_points_balance: 10 },
      { external_id: 'CU-1', name: 'EE Points Spent', time: '2026-04-18T10:42:07Z', properties: {} },
    ]);
  });

  test('a user alias with the label of the settings, which Braze may create', () => {
    const user = { user_alias: { alias_name: 'CU-1', alias_label: 'loyalty' }, _update_existing_only: false };
    const bodies = bodiesOf([event('Points Spent')], [profile()], { aliasLabel: 'loyalty' });
    expect(bodies).toEqual([expect.objectContaining(user), expect.objectContaining(user)]);
    expect(bodies[0]).not.toHaveProperty('external_id');
  });

  test('no profile is created where the settings forbid it', () => {
    const change = { updateExistingOnly: true };
    expect(bodiesOf([event('Points Spent')], [], change)[0]).toMatchObject({ _update_existing_only: true });
    expect(bodiesOf([], [profile()], { ...change, aliasLabel: 'x' })[0]).toMatchObject({
      _update_existing_only: true,
    });
  });

  test.each([null, { type: 'CUSTOMER_ID', value: '' }])(
    'an identity that is not known is told, never sent: %j',
    (identity) => {
      const { items, unsendable } = itemsOf(
        [event('Points Spent', {}, { identity })],
        [profile({ a: 1 }, { identity })],
      );
      expect(items).toEqual([]);
      expect(unsendable.map(({ id }) => id)).toEqual(['ev-1:w-1:profile', 'ev-1:w-1:Points Spent:0']);
    },
  );

  test('a rename cannot write to another profile', () => {
    const attributes = {
      external_id: 'CU-2',
      braze_id: 'b',
      user_alias: 'x',
      _update_existing_only: true,
      ee_tier: 'Gold',
    };
    expect(bodiesOf([], [profile(attributes)])).toEqual([{ external_id: 'CU-1', ee_tier: 'Gold' }]);
  });
});

test('profiles go before events, each with its own id and wallet', () => {
  const other = { walletId: 'w-2', identity: { type: 'CUSTOMER_ID', value: 'CU-2' } };
  const { items } = itemsOf(
    [event('Points Spent'), event('Points Spent', {}, { ...other, id: 'e2' })],
    [profile(), profile({ ee_tier: 'Gold' }, { ...other, id: 'p2' })],
  );
  expect(items.map(({ id, kind, target, walletId }) => [id, kind, target, walletId])).toEqual([
    ['ev-1:w-1:profile', 'profile', 'track', 'w-1'],
    ['p2', 'profile', 'track', 'w-2'],
    ['ev-1:w-1:Points Spent:0', 'event', 'track', 'w-1'],
    ['e2', 'event', 'track', 'w-2'],
  ]);
});

test('a profile without attributes is nothing to send', () => {
  expect(itemsOf([], [profile({})]).items).toEqual([]);
});

test('a name is cut to 255 characters', () => {
  const [body] = bodiesOf([event('Points Spent', {}, { platformName: 'n'.repeat(300) })]);
  expect(body?.name).toBe('n'.repeat(255));
});

test('a receipt above 50 KB loses lines from its end, and says how many', () => {
  const products = Array.from({ length: 900 }, () => PRODUCT);
  const [body] = bodiesOf([event('Order Completed', { order_id: 'A', products })]);
  const { properties } = body!;
  expect(properties.products.length + properties.products_omitted).toBe(900);
  expect(properties.products.length).toBeGreaterThan(450);
  expect(Buffer.byteLength(JSON.stringify(properties))).toBeLessThanOrEqual(50_000);
});

test('what stays too large without its lists is told by its id and size, never by its content', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 250 }, (_, index) => [`note_${index}`, 'x'.repeat(255)]),
  );
  const { items, unsendable } = itemsOf([event('Order Completed', properties)]);
  expect(items).toEqual([]);
  expect(unsendable).toEqual([
    {
      id: 'ev-1:w-1:Order Completed:0',
      reason: 'item-too-large',
      detail: 'its properties are larger than 50000 bytes',
    },
  ]);
});

describe('leaving the programme', () => {
  const left = event('Loyalty Program Left', {}, { id: 'w-1:left' });
  const marked = profile({ ee_loyalty_status: 'left' });

  test('marks the profile and tells the event, by default', () => {
    expect(bodiesOf([left], [marked])).toEqual([
      { external_id: 'CU-1', ee_loyalty_status: 'left' },
      expect.objectContaining({ name: 'EE Loyalty Program Left' }),
    ]);
  });

  test('unsubscribes from all e-mail and push by setting', () => {
    const { items } = itemsOf([left], [marked], { onLeave: 'unsubscribe' });
    expect(items.at(-1)).toMatchObject({
      id: 'w-1:left#unsubscribe',
      target: 'track',
      body: { external_id: 'CU-1', email_subscribe: 'unsubscribed', push_subscribe: 'unsubscribed' },
    });
    expect(items).toHaveLength(3);
  });

  test('or from the groups that the settings name, and nothing else', () => {
    const bodies = bodiesOf([left], [], { onLeave: 'unsubscribe', leaveSubscriptionGroups: ['g-1', 'g-2'] });
    expect(bodies[1]).toEqual({
      external_id: 'CU-1',
      subscription_groups: [
        { subscription_group_id: 'g-1', subscription_state: 'unsubscribed' },
        { subscription_group_id: 'g-2', subscription_state: 'unsubscribed' },
      ],
    });
  });

  test('erases by setting, and sends nothing beside it that would create the profile again', () => {
    const earlier = profile({ ee_points_balance: 3 }, { id: 'earlier', asOf: '2026-04-18T10:00:00Z' });
    const { items } = itemsOf([left], [earlier, marked], { onLeave: 'erase' });
    expect(items.map(({ id, target, body }) => ({ id, target, body }))).toEqual([
      { id: 'earlier', target: 'track', body: { external_id: 'CU-1', ee_points_balance: 3 } },
      { id: 'w-1:left', target: 'delete', body: 'CU-1' },
    ]);
  });

  test('erasing one consumer leaves the others alone', () => {
    const other = profile(
      { ee_points_balance: 3 },
      { id: 'p2', walletId: 'w-2', identity: { type: 'C', value: 'CU-2' } },
    );
    const { items } = itemsOf([left], [other], { onLeave: 'erase' });
    expect(items.map(({ id }) => id)).toEqual(['p2', 'w-1:left']);
  });

  test('nobody is erased or unsubscribed for any other event', () => {
    const { items } = itemsOf([event('Loyalty Program Joined'), event('Points Spent')], [], {
      onLeave: 'erase',
    });
    expect(items.every(({ target }) => target === 'track')).toBe(true);
    expect(itemsOf([event('Points Spent')], [], { onLeave: 'unsubscribe' }).items).toHaveLength(1);
  });
});
