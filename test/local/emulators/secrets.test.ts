import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretsEmulator } from '../../../local/emulators/secrets';

let secrets: SecretsEmulator;
let client: SecretsManagerClient;

beforeAll(async () => {
  secrets = await SecretsEmulator.start();
  client = new SecretsManagerClient({
    endpoint: secrets.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});
afterAll(() => secrets.stop());

const get = (id: string) => client.send(new GetSecretValueCommand({ SecretId: id }));

test('a value is given as text, and a new value under a new version', async () => {
  secrets.set('air', { clientId: 'one' });
  const first = await get('air');
  expect(JSON.parse(first.SecretString!)).toEqual({ clientId: 'one' });
  secrets.set('air', 'no JSON at all');
  const second = await get('air');
  expect(second.SecretString).toBe('no JSON at all');
  expect(second.VersionId).not.toBe(first.VersionId);
  expect(Math.abs(first.CreatedDate!.getTime() - Date.now())).toBeLessThan(60_000);
  secrets.set('air', 'older', Date.parse('2025-10-01T00:00:00Z'));
  expect((await get('air')).CreatedDate).toEqual(new Date('2025-10-01T00:00:00Z'));
  expect(secrets.reads.get('air')).toBe(3);
});

test('a secret without a value is not found, as in a fresh account', async () => {
  secrets.set('empty', 'something');
  secrets.set('empty', null);
  await expect(get('empty')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an outage is an outage, and over when it is over', async () => {
  secrets.set('air', 'value');
  secrets.mode = 'down';
  await expect(get('air')).rejects.toMatchObject({ name: 'InternalServiceError' });
  secrets.mode = 'up';
  expect((await get('air')).SecretString).toBe('value');
});

test('silent, it never answers', async () => {
  secrets.mode = 'silent';
  const outcome = await Promise.race([
    get('air').then(
      () => 'answered',
      () => 'answered',
    ),
    new Promise((resolve) => setTimeout(() => resolve('nothing'), 200)),
  ]);
  secrets.mode = 'up';
  expect(outcome).toBe('nothing');
});
