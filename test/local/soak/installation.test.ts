import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';
import { makeHistory } from '../../../local/soak/history/history';
import { membersIn, soakConfig, soakProgramme, usersIn } from '../../../local/soak/installation';

const history = makeHistory({ seed: 1, events: 200, nowMs: Date.now() });

test('every platform can be soaked, alone and beside the others', () => {
  const platforms = Object.keys(LOCAL_PLATFORMS);
  for (const platform of platforms) expect(soakConfig([platform], 'park').connectors).toHaveLength(2);
  const config = soakConfig(platforms, 'repeat');
  expect(config.connectors).toHaveLength(platforms.length * 2);
  const types = config.connectors.flatMap(({ settings }) => settings.identityType ?? []);
  expect(new Set(types)).toEqual(new Set(['CUSTOMER_ID', 'CARD']));
});

test('AIR knows those who stayed, with the balances that the history left them', () => {
  const programme = soakProgramme(history);
  for (const member of history.members) {
    const wallet = programme.wallet(member.identity('CUSTOMER_ID'));
    expect(wallet !== null).toBe(member.status === 'member');
    if (wallet) expect(wallet.points).toEqual(member.points);
  }
});

test('rewards of AIR change no member of the history', () => {
  const programme = soakProgramme(history);
  const member = history.members.find(({ status }) => status === 'member')!;
  const before = { ...member.points };
  const wallet = programme.wallet(member.identity('CUSTOMER_ID'))!;
  programme.issue(wallet, programme.action('SOAK-POINTS-1')!, 'ee-1', '', new Date());
  expect(member.points).toEqual(before);
});

test('members are found in a body by either identity, each once', () => {
  const [one, other] = history.members;
  const body = JSON.stringify([one!.identity('CUSTOMER_ID'), other!.identity('CARD'), one!.identity('CARD')]);
  expect(membersIn(body)).toEqual([0, 1]);
  expect(usersIn(body)).toEqual([
    one!.identity('CUSTOMER_ID'),
    other!.identity('CARD'),
    one!.identity('CARD'),
  ]);
  expect(membersIn('{}')).toEqual([]);
});
