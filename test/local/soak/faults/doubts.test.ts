import { Doubts } from '../../../../local/soak/faults/doubts';

const AT = '2026-05-06T07:08:09.010Z';
const body = (user: string, at: string | number = AT) =>
  JSON.stringify({ events: [{ external_id: user, time: at }] });
const doubts = () => new Doubts((text) => [...text.matchAll(/U\d/g)].map(([user]) => user));

test('a call that was answered leaves no doubt', () => {
  const made = doubts();
  made.had(body('U1'), true, 0);
  expect(made.of('U1', AT)).toBe(0);
});

test('a call whose answer never came is doubtful for its users and their events, and for no others', () => {
  const made = doubts();
  made.had(body('U1'), false, 0);
  expect(made.of('U1', AT)).toBe(1);
  expect(made.of('U2', AT)).toBe(0);
  expect(made.of('U1', '2026-05-06T07:08:10.010Z')).toBe(0);
  expect(made.count).toBe(1);
});

test('times may stand in UNIX seconds', () => {
  const made = doubts();
  made.had(body('U1', Date.parse(AT) / 1000), false, 0);
  expect(made.of('U1', AT)).toBe(1);
});

test('a killed function may not have written down what it called since its invocation began, and nothing earlier', () => {
  const made = doubts();
  made.had(body('U1'), true, 1000);
  made.had(body('U2'), true, 2000);
  made.killed(1500, 3000);
  expect([made.of('U1', AT), made.of('U2', AT)]).toEqual([0, 1]);
});

test('a call is doubtful once, however many functions are killed after it', () => {
  const made = doubts();
  made.had(body('U1'), true, 1000);
  made.killed(500, 1100);
  made.killed(500, 1200);
  expect(made.of('U1', AT)).toBe(1);
});

test('what a killed function had in its socket still arrives', () => {
  const made = doubts();
  made.killed(900, 1000);
  made.had(body('U1'), true, 1050);
  made.had(body('U2'), true, 2000);
  expect([made.of('U1', AT), made.of('U2', AT)]).toEqual([1, 0]);
});
