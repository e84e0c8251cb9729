/**
 * G9: no secret and no personal data in the log. Every other suite of this folder has its log scanned when it ends
 * (bundle.ts); here everything goes wrong that may tempt a function to repeat what it was given.
 */

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { checkConfig } from '../../functions/connectors/config-schema';
import { feedAddress } from '../../functions/connectors/feed-address';
import { PLATFORMS } from '../../functions/platforms/registry';
import { queueName } from '../../local/deployment';
import type { Local } from '../../local/local';
import { localKey } from '../../local/local-key';
import { forbiddenIn, forbiddenOf } from '../../local/log-scan/forbidden';
import { describeLeak, type Forbidden, LogScan } from '../../local/log-scan/scan';
import { until } from '../local/until';
import { startBundle, stopBundle } from './bundle';
import { MANNERS, Mirror } from './mirror';

jest.setTimeout(240_000);

const NAMES = Object.keys(PLATFORMS);
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const EVENTS = readdirSync('samples/air')
  .filter((file) => file.endsWith('.json'))
  .map((file) => json(join('samples/air', file)));
/** Of somebody who is in no sample: whatever is read or refused, this is not to be seen again. */
const STRANGER = 'grace.hopper@navy.example';
const KEYS = {
  signing: 'whsec_bWlycm9yLW1pcnJvci1taXJyb3ItbWlycm9yLW1pcnJvcg==',
  platform: 'mirror-platform-key-0123456789',
};
const CREDENTIALS = {
  restKey: KEYS.platform,
  writeKey: KEYS.platform,
  publicApiToken: `${KEYS.platform}-token`,
  apiKey: `${KEYS.platform}-id`,
  apiSecret: `${KEYS.platform}-secret`,
  apiKeyId: `${KEYS.platform}-key-id`,
  privateKey: `pk_${KEYS.platform}`,
  signingSecrets: [KEYS.signing],
};
const ADDRESS_SETTINGS = ['restUrl', 'apiUrl', 'publicApiUrl', 'dsrUrl', 'url'];

const mirror = new Mirror();
let local: Local;
let log = () => '';
const used: Forbidden[] = [];

const outboundId = (platform: string) => `${platform}-out`;
const inboundId = (platform: string) => `${platform}-in`;

beforeAll(async () => {
  await mirror.start();
  const own = (platform: string) => PLATFORMS[platform]!.outbound!;
  const addresses = (platform: string) =>
    Object.fromEntries(
      ADDRESS_SETTINGS.filter((name) => name in own(platform).settings).map((name) => [
        name,
        `${mirror.url}/${platform}`,
      ]),
    );
  const config = checkConfig({
    air: { walletUrl: `${mirror.url}/air/2.0` },
    feeds: [{ id: 'programme' }],
    connectors: NAMES.flatMap((platform) => [
      { id: inboundId(platform), platform, direction: 'inbound' },
      {
        id: outboundId(platform),
        platform,
        direction: 'outbound',
        feed: 'programme',
        settings: {
          ...own(platform).example,
          ...addresses(platform),
          personalFields: ['first_name', 'last_name', 'email', 'phone', 'birth_date'],
        },
      },
    ]),
  });
  const keys = [feedAddress('programme'), ...NAMES.flatMap((name) => [inboundId(name), outboundId(name)])];
  local = await startBundle({
    config,
    simulators: false,
    visibilitySeconds: 3,
    secrets: {
      air: { clientId: 'mirror-client', clientSecret: 'mirror-client-secret-0123' },
      ...Object.fromEntries(keys.map((id) => [id, { externalKeys: [localKey(id)], ...CREDENTIALS }])),
    },
  });
  log = () => readFileSync(local.logs.path, 'utf8');
});
afterAll(async () => {
  mirror.stop();
  await stopBundle(local);
});

