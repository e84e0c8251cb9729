import type { Heard } from '../../../local/journey/heard';
import type { JourneyEnd } from '../../../local/journey/journey';
import { paintFor } from '../../../local/journey/paint';
import type { Step } from '../../../local/journey/step';
import { cut, duration, renderEnd, renderStep, WIDTH } from '../../../local/journey/summary';

const plain = paintFor(false);
const step: Step = {
  title: 'Braze tells of the audience entry',
  call: 'POST /in/braze/braze-rewards',
  status: 202,
  ok: true,
  ms: 42,
  lines: ['{"user_id":"CUST-4711"}', 'answer {"requestId":"r"}'],
};
const heard: Heard = {
  title: 'Braze',
  identityValue: 'CUST-4711',
  failure: null,
  ms: 900,
  profile: {
    attributes: { ee_points_balance: 1490, ee_tier_id: '52' },
    events: [
      {
        name: 'EE Reward Issued',
        time: '2026-03-04T05:06:07Z',
        properties: { points: 250, action_references: ['LATE-DELIVERY'] },
      },
    ],
  },
};
const end: JourneyEnd = { failure: null, consumer: 'Maya', heard: [heard], totalMs: 1234 };

test('a step says what, where, the answer and the time, right-aligned', () => {
  expect(renderStep(step, 1, plain).split('\n')).toEqual([
    ` 1  Braze tells of the audience entry${' '.repeat(WIDTH - 42)}42 ms`,
    `    POST /in/braze/braze-rewards${' '.repeat(WIDTH - 35)}202`,
    '    {"user_id":"CUST-4711"}',
    '    answer {"requestId":"r"}',
  ]);
});

test('nothing is wider than 100 columns, whatever was sent', () => {
  const long = 'ä🎁'.repeat(200);
  const wide = { ...step, title: long, call: `POST /${long}`, lines: [long], status: null };
  const profile = {
    attributes: { [`ee_${'x'.repeat(60)}`]: long },
    events: [{ name: long, time: '', properties: {} }],
  };
  const ends = { ...end, heard: [heard, heard].map((each) => ({ ...each, profile })) };
  const text = `${renderStep(wide, 12, plain)}\n${renderEnd(ends, plain)}`;
  for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(WIDTH);
  expect(text).toContain('no answer');
});

test('the end shows the profile, names and values in columns, and the time', () => {
  expect(renderEnd(end, plain)).toBe(
    [
      'Maya in Braze (CUST-4711)',
      '    ee_points_balance    1490',
      '    ee_tier_id           52',
      '    EE Reward Issued     2026-03-04T05:06:07Z',
      '      points             250',
      '      action_references  ["LATE-DELIVERY"]',
      '',
      'The journey is complete: 1.2 s from the audience entry to the profile.',
    ].join('\n'),
  );
});

test('a failure is said plainly, and a profile that is not there too', () => {
  const failed = { ...end, failure: 'step 2 was answered 404', heard: [{ ...heard, profile: null }] };
  expect(renderEnd(failed, plain)).toContain('The journey failed: step 2 was answered 404.');
  expect(renderEnd(failed, plain)).toContain('Braze has no profile of this consumer.');
});

test('every other platform has a line: what it has of the consumer, and when it came', () => {
  const segment = { ...heard, title: 'Segment', ms: 1300 };
  const klaviyo = { ...heard, title: 'Klaviyo', profile: null, failure: 'the news did not come', ms: null };
  const lines = renderEnd({ ...end, heard: [heard, segment, klaviyo] }, plain).split('\n');
  const at = lines.indexOf('Maya elsewhere, and how long it took to get there');
  expect(lines.slice(at + 1)).toEqual([
    `    Segment                 2 attributes, 1 event: EE Reward Issued${' '.repeat(WIDTH - 72)}1.3 s`,
    '    Klaviyo                 not told',
    '',
    'The journey is complete: 1.2 s from the audience entry to the profiles.',
  ]);
});

test('colours are escape codes around the same text, and only when asked for', () => {
  const coloured = renderStep(step, 1, paintFor(true));
  expect(coloured).toContain('\u001b[32m202\u001b[39m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are.
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderStep(step, 1, plain));
});

test('long text is cut with an ellipsis, between characters', () => {
  expect(cut('🎁🎁🎁🎁', 3)).toBe('🎁🎁…');
  expect(cut('short', 10)).toBe('short');
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1500, '1.5 s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
