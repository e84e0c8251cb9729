import { configuredActions, splitActions } from '../../../functions/platforms/actions';

test.each([
  ['WELCOME', ['WELCOME']],
  [' A, B,,A ,', ['A', 'B']],
  ['', []],
  [' , ', []],
])('%j is %j', (text, actions) => {
  expect(splitActions(text)).toEqual(actions);
});

describe('actions of the settings', () => {
  const settings = { actions: { late: 'SORRY', 'Late delivery': 'SORRY, MORE', empty: '' } };

  test('the first name that stands there counts', () => {
    expect(configuredActions([null, 'unknown', 'Late delivery', 'late'], settings)).toEqual([
      'SORRY',
      'MORE',
    ]);
    expect(configuredActions(['empty', 'late'], settings)).toEqual([]);
  });

  test('a name that does not, none at all, or one from the object prototype is no action', () => {
    expect(configuredActions(['unknown'], settings)).toEqual([]);
    expect(configuredActions([null], settings)).toEqual([]);
    expect(configuredActions(['constructor'], settings)).toEqual([]);
    expect(configuredActions(['late'], {})).toEqual([]);
  });
});
