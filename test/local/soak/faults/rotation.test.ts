import { authHash } from '../../../../local/simulators/air/wallet-api';
import type { SimulatedCall } from '../../../../local/simulators/simulator';
import { AirRotation, Rotation } from '../../../../local/soak/faults/rotation';

const call = (headers: Record<string, string>, body = '{}'): SimulatedCall => ({
  number: 1,
  receivedAt: 0,
  method: 'POST',
  path: '/2.0/services/trigger',
  headers,
  body,
  json: {},
});
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('before the first rotation every call passes as it is', () => {
  const headers = { authorization: 'Bearer key' };
  expect(new Rotation({ restKey: 'key' }).judge(call(headers))).toBe('fine');
  expect(headers).toEqual({ authorization: 'Bearer key' });
});

test('after it the new credentials are shown to the simulator as the first ones, and the old ones are refused', () => {
  const rotation = new Rotation({ restKey: 'key' });
  const { restKey } = rotation.rotate();
  const headers = { authorization: `Bearer ${restKey}` };
  expect(rotation.judge(call(headers))).toBe('fine');
  expect(headers.authorization).toBe('Bearer key');
  expect(rotation.judge(call({ authorization: 'Bearer key' }))).toBe('refused');
});

test('a rotation makes the one before worthless', () => {
  const rotation = new Rotation({ restKey: 'key' });
  const first = rotation.rotate();
  const second = rotation.rotate();
  expect(first).not.toEqual(second);
  expect(rotation.judge(call({ authorization: `Bearer ${first.restKey}` }))).toBe('refused');
  expect(rotation.judge(call({ authorization: `Bearer ${second.restKey}` }))).toBe('fine');
});

test('HTTP Basic with two rotated parts is understood', () => {
  const rotation = new Rotation({ apiKey: 'key', apiSecret: 'secret' });
  const { apiKey, apiSecret } = rotation.rotate();
  const headers = { authorization: basic(`${apiKey}:${apiSecret}`) };
  expect(rotation.judge(call(headers))).toBe('fine');
  expect(headers.authorization).toBe(basic('key:secret'));
});

test('what is no text, and calls without the header, are left alone', () => {
  const rotation = new Rotation({ signingSecrets: ['one'] });
  expect(rotation.rotate()).toEqual({ signingSecrets: ['one'] });
  expect(rotation.judge(call({}))).toBe('fine');
});

test('AIR’s calls are hashed with the newest secret, and the simulator sees the first', () => {
  const rotation = new AirRotation({ clientId: 'client', clientSecret: 'secret' });
  const { clientSecret } = rotation.rotate();
  const hash = (secret: string) => authHash('/2.0/services/trigger', Buffer.from('{}'), secret);
  const headers = { 'x-ees-auth-hash': hash(clientSecret) };
  expect(rotation.judge(call(headers))).toBe('fine');
  expect(headers['x-ees-auth-hash']).toBe(hash('secret'));
  expect(rotation.judge(call({ 'x-ees-auth-hash': hash('secret') }))).toBe('refused');
});
