import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { forEmulator, idsOf, type Template } from './template';

const DEADLINE_MS = 60_000;

/** One deployed stack. Its clients find the emulator by the environment. */
export class EmulatedStack {
  private readonly cloudFormation = new CloudFormationClient({});
  private readonly secretsManager = new SecretsManagerClient({});
  private readonly secrets = new Map<string, string>();

  constructor(readonly name: string) {}

  /** Creates the stack. @returns how many resources were asked for. @throws Error with the reason of the first that failed. */
  async create(template: Template): Promise<number> {
    const body = await this.adapted(template);
    await this.cloudFormation.send(
      new CreateStackCommand({
        StackName: this.name,
        TemplateBody: JSON.stringify(body),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    await this.settled('CREATE_COMPLETE');
    return Object.keys(body.Resources).length;
  }

  async update(template: Template): Promise<void> {
    await this.cloudFormation.send(
      new UpdateStackCommand({
        StackName: this.name,
        TemplateBody: JSON.stringify(await this.adapted(template)),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    await this.settled('UPDATE_COMPLETE');
  }

  /** Logical to physical id. */
  async resources(): Promise<ReadonlyMap<string, string>> {
    const { StackResourceSummaries = [] } = await this.cloudFormation.send(
      new ListStackResourcesCommand({ StackName: this.name }),
    );
    return new Map(
      StackResourceSummaries.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
  }

  async outputs(): Promise<ReadonlyMap<string, string>> {
    const { Outputs = [] } = await this.describe();
    return new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  }

  /** The same value for every secret: it has a field for each reader. */
  async fillSecrets(value: unknown): Promise<void> {
    for (const id of this.secrets.values())
      await this.secretsManager.send(
        new PutSecretValueCommand({ SecretId: id, SecretString: JSON.stringify(value) }),
      );
  }

  private async adapted(template: Template): Promise<Template> {
    for (const id of idsOf(template, 'AWS::SecretsManager::Secret'))
      if (!this.secrets.has(id)) {
        const { ARN = '' } = await this.secretsManager.send(new CreateSecretCommand({ Name: id }));
        this.secrets.set(id, ARN);
      }
    return forEmulator(template, this.secrets);
  }

  private async describe(): Promise<Stack> {
    const { Stacks = [] } = await this.cloudFormation.send(
      new DescribeStacksCommand({ StackName: this.name }),
    );
    if (!Stacks[0]) throw new Error(`there is no stack ${this.name}`);
    return Stacks[0];
  }

  private async settled(wanted: string): Promise<void> {
    for (const until = Date.now() + DEADLINE_MS; Date.now() < until; await sleep(200)) {
      const { StackStatus = '' } = await this.describe();
      if (StackStatus === wanted) return;
      if (!StackStatus.endsWith('_IN_PROGRESS'))
        throw new Error(`${StackStatus}: ${await this.firstFailure()}`);
    }
    throw new Error(`the stack did not become ${wanted} within ${DEADLINE_MS / 1000} s`);
  }

  private async firstFailure(): Promise<string> {
    const { StackEvents = [] } = await this.cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: this.name }),
    );
    const failed = StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('FAILED')).at(-1);
    return `${failed?.LogicalResourceId ?? 'no resource'}: ${failed?.ResourceStatusReason ?? 'no reason'}`;
  }
}
