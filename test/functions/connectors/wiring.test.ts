import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { directoryClient, queueClient, secretsClient } from '../../../functions/connectors/clients';
import type { ConnectorConfig } from '../../../functions/connectors/config';
import { readEnvironment, readMap } from '../../../functions/connectors/environment';
import { identityTypesOf } from '../../../functions/connectors/identity-types';
import { defaultProvider } from '../../../functions/connectors/lambda-credentials';
import { until } from '../../local/until';
import { holdTimers } from '../hold-timers';

describe('environment', () => {
  test('what is missing is named, all of it', () => {
    expect(readEnvironment<{ A: string }>(['A'], { A: 'x', B: 'y' })).toEqual({ A: 'x' });
    expect(() => readEnvironment<Record<'A' | 'B' | 'C', string>>(['A', 'B', 'C'], { B: 'y' })).toThrow(
      'environment variable A, C is not set',
    );
  });

  test('a map is read from JSON, and has nothing that was not put in', () => {
    const map = readMap('{"news":"news.fifo"}', 'QUEUES');
    expect([map.get('news'), map.get('constructor')]).toEqual(['news.fifo', undefined]);
    expect(() => readMap('news', 'QUEUES')).toThrow('environment variable QUEUES is not JSON');
  });
});

describe('credentials', () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(before)) process.env[name] = before[name];
  });

  test("are the role's, from the environment", async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
    delete process.env.AWS_SESSION_TOKEN;
    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  });

  test('that are missing are an error that names them', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID');
  });
});

test('the directory keeps the identity types of outbound connectors, and no others', () => {
  const connector = (direction: 'inbound' | 'outbound', settings: object) =>
    ({ direction, settings }) as ConnectorConfig;
  const types = identityTypesOf({
    connectors: [
      connector('outbound', { identityType: 'CUSTOMER_ID' }),
      connector('outbound', { identityType: 'CARD' }),
      connector('outbound', { identityType: 'CARD' }),
      connector('inbound', {}),
    ],
  });
  expect([...types]).toEqual(['CUSTOMER_ID', 'CARD']);
});

describe('a service that takes the connection and never answers', () => {
  let silent: Server;
  let connections = 0;
  beforeAll(async () => {
    silent = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });
  afterAll(() => {
    delete process.env.AWS_ENDPOINT_URL;
    silent.closeAllConnections();
    silent.close();
  });

  const message = { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q.fifo', MessageBody: 'x' };
  test.each([
    ['SQS', 1, 2000, () => queueClient().send(new SendMessageCommand(message))],
    ['Secrets Manager', 2, 1100, () => secretsClient().send(new GetSecretValueCommand({ SecretId: 's' }))],
    ['DynamoDB', 2, 800, () => directoryClient().send(new ListTablesCommand({}))],
  ])('%s is given up after %i tries of %i ms', async (_, tries, tryMs, call) => {
    connections = 0;
    holdTimers();
    // The SDK's pause between the tries is its shortest.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const told = jest.fn();
    void call().catch(told);
    for (let number = 1; number <= tries; number++) {
      if (number > 1) {
        await until(() => jest.getTimerCount() > 0);
        await jest.advanceTimersByTimeAsync(1);
      }
      await until(() => connections === number);
      await jest.advanceTimersByTimeAsync(tryMs - 1);
      expect([connections, told.mock.calls.length]).toEqual([number, 0]);
      await jest.advanceTimersByTimeAsync(1);
    }
    await until(() => told.mock.calls.length > 0);
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ name: 'TimeoutError' }));
    expect(connections).toBe(tries);
  });
});
