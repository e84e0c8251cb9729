import { externalKeys } from '../../../../functions/connectors/external-key';
import type { Local } from '../../../../local/local';
import { Keys } from '../../../../local/soak/faults/keys';
import { soakConfig } from '../../../../local/soak/installation';

function keys() {
  const secrets = new Map<string, Record<string, unknown>>();
  const deliveries = { subscriptions: [{ url: 'u', key: 'old' }] };
  const local = {
    config: soakConfig(['braze'], 'park'),
    platforms: { braze: { credentials: { restKey: 'rest' } } },
    secrets: { set: (id: string, value: Record<string, unknown>) => secrets.set(id, value) },
    air: { deliveries },
  } as unknown as Local;
  return { made: new Keys(local), secrets, deliveries };
}

test('after a rotation the new key and the one before open an address, and older ones do not', () => {
  const { made, secrets } = keys();
  const before = made.external('braze-rewards');
  made.rotate();
  const now = made.external('braze-rewards');
  expect(externalKeys(secrets.get('braze-rewards')!)).toEqual([now, before]);
  made.rotate();
  expect(externalKeys(secrets.get('braze-rewards')!)).toEqual([made.external('braze-rewards'), now]);
});

test('AIR posts with the new key, and both sides get new credentials', () => {
  const { made, secrets, deliveries } = keys();
  made.rotate();
  expect(deliveries.subscriptions).toEqual([{ url: 'u', key: made.external('feed/programme') }]);
  expect(secrets.get('braze-news')).toMatchObject({ restKey: expect.stringContaining('rest~') });
  expect(secrets.get('air')).toMatchObject({ clientSecret: expect.stringContaining('~rotated-1') });
});
