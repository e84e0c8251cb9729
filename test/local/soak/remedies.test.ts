import { lookUp } from '../../../functions/connectors/directory';
import { Table } from '../../../functions/connectors/table';
import { TABLE_NAME, TableEmulator } from '../../../local/emulators/state-table';
import { makeHistory } from '../../../local/soak/history/history';
import { importIdentities, unknownMembers } from '../../../local/soak/remedies';

const history = makeHistory({ seed: 1, events: 100, nowMs: Date.now() });
const letter = (walletId: string | null, eventId: string, reason = 'identity-unknown') => ({
  reason,
  walletId,
  eventIds: [eventId],
  reward: null,
});

test('whoever is unknown is found by wallet, or by the event that names none', () => {
  const [one, two] = history.members;
  const event = history.events.find(({ parts }) => parts[0]!.member === two!.index)!;
  expect(unknownMembers(history, [letter(one!.walletId, 'x'), letter(null, event.eventId)])).toEqual([
    one,
    two,
  ]);
  expect(unknownMembers(history, [letter(one!.walletId, 'x', 'platform-refused')])).toEqual([]);
});

test('imported identities and accounts are known to the directory', async () => {
  const table = await TableEmulator.start();
  try {
    const [member] = history.members;
    await importIdentities({ table }, [member!]);
    const found = await lookUp(
      new Table(table.client, TABLE_NAME),
      [member!.walletId],
      [member!.pointsAccountId],
    );
    expect(found.identities[member!.walletId]).toEqual(
      Object.fromEntries(member!.identities.map(({ type, value }) => [type, value])),
    );
    expect(found.wallets).toEqual({ [member!.pointsAccountId]: member!.walletId });
  } finally {
    await table.stop();
  }
});
