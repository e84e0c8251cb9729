import { type Decision, type Level, logDecision } from '../../../functions/connectors/log';
import { embedded, type MetricOwner } from '../../../functions/connectors/metrics';
import { catchOutput } from './output';

const output = catchOutput();

const line = (decision: Decision, level?: Level) => {
  logDecision(decision, level);
  expect(output.text().match(/\n/g)).toHaveLength(1);
  return output.lines[0]!;
};

test('a decision is one line of JSON with its fields, and what Powertools adds', () => {
  const written = line({ decision: 'retried', connector: 'news', attempts: 2, reason: 'expired' }, 'warn');
  expect(written).toEqual({
    level: 'WARN',
    message: 'retried',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    service: 'ee-connect',
    decision: 'retried',
    connector: 'news',
    attempts: 2,
    reason: 'expired',
  });
});

test('G9: what has no field in the list is not written, whoever passes it', () => {
  const more = {
    decision: 'called',
    body: { email: 'ada@shop.example' },
    headers: { 'x-auth-token': 's3cr3t' },
    identityValue: 'CUST-1',
    error: new Error('Unexpected token in {"email":"ada@shop.example"}'),
  } as unknown as Decision;
  const text = JSON.stringify(line(more));
  expect(text).not.toMatch(/ada|s3cr3t|CUST-1|email|headers|error/);
});

test('fields that are left out are not written as null', () => {
  expect(line({ decision: 'ignored', detail: undefined })).not.toHaveProperty('detail');
});

test.each([
  ['an e-mail address', 'ada@shop.example', '…'],
  ['one in a sentence', 'left the audience ada.l+x@shop.example today', 'left the audience … today'],
  ['a phone number', 'reward for +44 7700 900111', 'reward for …'],
  ['several', 'a@b.example and +447700900111', '… and …'],
])("%s that a template put into a caller's words is left out", (_, action, expected) => {
  expect(line({ decision: 'accepted', action }).action).toBe(expected);
});

test.each(['LATE-DELIVERY', 'points+coupon', '9f1c-4a', '2026-01-02T03:04:05.678Z', '88412+2'])(
  'an ordinary word stays as it is: %s',
  (action) => {
    expect(line({ decision: 'accepted', action }).action).toBe(action);
  },
);

test('a field is never longer than a thousand characters', () => {
  expect(line({ decision: 'accepted', eventName: 'x'.repeat(5000) }).eventName).toHaveLength(1000);
});

test('line breaks and control characters cannot make a second line', () => {
  const eventName = 'A\n{"level":"ERROR","message":"forged"}\u0000';
  expect(line({ decision: 'accepted', eventName }).eventName).toBe(eventName);
});

test('figures of the same connector stand in the line itself, in the embedded metric format', () => {
  const decision = { decision: 'refused', connector: 'news', direction: 'outbound', reason: 'wrong-key' };
  logDecision(decision as Decision & MetricOwner, 'warn', { Received: 1, Rejected: 1 });
  expect(output.lines).toEqual([
    {
      level: 'WARN',
      message: 'refused',
      timestamp: expect.any(String),
      service: 'ee-connect',
      ...decision,
      ...embedded({ Received: 1, Rejected: 1 }, { ...decision, direction: 'outbound' }),
      _aws: expect.objectContaining({ CloudWatchMetrics: expect.any(Array) }),
    },
  ]);
});

test('no setting of the environment leaves out a line: alarms look at the figures in it', () => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  jest.isolateModules(() => {
    const { logDecision: fresh } = require('../../../functions/connectors/log');
    fresh({ decision: 'accepted', connector: 'news', direction: 'outbound' }, 'info', { Received: 1 });
  });
  delete process.env.POWERTOOLS_LOG_LEVEL;
  expect(output.lines).toEqual([expect.objectContaining({ decision: 'accepted', Received: 1 })]);
});
