import type { ProfileView } from '../../../../local/platforms/platform';
import { makeHistory } from '../../../../local/soak/history/history';
import { expectationsOf, type Happened } from '../../../../local/soak/oracle/expectations';
import { judge, type Seen } from '../../../../local/soak/oracle/judge';

const history = makeHistory({ seed: 1, events: 300, nowMs: Date.parse('2026-05-06T07:08:09.010Z') });
const HAPPENED: Happened = {
  accepted: new Map(history.events.map(({ index }) => [index, index])),
  issued: [],
  untold: new Set(),
  couponsOf: () => [],
  expired: false,
};

type Profiles = Record<
  string,
  { attributes: Record<string, unknown>; events: ProfileView['events'][number][] }
>;

/** Where several values are right, the first. */
const oneOf = (properties: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );

/** What a platform holds that was told everything, once, in order. */
function everything(): Profiles {
  const profiles: Profiles = {};
  for (const { parts } of history.events)
    for (const { member, tells, states } of parts) {
      const user = history.members[member]!.identity('CUSTOMER_ID');
      const profile = profiles[user] ?? { attributes: {}, events: [] };
      profiles[user] = profile;
      for (const { name, at, properties } of tells)
        profile.events.push({ name: `EE ${name}`, time: at, properties: oneOf(properties) });
      for (const [name, value] of Object.entries(states))
        if (value === null) delete profile.attributes[`ee_${name}`];
        else profile.attributes[`ee_${name}`] = value;
    }
  return profiles;
}

function judged(profiles: Profiles, seen: Partial<Seen> = {}, happened: Partial<Happened> = {}) {
  return judge(history.members, expectationsOf(history, { ...HAPPENED, ...happened }), {
    profiles,
    identityType: 'CUSTOMER_ID',
    eventPrefix: 'EE ',
    attributePrefix: 'ee_',
    recognisesRepeats: false,
    keepsOrder: true,
    waiting: () => new Set(),
    doubts: () => 0,
    ...seen,
  });
}
const breaches = (judgement: ReturnType<typeof judged>) => judgement.findings.map(({ breach }) => breach);

/** A member with several events, and their profile. */
function somebody(profiles: Profiles) {
  const member = history.members.find(({ status, events }) => status === 'member' && events > 6)!;
  return { member, user: member.identity('CUSTOMER_ID'), profile: profiles[member.identity('CUSTOMER_ID')]! };
}
const eventOf = (profile: { events: { name: string }[] }, name: string) =>
  profile.events.findIndex((event) => event.name === name);

test('a platform that has everything, once, is found to be so', () => {
  const judgement = judged(everything());
  expect(judgement).toEqual({ findings: [], ambiguous: 0, missing: new Set() });
});

test('lost: what was accepted is not there', () => {
  const profiles = everything();
  const { profile, member } = somebody(profiles);
  const [gone] = profile.events.splice(3, 1);
  const { findings, missing } = judged(profiles);
  expect(findings).toEqual([
    {
      breach: 'lost',
      who: `member ${member.index} (${member.identity('CUSTOMER_ID')})`,
      expected: expect.any(String),
      seen: 'nothing',
    },
  ]);
  expect(findings[0]!.expected).toContain(gone!.time);
  expect(missing.size).toBe(1);
});

test('what stands on the dead-letter queue is missing, and not lost', () => {
  const profiles = everything();
  const { profile, member } = somebody(profiles);
  const [gone] = profile.events.splice(3, 1);
  const event = history.events.find(({ at }) => at === gone!.time)!;
  const waiting = (of: typeof member) => new Set(of === member ? [event.eventId] : []);
  expect(breaches(judged(profiles, { waiting }))).toEqual([]);
  expect([...judged(profiles, { waiting }).missing]).toEqual([event.eventId]);
});

test('what was never accepted is not expected, and is found where it is there', () => {
  const last = history.events.at(-1)!;
  const accepted = new Map(HAPPENED.accepted);
  accepted.delete(last.index);
  const told = last.parts.flatMap(({ tells }) => tells).length;
  const found = breaches(judged(everything(), {}, { accepted }));
  expect(found.filter((breach) => breach === 'wrong').length).toBeGreaterThanOrEqual(told);
});

test('duplicated: an effect that came twice without excuse', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  profile.events.push({ ...profile.events[2]! });
  expect(breaches(judged(profiles))).toEqual(['duplicated']);
});

test('ambiguous: each doubtful call excuses one more effect, and no further one', () => {
  const profiles = everything();
  const { profile, user } = somebody(profiles);
  const event = profile.events[2]!;
  profile.events.push({ ...event });
  const doubts = (of: string, at: string) => (of === user && at === event.time ? 1 : 0);
  expect(judged(profiles, { doubts })).toMatchObject({ findings: [], ambiguous: 1 });
  profile.events.push({ ...event });
  expect(judged(profiles, { doubts }).ambiguous).toBe(1);
  expect(breaches(judged(profiles, { doubts }))).toEqual(['duplicated']);
});

test('nothing excuses a second effect on a platform that recognises repeats', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  profile.events.push({ ...profile.events[2]! });
  expect(breaches(judged(profiles, { doubts: () => 1, recognisesRepeats: true }))).toEqual(['duplicated']);
});

