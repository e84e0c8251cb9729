import { airCredentials, authHash, triggerRequest } from '../../../functions/air/trigger';

const credentials = { clientId: 'client-1', clientSecret: 'a secret' };
const trigger = { reference: 'ee-1', identityValue: 'Zoë "7"', action: 'LATE-DELIVERY' };

describe('authHash', () => {
  test("is that of AIR's published example", () => {
    expect(authHash('/wallet/555555', '', '0987654321')).toBe(
      '76e132ab2154bb7139258b65134ddaf74c12a4242ce136b87a7335292fddc068',
    );
  });

  test('covers path, body and secret, each in its place', () => {
    const hashes = [
      authHash('/a', 'b', 'c'),
      authHash('/ab', '', 'c'.repeat(2)),
      authHash('/a', 'c', 'b'),
      authHash('/b', 'a', 'c'),
    ];
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('triggerRequest', () => {
  test('asks for one reward of one consumer', () => {
    const request = triggerRequest('https://wallet.example.com/2.0', trigger, credentials);
    expect(request.method).toBe('POST');
    expect(JSON.parse(request.body)).toEqual({
      walletTransaction: { reference: 'ee-1' },
      identityValue: 'Zoë "7"',
      triggers: [{ reference: 'LATE-DELIVERY' }],
    });
    expect(request.headers['x-ees-auth-client-id']).toBe('client-1');
  });

  test.each([
    ['https://wallet.example.com/2.0', '/2.0/services/trigger'],
    ['https://wallet.example.com/2.0/', '/2.0/services/trigger'],
    ['https://gateway.example.com/eagle/eye/2.0', '/eagle/eye/2.0/services/trigger'],
    ['http://127.0.0.1:4010', '/services/trigger'],
  ])('keeps the path prefix of %s, in the address and in the hash', (walletUrl, path) => {
    const request = triggerRequest(walletUrl, trigger, credentials);
    expect(new URL(request.url).pathname).toBe(path);
    expect(request.headers['x-ees-auth-hash']).toBe(authHash(path, request.body, 'a secret'));
  });

  test('is the same on each attempt', () => {
    const again = () => triggerRequest('https://wallet.example.com/2.0', trigger, credentials);
    expect(again()).toEqual(again());
  });

  test('has the secret nowhere', () => {
    expect(
      JSON.stringify(triggerRequest('https://wallet.example.com/2.0', trigger, credentials)),
    ).not.toContain('a secret');
  });
});

describe('airCredentials', () => {
  test.each([
    [null],
    [{}],
    [{ clientId: 'c' }],
    [{ clientId: '', clientSecret: 's' }],
    [{ clientId: 'c', clientSecret: '' }],
    [{ clientId: 1, clientSecret: 's' }],
  ])('%j is not set up', (secret) => {
    expect(airCredentials(secret)).toBeNull();
  });

  test('takes the two fields and no others', () => {
    expect(airCredentials({ clientId: 'c', clientSecret: 's', note: 'x' })).toEqual({
      clientId: 'c',
      clientSecret: 's',
    });
  });
});
