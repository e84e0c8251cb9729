import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { forbiddenIn } from '../../../local/log-scan/forbidden';

const values = (json: unknown) => forbiddenIn(json).map(({ value }) => value);
const sample = (name: string) => JSON.parse(readFileSync(join('samples', name), 'utf8'));

test("an AIR event's names, contacts, birth date and identities are personal; its ids and actions are not", () => {
  const event = sample('air/join-in-one-call.json');
  expect(values(event)).toEqual(
    expect.arrayContaining(['Noor', 'Haddad', '1991-06-17', 'noor@example.com', '+44 7700 900201']),
  );
  expect(values(event)).not.toContain(event.headers.eventName);
  expect(values(event)).not.toContain(event.headers.eesEventId);
  const identities = Object.values(event.enrichmentData).flatMap(
    (wallet) => (wallet as { identities: { value: string }[] }).identities,
  );
  expect(identities.length).toBeGreaterThan(0);
  for (const { value } of identities) expect(values(event)).toContain(value);
});

test('identities that stand only in operations are personal', () => {
  expect(values(sample('air/join-in-steps-2-identity.json')).length).toBeGreaterThan(0);
});

test('a body inside a body, as text, is looked into', () => {
  expect(values({ request: { body: JSON.stringify({ identityValue: 'CUST-9' }) } })).toEqual(['CUST-9']);
});

test.each(Object.keys(PLATFORMS).filter((name) => name !== 'webhook'))(
  '%s: every sample of a request names its consumer',
  (platform) => {
    const folder = join('samples/platforms', platform, 'inbound');
    const told = readdirSync(folder)
      .filter((name) => /(webhook|entered|membership)\.json$/.test(name))
      .map((name) => values(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
    expect(told.length).toBeGreaterThan(0);
    for (const found of told) expect(found.length).toBeGreaterThan(0);
  },
);

test('what is no object holds nobody', () => {
  expect([null, 1, 'text', [], {}].flatMap((json) => values(json))).toEqual([]);
});
