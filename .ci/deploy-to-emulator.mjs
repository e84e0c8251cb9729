// Deploys the synthesised template to an emulator of AWS (moto_server), looks at what came of it, operates it with the
// product's own command, and updates it with one connector more. Run it with `node --import tsx`: it uses the functions' code.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { outputName } from '../lib/output-names.ts';
import { checkDeadLetterCommands, eeConnect, messagesOn, run, says } from './emulator/commands.mjs';
import { checkResources } from './emulator/resources.mjs';
import { startEmulator } from './emulator/server.mjs';
import { deploy, tally } from './emulator/stack.mjs';
import { ofType, readAssembly } from './emulator/template.mjs';

const REGION = 'eu-west-1';
const ADDED = 'added-by-ci';
/** Of a value that is not as it should be. */
const MOST_CHARACTERS = 200;
/** For what needs no AWS: nothing listens there. */
const NOBODY = 'http://127.0.0.1:1';
// The AWS SDK's own, about the age of Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
// Ends the emulator and whatever command is running, on every way out.
const stop = new AbortController();
const say = (line) => console.log(`ok  ${line}`);

/** Whoever runs this may have credentials for AWS in their environment: none of them gets through. */
function environment(address) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: address,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    // What a command leaves behind when it is ended goes with this folder.
    TMPDIR: folder,
  };
}

function clientsOf(address) {
  const common = {
    region: REGION,
    endpoint: address,
    // A stack that was created halfway is not created again.
    maxAttempts: 1,
    credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
  };
  return {
    address,
    signal: stop.signal,
    env: environment(address),
    apiGateway: new APIGatewayClient(common),
    cloudFormation: new CloudFormationClient(common),
    dynamodb: new DynamoDBClient(common),
    lambda: new LambdaClient(common),
    secretsManager: new SecretsManagerClient(common),
    sns: new SNSClient(common),
    sqs: new SQSClient({ ...common, useQueueUrlAsEndpoint: false }),
  };
}

/** Synthesises a configuration. @returns the cloud assembly's folder. */
async function synthesise(file, stage, out) {
  const args = [
    'node_modules/aws-cdk/bin/cdk',
    'synth',
    '--quiet',
    '-c',
    `config=${file}`,
    '-c',
    `stage=${stage}`,
  ];
  const at = { env: environment(NOBODY), signal: stop.signal };
  const { code, text } = await run([...args, '-o', out], at);
  assert.equal(code, 0, `${file} cannot be synthesised:\n${text}`);
  return out;
}

