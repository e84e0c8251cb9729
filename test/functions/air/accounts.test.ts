import { ANNA, account, points, told } from './build';

const state = (event: string, current: number, fields: object = {}) =>
  points(event, 60, current, { accountTransactionId: '8001', ...fields });

describe('two states of one transaction', () => {
  it('are told once, under the same id as one', () => {
    const [one, two] = [[state('EARN', 60)], [state('EARN', 0), state('EARN', 60)]].map(
      (operations) => told('X', operations).one('Points Added').id,
    );
    expect(one).toBe(`event-1:${ANNA}:Points Added:8001`);
    expect(two).toBe(one);
  });

  it('are told and described as the last one is', () => {
    const { one, attributes } = told('X', [state('EARN', 0), state('EARN', 60, { value: 65 })]);
    expect(attributes()).toMatchObject({ points_balance: 60 });
    expect(one('Points Added').properties.points).toBe(65);
  });
});

it('tells two operations that AIR gave one id apart', () => {
  const coupon = account('ECOUPON', 'CREATE', { accountTransactionId: '8001' });
  const { names } = told('X', [state('EARN', 60), coupon]);
  expect(names).toEqual(['Coupon Issued', 'Points Added']);
});