/** Posts a body whatever it is, and remembers who is in it. */
async function post(
  path: string,
  key: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${local.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Auth-Token': key, ...headers },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

/** A share of the samples for each manner: a different one each time, all of them in the end. */
async function postEvents(share: number): Promise<void> {
  for (const event of EVENTS.filter((_, index) => index % MANNERS.length === share)) {
    used.push(...forbiddenIn(event, 'an AIR event'));
    const headers = { ...event.headers, eesEventId: randomUUID() };
    const { status } = await post(
      '/out/programme',
      localKey(feedAddress('programme')),
      JSON.stringify({ ...event, headers }),
    );
    expect(status).toBe(202);
  }
}

function entriesOf(platform: string): unknown[] {
  const folder = join('samples/platforms', platform, 'inbound');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.template.json'))
    .map((file) => json(join(folder, file)));
}

async function postEntries(): Promise<void> {
  for (const platform of NAMES)
    for (const entry of entriesOf(platform)) {
      used.push(...forbiddenIn(entry, `a request of ${platform}`));
      const id = inboundId(platform);
      const again = JSON.stringify(entry).replace(
        /"(id|dispatch_id|messageId)":"[^"]*"/,
        `"$1":"${randomUUID()}"`,
      );
      await post(`/in/${platform}/${id}`, localKey(id), again, { authorization: `Token ${localKey(id)}` });
    }
}

/** Everything that may have been used, in all of this run. */
const forbidden = (): Forbidden[] => [
  ...forbiddenOf(local),
  ...used,
  ...mirror.proofs,
  { what: 'a stranger', value: STRANGER },
];

let scanned = 0;

/** Of what was written since the last look. */
function expectNoLeak(): void {
  const text = log().slice(scanned);
  scanned += text.length;
  expect(new LogScan(forbidden()).text(text).map(describeLeak)).toEqual([]);
}

describe('G9: no secret and no personal data in the log', () => {
  test.each(MANNERS)('the other side repeats what it was sent, as %s', async (manner) => {
    mirror.manner = manner;
    // Longer than any pause of a breaker, and any wait of a message behind which others of its consumer stand.
    local.moveClock(600_000 * MANNERS.indexOf(manner));
    await Promise.all([postEvents(MANNERS.indexOf(manner)), postEntries()]);
    for (const side of ['air', ...NAMES])
      await until(
        () => mirror.seen.some((call) => call.manner === manner && call.path.startsWith(`/${side}`)),
        {
          withinMs: 60_000,
        },
      );
    expectNoLeak();
  });

  describe('requests that cannot be used', () => {
    const bodies: [string, string | Uint8Array][] = [
      ['no JSON', `{"email": ${STRANGER}}`],
      ['JSON that ends too early', `{"user_id":"${STRANGER}","dispatch_id":"`],
      ['a text', JSON.stringify(STRANGER)],
      [
        'wrong types',
        JSON.stringify({ user_id: { a: STRANGER }, identity_value: [STRANGER], userId: 5, type: STRANGER }),
      ],
      [
        'a template that was not rendered',
        JSON.stringify({ user_id: `{{ ${STRANGER} }}`, identity_value: `{{ ${STRANGER} }}` }),
      ],
      [
        'fields of their own',
        JSON.stringify({ [STRANGER]: STRANGER, traits: { [STRANGER]: true }, type: 'identify' }),
      ],
      ['gzip that is broken', Buffer.concat([gzipSync(STRANGER).subarray(0, 12), Buffer.from(STRANGER)])],
      ['no UTF-8', Buffer.concat([Buffer.from(`{"a":"${STRANGER}`), Buffer.from([0xff, 0xfe])])],
      [
        'an address as action',
        JSON.stringify({
          user_id: 'CU-4471-9999',
          identity_value: 'CU-4471-9999',
          userId: 'CU-4471-9999',
          dispatch_id: 'd',
          id: 'd',
          action_reference: STRANGER,
          type: 'track',
          event: 'Audience Entered',
          properties: { action_reference: STRANGER },
        }),
      ],
      [
        'an address as the name of an event',
        JSON.stringify({
          headers: { eventName: STRANGER, eesEventId: STRANGER, eventDate: STRANGER },
          atomicOperations: STRANGER,
        }),
      ],
    ];

    test.each(bodies)('%s', async (_, body) => {
      used.push({ what: 'an identity', value: 'CU-4471-9999' });
      const addresses = NAMES.flatMap((platform) => [
        [`/in/${platform}/${inboundId(platform)}`, localKey(inboundId(platform))] as const,
        [`/out/${platform}/${outboundId(platform)}`, localKey(outboundId(platform))] as const,
      ]);
      const answers = await Promise.all(
        addresses.map(([path, key]) => post(path, key, body, { authorization: `Token ${key}` })),
      );
      // Nor does an answer repeat it.
      for (const { text } of answers) expect(text).not.toContain('grace');
      expectNoLeak();
    });

    test('wrong keys, addresses that do not exist, and headers with a person in them', async () => {
      const wrong = 'a-wrong-key-that-nobody-has-0123456789';
      used.push({ what: 'a wrong key', value: wrong });
      const headers = {
        'x-request-id': STRANGER,
        'user-agent': STRANGER,
        authorization: `Basic ${Buffer.from(`${STRANGER}:${wrong}`).toString('base64')}`,
      };
      for (const path of [
        '/in/braze/braze-in',
        '/in/klaviyo/braze-in',
        `/in/braze/${encodeURIComponent(STRANGER)}`,
        '/out/programme',
        `/out/${encodeURIComponent(STRANGER)}`,
        `/out/programme?email=${STRANGER}`,
      ])
        expect((await post(path, wrong, JSON.stringify({ email: STRANGER }), headers)).status).toBe(401);
      expectNoLeak();
    });
  });

  test('a message on a queue that is none of ours', async () => {
    const id = outboundId('braze');
    for (const [index, body] of [
      STRANGER,
      `{"kind":"air","event":{"a":"${STRANGER}"}}`,
      `{"kind":"${STRANGER}"}`,
    ].entries())
      await local.queues.client.send(
        new SendMessageCommand({
          QueueUrl: local.queues.queueUrl(queueName(id)),
          MessageBody: body,
          MessageGroupId: `group-${index}`,
          MessageDeduplicationId: randomUUID(),
        }),
      );
    const malformed = () => log().match(/"decision":"dead-lettered"[^\n]*"malformed-message"/g)?.length ?? 0;
    await until(() => malformed() >= 3, { withinMs: 60_000 });
    expectNoLeak();
  });

  test('a mistake of ours in a function: what it throws loses its words', async () => {
    const events = [
      { Records: STRANGER },
      { Records: [{ messageId: STRANGER, body: STRANGER, attributes: null }] },
      {
        requestContext: { requestId: { toString: null } },
        httpMethod: STRANGER,
        headers: { a: STRANGER },
        body: STRANGER,
      },
      null,
    ];
    const before = log().length;
    for (const each of Object.values(local.functions))
      for (const event of events) await each.invoke(event).catch(() => {});
    expect(log().length).toBeGreaterThan(before);
    expectNoLeak();
  });

  test('table, secrets and queues that are away', async () => {
    mirror.manner = 'message';
    const key = localKey(feedAddress('programme'));
    const event = () =>
      JSON.stringify({ ...EVENTS[0], headers: { ...EVENTS[0].headers, eesEventId: randomUUID() } });
    local.table.mode = 'down';
    await post('/out/programme', key, event());
    local.table.mode = 'up';
    local.secrets.mode = 'down';
    await post('/out/programme', key, event());
    local.secrets.mode = 'up';
    await local.queues.setDown(true);
    expect((await post('/out/programme', key, event())).status).toBe(503);
    await local.queues.setDown(false);
    expectNoLeak();
  });

  test('all of it once more, and the scan would have found any of it', () => {
    const scan = new LogScan(forbidden());
    expect(scan.text(log()).map(describeLeak)).toEqual([]);
    const lines = log().split('\n');
    expect(lines.length).toBeGreaterThan(500);
    for (const value of [
      STRANGER,
      KEYS.platform,
      KEYS.signing,
      localKey('braze-in'),
      'mirror-client-secret-0123',
      mirror.proofs.find(({ what }) => what.includes('x-ees-auth-hash'))!.value,
      'noor@example.com',
      'Haddad',
    ]) {
      const planted = [...lines.slice(0, 3), `{"decision":"called","detail":"400 ${value} is unknown"}`];
      expect(scan.text(planted.join('\n')).map(({ line }) => line)).toContain(4);
    }
  });
});
