/**
 * A platform is one folder and one line of the registry: here a made-up one (test/fixtures/postbox) is added, and nothing
 * else of what runs in Lambda. docs/adding-a-platform.md quotes it; test/end-to-end/added-platform.test.ts runs it in a copy of the project.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewConnector } from '../../../bin/preview/connector';
import { previewEvent } from '../../../bin/preview/event';
import { readAirEvent } from '../../../functions/air/event';
import { type ConfigError, checkConfig, configJsonSchema } from '../../../functions/connectors/config-schema';
import { decodeMessage } from '../../../functions/connectors/message-decoding';
import type { Outgoing } from '../../../functions/connectors/queue';
import { InboundReceiver } from '../../../functions/connectors/receive-inbound';
import { OutboundReceiver } from '../../../functions/connectors/receive-outbound';
import { Credentials } from '../../../functions/delivery/credentials';
import { httpClient } from '../../../functions/delivery/http';
import { deliverEvents } from '../../../functions/delivery/outbound/batch';
import { platformCredentials } from '../../../functions/delivery/outbound/start';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { secretHeaders } from '../../../lib/firewall';
import type { RunningPlatform } from '../../../local/platforms/platform';
import { postbox as localPostbox } from '../../fixtures/postbox/local/postbox';
import { postbox } from '../../fixtures/postbox/platform';
import { documented } from '../../fixtures/postbox/tests/documented';
import { Synthesized } from '../../lib/stack';
import { apiEvent } from '../connectors/api-event';
import { airMessage, rewardEvent } from '../delivery/support/air-events';
import { outboundContext } from '../delivery/support/outbound';
import { event, record } from '../delivery/support/queue';
import { json, TestServer } from '../delivery/support/server';
import { silenceStdout } from '../delivery/support/stdout';
import { Worlds } from '../delivery/support/worlds';
import { answerContract } from './contract/answers';
import { inboundContract } from './contract/inbound';
import { outboundContract, secretContract } from './contract/outbound';
import { exampleSettings } from './contract/settings';
import { simulatorContract } from './contract/simulator';

silenceStdout();

/** The one line. */
const platforms = { ...PLATFORMS, [postbox.name]: postbox };

const API_KEY = 'pb_key_of_a_test';
const KEY = 'an-external-key-of-thirty-two-characters';
const connectors = [
  {
    id: 'postbox-rewards',
    platform: 'postbox',
    direction: 'inbound',
    settings: { actions: { 'Late delivery': 'LATE-DELIVERY' } },
  },
  {
    id: 'postbox-news',
    platform: 'postbox',
    direction: 'outbound',
    feed: 'programme',
    settings: { identityType: 'CUSTOMER_ID', currency: 'GBP', apiUrl: 'https://api.postbox.example' },
  },
] as const;
const configuration = (change: object = {}) => ({
  air: { walletUrl: 'https://wallet.example.com/2.0' },
  feeds: [{ id: 'programme' }],
  connectors: [connectors[0], { ...connectors[1], settings: { ...connectors[1].settings, ...change } }],
});
const check = (json: unknown) => checkConfig(json, 'connectors.json', platforms);