test('stale: an older value stands where a newer one was told', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  profile.attributes.ee_points_balance = 0;
  expect(judged(profiles).findings).toMatchObject([
    { breach: 'stale', expected: expect.stringContaining('points_balance'), seen: '0' },
  ]);
});

test('wrong: a value that nobody ever had', () => {
  const profiles = everything();
  somebody(profiles).profile.attributes.ee_points_balance = -1;
  expect(breaches(judged(profiles))).toEqual(['wrong']);
});

test('misdirected: a value that only others ever had', () => {
  const profiles = everything();
  const { member, profile } = somebody(profiles);
  const other = history.members.find(({ index, points }) => index !== member.index && points.lifetime > 500)!;
  profile.attributes.ee_points_lifetime = other.points.lifetime;
  expect(breaches(judged(profiles))).toEqual(['misdirected']);
});

test('stale: an attribute that never came, or that was to be removed', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  delete profile.attributes.ee_loyalty_status;
  expect(breaches(judged(profiles))).toEqual(['stale']);
});

test('the newest date wins, whatever the order of arrival', () => {
  const accepted = new Map(history.events.map(({ index }) => [index, null]));
  expect(judged(everything(), {}, { accepted }).findings).toEqual([]);
});

test('misdirected: an event on the profile of somebody else', () => {
  const profiles = everything();
  const { profile, user } = somebody(profiles);
  const other = Object.keys(profiles).find((each) => each !== user)!;
  profiles[other]!.events.push(profile.events.splice(3, 1)[0]!);
  expect(breaches(judged(profiles)).sort()).toEqual(['lost', 'misdirected']);
});

test('misdirected: an e-mail address of somebody else, but not an older one of one’s own', () => {
  const profiles = everything();
  const { profile, member } = somebody(profiles);
  profile.attributes.ee_email = history.members[member.index === 0 ? 1 : 0]!.email;
  expect(breaches(judged(profiles))).toEqual(['misdirected']);
  const { email } = history.events
    .flatMap(({ parts }) => parts)
    .find(({ member: whose, states }) => whose === member.index && 'email' in states)!.states;
  profile.attributes.ee_email = email;
  expect(breaches(judged(profiles))).toEqual(email === member.email ? [] : ['stale']);
});

test('misdirected: a profile of nobody', () => {
  expect(breaches(judged({ ...everything(), 'SOAK-999999': { attributes: {}, events: [] } }))).toEqual([
    'misdirected',
  ]);
});

test('wrong: another value than AIR told, an attribute or an event that nobody told', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  const joined = eventOf(profile, 'EE Tier Joined');
  profile.events[joined] = { ...profile.events[joined]!, properties: { tier_id: '99' } };
  profile.attributes.ee_invented = 1;
  profile.events.push({ name: 'EE Order Completed', time: '2020-01-01T00:00:00.000Z', properties: {} });
  expect(breaches(judged(profiles))).toEqual(['wrong', 'wrong', 'wrong']);
});

test('out of order: a later event of a consumer stands before an earlier one', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  const [first, ...others] = profile.events;
  profile.events.splice(0, profile.events.length, ...others, first!);
  expect(new Set(breaches(judged(profiles)))).toEqual(new Set(['outOfOrder']));
  expect(breaches(judged(profiles, { keepsOrder: false }))).toEqual([]);
});

test('out of order: what AIR held back or repeated may come at any time', () => {
  const profiles = everything();
  const { profile } = somebody(profiles);
  const [first, ...others] = profile.events;
  profile.events.splice(0, profile.events.length, ...others, first!);
  const accepted = new Map(
    history.events.map(({ index, at }) => [index, at === first!.time ? null : index] as const),
  );
  expect(breaches(judged(profiles, {}, { accepted }))).toEqual([]);
});

test('rewards are expected where AIR issued them: their event, and balances that go on from the history', () => {
  const profiles = everything();
  const { member, profile } = somebody(profiles);
  const at = '2026-05-06T08:00:00.123Z';
  const issued = [
    { reference: 'ee-1', action: 'SOAK-POINTS-1', walletId: member.walletId, identityValue: '', at },
    { reference: 'ee-2', action: 'SOAK-COUPON', walletId: member.walletId, identityValue: '', at },
  ];
  const happened = { issued, couponsOf: () => ['991'] };
  expect(breaches(judged(everything(), {}, happened)).filter((breach) => breach === 'lost')).toHaveLength(3);
  profile.events.push(
    { name: 'EE Reward Issued', time: at, properties: { reference: 'ee-1', points: 25 } },
    { name: 'EE Reward Issued', time: at, properties: { reference: 'ee-2' } },
    { name: 'EE Coupon Issued', time: at, properties: { coupon_id: '991' } },
  );
  const { current, usable, lifetime } = member.points;
  Object.assign(profile.attributes, {
    ee_points_balance: current + 25,
    ee_points_usable: usable + 25,
    ee_points_lifetime: lifetime + 25,
    ee_last_reward_at: at,
  });
  expect(judged(profiles, {}, happened).findings).toEqual([]);
  expect(breaches(judged(everything(), {}, { ...happened, untold: new Set(['ee-1', 'ee-2']) }))).toEqual([]);
});

test('subscriptions that ended are expected to be told once the clock is behind their end', () => {
  const found = judged(everything(), {}, { expired: true }).findings;
  expect(found.filter(({ breach }) => breach === 'lost')).toHaveLength(history.expiries.length);
  expect(history.expiries.length).toBeGreaterThan(0);
});