function writeConfig(name, config) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Every host replaced by the emulator, so that `ee-connect check` calls nobody else. */
const atEmulator = (config, address) =>
  JSON.parse(JSON.stringify(config).replaceAll(/https?:\/\/[^/"]+/g, address));

/** The API's address leads nowhere, so that it always ends with 1. */
function check(emulator, { name }, config, ...options) {
  const file = writeConfig('check.json', atEmulator(config, emulator.address));
  return eeConnect(emulator, ['check', '--config', file, '--stack', name, ...options], 1);
}

/** Before and after a secret is filled in, and with a connector that is not deployed yet. */
async function checkBeforeUpdate(emulator, stack, config, withAdded) {
  const { AirSecret } = stack.outputs;
  const queues = config.connectors.flatMap(({ id }) => [
    `queue of ${id} empty`,
    `dead letters of ${id} none`,
  ]);
  const without = await check(emulator, stack, config);
  says(without, ...queues, 'FAILED secret air', `put-secret-value --secret-id ${AirSecret}`);
  const SecretString = JSON.stringify({ clientId: 'emulator', clientSecret: 'emulator' });
  await emulator.secretsManager.send(new PutSecretValueCommand({ SecretId: AirSecret, SecretString }));
  const filled = await check(emulator, stack, withAdded, '--alarm');
  says(filled, 'ok secret air is filled in', `connector ${ADDED} is not deployed yet`, 'ok test alarm sent');
  say('check --stack: queues, a secret before and after it has a value, a connector to come, a test alarm');
}

/** A connector that is taken out although a message waits on its queue. */
async function checkRemoval(emulator, stack, config) {
  const QueueUrl = stack.outputs[outputName('Connector', ADDED, 'Queue')];
  const message = { MessageBody: '{}', MessageGroupId: 'ci', MessageDeduplicationId: 'ci' };
  await emulator.sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
  says(
    await check(emulator, stack, config),
    'FAILED ConnectorAddedByCi (deployed, no longer configured) 1 messages wait on its queue and 0',
  );
  say('check --stack: stops the removal of a connector that still has a message');
}

/** Whatever holds data is the same after an update: by its definition in both templates, and by its physical id. */
function checkKept(first, second) {
  const kept = ['AWS::SQS::Queue', 'AWS::DynamoDB::Table'].flatMap((type) => ofType(first.template, type));
  for (const [id, resource] of kept) {
    assert.deepEqual(
      second.template.Resources[id],
      resource,
      `${id} has the same definition after the update`,
    );
    assert.equal(second.ids[id], first.ids[id], `${id} has the same physical id after the update`);
  }
  for (const [id, arn] of Object.entries(first.secrets))
    assert.equal(second.secrets[id], arn, `${id} is kept`);
  say(`update with one connector more: ${kept.length} queues and tables are the same`);
}

/** The whole journey on one emulator. @param synthesised the folder of the assembly with one connector more, when it is there. */
async function play(emulator, { assembly, config, synthesised, withAdded }) {
  const first = await deploy(emulator, assembly);
  say(`${first.name} created`);
  for (const line of await checkResources(emulator, first, config)) say(line);
  await checkBeforeUpdate(emulator, first, config, withAdded);
  const [{ id }] = config.connectors;
  const letters = await checkDeadLetterCommands(emulator, first, id);
  say(`dlq list, show and redrive --stack: ${letters.length} messages of ${id} are back on its queue`);

  const second = await deploy(emulator, readAssembly(await synthesised), first);
  checkKept(first, second);
  const queue = second.outputs[outputName('Connector', id, 'Queue')];
  assert.deepEqual(await messagesOn(emulator, queue), letters, 'the messages outlive the update');
  say(`update: the messages on the queue of ${id} outlived it`);
  for (const line of await checkResources(emulator, second, withAdded)) say(`update: ${line}`);
  await checkRemoval(emulator, second, config);
  return tally(first);
}

async function main() {
  const config = JSON.parse(readFileSync('connectors.json', 'utf8'));
  if (!existsSync('cdk.out/manifest.json')) await synthesise('connectors.json', 'dev', 'cdk.out');
  const assembly = readAssembly('cdk.out');
  const added = { ...config.connectors.at(-1), id: ADDED };
  const withAdded = { ...config, connectors: [...config.connectors, added] };
  const stage = assembly.name.slice(assembly.name.indexOf('-') + 1);
  // Beside the rest: it takes as long.
  const synthesised = synthesise(writeConfig('added.json', withAdded), stage, join(folder, 'cdk.out'));
  try {
    const { address, written } = await startEmulator(environment(NOBODY), stop.signal);
    try {
      return await play(clientsOf(address), { assembly, config, synthesised, withAdded });
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) console.error(`moto_server wrote last:\n${written()}`);
      throw error;
    }
  } finally {
    stop.abort();
    await Promise.allSettled([synthesised]);
  }
}

/** In one sentence. */
function explain(error) {
  if (stop.signal.reason?.message in constants.signals) return `ended by ${stop.signal.reason.message}`;
  if (!(error instanceof assert.AssertionError)) return error.message;
  const [sentence] = error.message.split('\n');
  const short = (value) => JSON.stringify(value)?.slice(0, MOST_CHARACTERS);
  return /equal/i.test(error.operator)
    ? `${sentence}: it is ${short(error.actual)}, expected ${short(error.expected)}`
    : error.message;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => stop.abort(new Error(signal)));
try {
  const { made, of, leftOut } = await main();
  console.log(`left out: ${leftOut.join(', ')}`);
  console.log(`deployed ${made} resources of ${of} to the emulator, all there`);
} catch (error) {
  console.error(`The deployment to the emulator failed: ${explain(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
