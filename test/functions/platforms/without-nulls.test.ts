import { withoutNulls } from '../../../functions/platforms/without-nulls';

test('only nulls are left out: zero, blank and false are values', () => {
  const kept = { zero: 0, blank: '', no: false, list: [], nested: { none: null } };
  expect(withoutNulls({ ...kept, none: null })).toEqual(kept);
});
