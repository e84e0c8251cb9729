import { openTarget } from '../../../bin/operations/open-target';
import { stackOf } from '../../../bin/operations/target';

const before = process.env.EE_STACK;
afterEach(() => {
  if (before === undefined) delete process.env.EE_STACK;
  else process.env.EE_STACK = before;
});

test.each([
  [undefined, {}, undefined],
  ['', {}, undefined],
  ['EeConnect-prod', {}, 'EeConnect-prod'],
  ['EeConnect-prod', { stack: 'EeConnect-test' }, 'EeConnect-test'],
  ['EeConnect-prod', { local: true }, undefined],
])('EE_STACK %p and %p: the stack %p', (told, options, expected) => {
  if (told === undefined) delete process.env.EE_STACK;
  else process.env.EE_STACK = told;
  expect(stackOf(options)).toBe(expected);
});

test('with neither, a command says how to tell it', async () => {
  delete process.env.EE_STACK;
  await expect(openTarget({})).rejects.toThrow('--stack NAME (or once: export EE_STACK=NAME)');
});
