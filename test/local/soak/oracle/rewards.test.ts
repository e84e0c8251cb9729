import { makeHistory } from '../../../../local/soak/history/history';
import { judgeRewards } from '../../../../local/soak/oracle/rewards';

const { members, entries } = makeHistory({ seed: 1, events: 300, nowMs: Date.now() });
const accepted = entries.slice(0, 5);
const rewardOf = ({ member, action }: (typeof entries)[number], reference = 'ee-1') => ({
  reference,
  action,
  walletId: members[member]!.walletId,
  identityValue: members[member]!.identity('CUSTOMER_ID'),
  at: new Date().toISOString(),
});
const all = accepted.map((entry) => rewardOf(entry));

test('each entry has its reward', () => {
  expect(judgeRewards(members, accepted, all, [])).toEqual({ findings: [], twice: 0, issued: 5, parked: 0 });
});

test('a reward that was issued twice is one too many, whatever its reference', () => {
  const again = [...all, rewardOf(accepted[0]!, 'ee-2')];
  const judgement = judgeRewards(members, accepted, again, []);
  expect(judgement.twice).toBe(1);
  expect(judgement.findings).toMatchObject([{ breach: 'duplicated' }]);
});

test('an entry without a reward is lost, unless it stands parked', () => {
  const [first, ...others] = all;
  expect(judgeRewards(members, accepted, others, []).findings).toMatchObject([{ breach: 'lost' }]);
  const parked = {
    identityValue: first!.identityValue,
    action: first!.action,
    reason: 'reward-outcome-unknown',
  };
  expect(judgeRewards(members, accepted, others, [parked])).toEqual({
    findings: [],
    twice: 0,
    issued: 4,
    parked: 1,
  });
});

test('a reward that nobody asked for is wrong', () => {
  const { findings } = judgeRewards(members, accepted.slice(1), all, []);
  expect(findings).toMatchObject([{ breach: 'wrong' }]);
});
