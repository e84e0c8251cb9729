import type { SimulatedCall } from '../../../../local/simulators/simulator';
import { CallFaults, type CallFaultsOptions } from '../../../../local/soak/faults/calls';
import { Doubts } from '../../../../local/soak/faults/doubts';
import type { CallFault, FaultKind } from '../../../../local/soak/faults/kinds';

const AT = '2026-05-06T07:08:09.010Z';
const members = (text: string) => [...text.matchAll(/M(\d)/g)].map(([, index]) => Number(index));
let number = 0;
const call = (...of: number[]): SimulatedCall => ({
  number: ++number,
  receivedAt: 0,
  method: 'POST',
  path: '/',
  headers: {},
  body: `${of.map((member) => `M${member}`).join(' ')} ${AT}`,
  json: undefined,
});

function faults(plan: CallFaultsOptions['plan'], of: Partial<CallFaultsOptions> = {}) {
  const counted: FaultKind[] = [];
  const doubts = new Doubts((text) => members(text).map(String));
  const made = new CallFaults({
    plan,
    membersIn: members,
    refuses: () => false,
    credentials: () => 'fine',
    kill: () => 0,
    count: (kind) => counted.push(kind),
    doubts,
    ...of,
  });
  return { made, counted, doubts };
}
const planned = (fault: CallFault, member = 1, at = 1, amount = 2) => ({ fault, member, call: at, amount });

test('a planned fault comes with the n-th call that holds its member, and once', () => {
  const { made, counted } = faults([planned('5xx', 1, 2)]);
  expect(made.chaos(call(1))).toBeNull();
  expect(made.chaos(call(2))).toBeNull();
  expect(made.chaos(call(2, 1))).toEqual({ kind: 'answer', status: 500 });
  expect(made.chaos(call(1))).toBeNull();
  expect(counted).toEqual(['5xx']);
});

test('of two faults that are due at once the second comes with the next call', () => {
  const { made } = faults([planned('reset'), planned('429', 2)]);
  expect(made.chaos(call(1, 2))).toEqual({ kind: 'reset', effect: false });
  expect(made.chaos(call(2))).toEqual({ kind: 'answer', status: 429 });
});

test.each([
  ['5xx', 0],
  ['429', 0],
  ['retry-after', 0],
  ['reset', 0],
  ['kill', 0],
  ['slow', 0],
  ['5xx-done', 1],
  ['reset-done', 1],
  ['timeout', 1],
  ['kill-done', 1],
] as const)('after %s there are %d doubts', (fault, count) => {
  const { made, doubts } = faults([planned(fault)]);
  made.chaos(call(1));
  expect(doubts.of('1', AT)).toBe(count);
});

test('a killed function leaves doubts about the calls of its invocation', () => {
  const { made, doubts } = faults([planned('kill', 2)], { kill: () => 0 });
  made.chaos(call(1));
  expect(doubts.of('1', AT)).toBe(0);
  made.chaos(call(2));
  expect(doubts.of('1', AT)).toBe(1);
  expect(doubts.of('2', AT)).toBe(0);
});

test('an outage fails several calls in a row', () => {
  const { made } = faults([]);
  made.fail(2);
  expect(
    [made.chaos(call(1)), made.chaos(call(1)), made.chaos(call(1))].map((fault) => fault !== null),
  ).toEqual([true, true, false]);
});

test('content that is refused is refused in every call, and counted', () => {
  const { made, counted } = faults([], { refuses: (of) => of.includes(3) });
  expect(made.chaos(call(1, 3))).toMatchObject({ kind: 'answer', status: 400 });
  expect(made.chaos(call(1))).toBeNull();
  expect(counted).toEqual(['refused-call']);
});

test('a key that was rotated away is answered 401, also when everything else is healed', () => {
  const { made } = faults([], { credentials: () => 'refused' });
  made.heal();
  expect(made.chaos(call(1))).toMatchObject({ kind: 'answer', status: 401 });
});

test('once healed nothing fails any more', () => {
  const { made } = faults([planned('5xx')], { refuses: () => true });
  made.fail(3);
  made.heal();
  expect(made.chaos(call(1))).toBeNull();
});
