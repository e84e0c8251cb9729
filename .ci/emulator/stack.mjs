// A stack in the emulator, from a cloud assembly: secrets first, then CloudFormation.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { forEmulator, LEFT_OUT, ofType } from './template.mjs';

const DEADLINE_MS = 30_000;

/** moto does not look for the code: a function whose code is not uploaded is found here. */
function checkAssets(template, keys) {
  for (const [id, { Properties }] of ofType(template, 'AWS::Lambda::Function'))
    assert.ok(keys.includes(Properties.Code.S3Key), `${id}: its code is an asset that CDK uploads`);
}

async function makeSecrets({ secretsManager }, name, template, secrets) {
  for (const [id, { Properties }] of ofType(template, 'AWS::SecretsManager::Secret')) {
    if (secrets[id]) continue;
    const { Description, Tags, Name = `${name}-${id}` } = Properties;
    secrets[id] = (await secretsManager.send(new CreateSecretCommand({ Name, Description, Tags }))).ARN;
  }
}

/** The events that say why, oldest first. */
async function whatFailed(cloudFormation, name) {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }));
  const failed = StackEvents.filter(({ ResourceStatus }) => /FAILED|ROLLBACK/.test(ResourceStatus ?? ''));
  const lines = failed.map(
    (event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason ?? 'no reason'}`,
  );
  return lines.reverse().join('; ') || 'its events do not say why';
}

async function settled(cloudFormation, name, wanted) {
  const until = Date.now() + DEADLINE_MS;
  for (;;) {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    const { StackStatus, Outputs = [] } = Stacks[0];
    if (StackStatus === wanted)
      return Object.fromEntries(Outputs.map((each) => [each.OutputKey, each.OutputValue]));
    if (!StackStatus.endsWith('_IN_PROGRESS') || Date.now() > until)
      throw new Error(`${name} is ${StackStatus}, not ${wanted}: ${await whatFailed(cloudFormation, name)}`);
    await wait(200);
  }
}

/**
 * Creates the stack, or updates it where there is a `former` deployment.
 * @returns template, secrets (ARN by logical id), ids (physical by logical id) and outputs.
 */
export async function deploy(emulator, { name, template, keys }, former) {
  const { cloudFormation } = emulator;
  const secrets = { ...former?.secrets };
  checkAssets(template, keys);
  await makeSecrets(emulator, name, template, secrets);
  const sent = forEmulator(name, template, secrets);
  const input = { StackName: name, TemplateBody: JSON.stringify(sent), Capabilities: ['CAPABILITY_IAM'] };
  try {
    await cloudFormation.send(former ? new UpdateStackCommand(input) : new CreateStackCommand(input));
  } catch (error) {
    // It answers with an error page where it fails itself; the reason stands in what it wrote.
    throw new Error(`moto does not take the template of ${name}: ${error.message}`);
  }
  const outputs = await settled(cloudFormation, name, former ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE');
  const { StackResources } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: name }),
  );
  const ids = Object.fromEntries(
    StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId]),
  );
  const missing = Object.entries(sent.Resources).filter(([id]) => !(id in ids));
  // moto passes over a type that it does not know.
  if (missing.length > 0)
    throw new Error(
      `moto did not make ${missing.map(([id, { Type }]) => `${id} (${Type})`).join(', ')}: ` +
        `for a type that it does not know, add a line to LEFT_OUT`,
    );
  return { name, template, secrets, ids, outputs };
}

/** How many resources of the template are there, by which way, and of which type the others are. */
export function tally({ template, secrets, ids }) {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const missing = types.filter((type) => type in LEFT_OUT && type !== 'AWS::SecretsManager::Secret');
  const counts = [...new Set(missing)].map(
    (type) => `${missing.filter((each) => each === type).length} ${type}`,
  );
  return { made: Object.keys(ids).length + Object.keys(secrets).length, of: types.length, leftOut: counts };
}
