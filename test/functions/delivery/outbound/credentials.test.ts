import { Credentials } from '../../../../functions/delivery/credentials';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { eventsForEachTest, plenty } from '../support/events';
import { outboundContext } from '../support/outbound';
import { status } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

const output = silenceStdout();
const { at, message, stays } = eventsForEachTest();

jest.setTimeout(30_000);

describe('credentials', () => {
  const of = () => ({ connector: at.connector, direction: 'outbound' as const });

  test('G10 that were rotated: after a refusal they are read anew, and the call is made once more, in the same invocation', async () => {
    const old = { key: 'old' };
    const fresh = { key: 'new' };
    const credentials = new Credentials<unknown>(
      { get: async () => old, refresh: async () => fresh },
      'secret',
      (secret) => secret,
      of(),
    );
    at.crm.moods = [status(401)];
    const response = await deliverEvents(event(message()), { ...outboundContext(at), credentials }, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls.map(({ key }) => key)).toEqual(['old', 'new']);
  });

  test('that did not change are not tried a second time', async () => {
    at.crm.moods = [status(403)];
    expect(await stays(message())).toHaveLength(1);
    expect(at.crm.calls).toHaveLength(1);
    expect(output.lines.join('\n')).toContain('"CredentialsRefused":1');
  });

  test.each([
    ['secret-not-set-up', async () => null],
    [
      'secrets-unavailable',
      async () => {
        throw new Error('down');
      },
    ],
  ])('%s: everything waits, nothing is called', async (reason, get) => {
    output.lines.length = 0;
    const credentials = new Credentials<unknown>({ get, refresh: get }, 'secret', (secret) => secret, of());
    const queued = message();
    const response = await deliverEvents(event(queued), { ...outboundContext(at), credentials }, plenty);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.crm.calls).toEqual([]);
    expect(output.lines.join('\n')).toContain(`"reason":"${reason}"`);
  });
});