describe('G11: adding a platform touches one folder and one line', () => {
  test('its settings are checked, and defaults filled in', () => {
    const [rewards, news] = check(configuration()).connectors;
    expect(rewards?.settings.onUnknownOutcome).toBe('park');
    expect(news?.settings).toMatchObject({ mailbox: 'live', eventPrefix: 'EE ' });
  });

  test('a mistake in them is a line that names the field', () => {
    const lines = (json: unknown, known = platforms): readonly string[] => {
      try {
        checkConfig(json, 'connectors.json', known);
      } catch (error) {
        return (error as ConfigError).lines;
      }
      return [];
    };
    expect(lines(configuration({ mailbox: 'attic', apiUrl: 'http://api.postbox.example' }))).toEqual([
      'connectors[1].settings.apiUrl: expected an https URL such as https://api.postbox.example',
      'connectors[1].settings.mailbox: expected "live" or "test"',
    ]);
    // Without the line there is no such platform.
    const [line] = lines(configuration(), PLATFORMS);
    expect(line).toMatch(/^connectors\[0\]\.platform: expected "[a-z-]+"( or "[a-z-]+")+$/);
    expect(line).not.toContain('"postbox"');
  });

  test('editors know its settings', () => {
    const schema = JSON.stringify(configJsonSchema(platforms));
    expect(schema).toContain('"const":"postbox"');
    expect(schema).toContain("Base URL of your Postbox account's API.");
    expect(JSON.stringify(configJsonSchema())).not.toContain('postbox');
  });

  test('the stack gives each of its connectors a queue, a dead-letter queue, a function, a secret and alarms', () => {
    const stack = new Synthesized({ platforms, top: configuration() });
    for (const id of ['postboxrewards', 'postboxnews']) {
      const of = `Connector${id}`;
      const queue = stack.one('AWS::SQS::Queue', `${of}DeliveryQueue`);
      const dead = stack.one('AWS::SQS::Queue', `${of}DeliveryDead`);
      expect(JSON.stringify(queue.Properties.RedrivePolicy)).toContain(dead.id);
      expect(stack.one('AWS::Lambda::Function', of).Properties.Environment.Variables).toMatchObject({
        CONNECTOR_ID: id.replace('postbox', 'postbox-'),
        QUEUE_URL: { Ref: queue.id },
      });
      expect(stack.one('AWS::SecretsManager::Secret', of).Properties.Description).toContain(
        'docs/platforms/postbox.md',
      );
      const alarms = stack.all('AWS::CloudWatch::Alarm').filter(([name]) => name.startsWith(of));
      expect(alarms.length).toBeGreaterThan(5);
    }
    const urls = Object.entries(stack.outputs).map(([name, { Value }]) => `${name} ${JSON.stringify(Value)}`);
    expect(urls.join('\n')).toMatch(/in\/postbox\/postbox-rewards[\s\S]*out\/postbox\/postbox-news/);
  });

  test('its signature is in no firewall log', () => {
    expect(secretHeaders(platforms)).toContain('x-postbox-signature');
  });

  describe('receiving', () => {
    const config = check(configuration());
    const sent: Outgoing[] = [];
    const secret = { externalKeys: [KEY] };
    const parts = {
      config: { ...config, platforms: { postbox: ['inbound', 'outbound'] as const } },
      platforms,
      secretIds: new Map(['postbox-rewards', 'postbox-news', 'feed/programme'].map((id) => [id, id])),
      secrets: { get: async () => secret, refresh: async () => secret },
      queues: { send: async (_: string, messages: readonly Outgoing[]) => void sent.push(...messages) },
    };
    beforeEach(() => sent.splice(0));

    const entry = readFileSync(
      join('test', 'fixtures', 'postbox', 'samples', 'inbound', 'entry.json'),
      'utf8',
    );
    const enter = (body: string, key = KEY) =>
      new InboundReceiver(parts).receive(
        apiEvent({ platform: 'postbox', connectorId: 'postbox-rewards' }, body, {
          'Content-Type': 'application/json',
          'X-Postbox-Signature': createHmac('sha256', key).update(body).digest('hex'),
        }),
      );

    test('a signed entry becomes a reward on the queue; a repeat has the same key', async () => {
      for (const _ of [1, 2]) expect((await enter(entry)).statusCode).toBe(202);
      const rewards = sent.map(({ body }) => decodeMessage(body));
      expect(rewards[0]).toMatchObject({
        kind: 'reward',
        identityValue: 'C-440021',
        action: 'LATE-DELIVERY',
        source: 'Late delivery',
      });
      expect(sent[0]!.deduplication).toBe(sent[1]!.deduplication);
    });

    test('a wrong signature is 401, a bad body 400 with the field, leaving the list nothing', async () => {
      expect((await enter(entry, 'x'.repeat(40))).statusCode).toBe(401);
      const bad = await enter(JSON.stringify({ ...JSON.parse(entry), contact: '' }));
      expect([bad.statusCode, JSON.parse(bad.body).errors[0].field]).toEqual([400, 'contact']);
      const left = await enter(JSON.stringify({ ...JSON.parse(entry), removed: true }));
      expect([left.statusCode, JSON.parse(left.body).ignored]).toEqual([202, 'left the list']);
      expect(sent).toEqual([]);
    });

    test('an AIR event is taken on its own address, and on the feed', async () => {
      const receiver = new OutboundReceiver({
        ...parts,
        table: { batchGet: async () => [], put: async () => true } as never,
        identityTypes: new Set(),
      });
      const paths: Record<string, string>[] = [
        { name: 'postbox', connectorId: 'postbox-news' },
        { name: 'programme' },
      ];
      for (const path of paths) {
        const body = JSON.stringify(rewardEvent({ eventId: 'e-1' }));
        const answer = await receiver.receive(
          apiEvent(path, body, { 'Content-Type': 'application/json', 'X-Auth-Token': KEY }),
        );
        expect(answer.statusCode).toBe(202);
      }
      expect(sent.map(({ body }) => decodeMessage(body).kind)).toEqual(['air', 'air']);
    });
  });

  test('a preview shows its requests, without a key', () => {
    const reading = readAirEvent(JSON.parse(readFileSync('samples/air/purchase-settle.json', 'utf8')));
    if (!('event' in reading)) throw new Error(reading.detail);
    const choice = { file: 'no-such-file', platform: 'postbox', connector: undefined, overrides: {} };
    const { requests } = previewEvent(reading.event, previewConnector(choice, platforms));
    expect(requests).toEqual([
      {
        method: 'POST',
        url: 'https://api.postbox.example/v1/mailboxes/live/entries',
        body: { entries: expect.arrayContaining([expect.objectContaining({ name: 'EE Order Completed' })]) },
      },
    ]);
  });

  describe('delivering', () => {
    const worlds = new Worlds();
    let server: TestServer;
    beforeAll(async () => {
      await worlds.start();
      server = await TestServer.start();
    });
    afterAll(async () => {
      await server.stop();
      await worlds.stop();
    });

    const messageOf = (walletId: string) =>
      record(
        airMessage(rewardEvent({ eventId: `e-${walletId}`, walletId }), {
          walletId,
          eventId: `e-${walletId}`,
        }),
      );
    function context() {
      const world = { ...worlds.crm(), http: httpClient() };
      const platform = postbox.outbound!;
      const settings = exampleSettings(postbox);
      const secret = { externalKeys: [KEY], apiKey: API_KEY };
      const credentials = new Credentials(
        { get: async () => secret, refresh: async () => secret },
        'secret',
        platformCredentials(platform),
        { connector: world.connector, direction: 'outbound' },
      );
      const local = { ...settings, apiUrl: server.url };
      return { world, context: { ...outboundContext(world, { platform, settings: local }), credentials } };
    }

    test('its calls carry the key, and what it rejects stands alone on the dead-letter queue', async () => {
      server.answer = ({ body }, response) => {
        const rejected = JSON.parse(body)
          .entries.filter(({ contact }: { contact: string }) => contact === 'cust-502')
          .map(({ key }: { key: string }) => ({ key, why: 'the contact opted out' }));
        json(response, 200, { rejected });
      };
      const { world, context: with502 } = context();
      const delivered = await deliverEvents(event(messageOf('501'), messageOf('502')), with502, () => 60_000);
      expect(delivered.batchItemFailures).toEqual([]);
      expect(server.seen.map(({ path, headers }) => [path, headers['x-postbox-key']])).toEqual([
        ['/v1/mailboxes/live/entries', API_KEY],
      ]);
      expect(world.queue.reasons).toEqual(['platform-refused']);
      expect(world.queue.attribute(0, 'detail')).toContain('the contact opted out');
    });

    test('a 503 of it is tried again later', async () => {
      server.answer = (_, response) => json(response, 503, {});
      const { world, context: unavailable } = context();
      const { batchItemFailures } = await deliverEvents(event(messageOf('503')), unavailable, () => 60_000);
      expect(batchItemFailures).toHaveLength(1);
      expect(world.queue.reasons).toEqual([]);
    });
  });

  describe('it keeps the contract of every platform', () => {
    let running: RunningPlatform;
    beforeAll(async () => {
      running = await localPostbox.start();
    });
    afterAll(() => running.simulator.close());
    outboundContract(postbox, documented);
    secretContract(postbox, () => running.credentials);
    answerContract(postbox);
    simulatorContract(postbox, () => running);
    inboundContract(postbox, join('test', 'fixtures', 'postbox', 'samples', 'inbound'));
  });
});
