// What of a synthesised template the emulator takes, and what is put in the place of the rest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Types that CloudFormation of moto 5.2.1 does not create, and what is lost by that. */
export const LEFT_OUT = {
  'AWS::SecretsManager::Secret': 'moto makes none from a template: made here by Secrets Manager itself',
  'AWS::ApiGateway::Account': 'moto has none in a template',
  'AWS::ApiGateway::GatewayResponse': 'moto has none in a template',
  'AWS::ApiGateway::Stage': 'moto has none in a template; its name stands in the outputs all the same',
  'AWS::CloudWatch::Alarm': 'moto has none in a template',
  'AWS::Logs::QueryDefinition': 'moto has none in a template',
  'AWS::SNS::TopicPolicy': 'moto has none in a template, and enforces none',
  'AWS::SQS::QueuePolicy': 'moto has none in a template, and enforces none',
  'AWS::WAFv2::WebACL': 'moto has none in a template, and filters nothing',
  'AWS::WAFv2::WebACLAssociation': 'moto has none in a template, and filters nothing',
};

/** moto takes it for a program when it creates a function, and for a zip when it updates one. */
const EMPTY_ZIP = Buffer.from('PK\u0005\u0006'.padEnd(22, '\0'), 'latin1').toString('base64');

/** The stack of a cloud assembly: its name, its template, and the keys of the assets that CDK would upload. */
export function readAssembly(folder) {
  const json = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { artifacts } = json('manifest.json');
  const ofType = (type) => Object.entries(artifacts).find(([, artifact]) => artifact.type === type);
  const [name, stack] = ofType('aws:cloudformation:stack');
  const [, assets] = ofType('cdk:asset-manifest');
  const destinations = Object.values(json(assets.properties.file).files).flatMap((file) =>
    Object.values(file.destinations),
  );
  const keys = destinations.map(({ objectKey }) => objectKey);
  return { name, template: json(stack.properties.templateFile), keys };
}

export const ofType = (template, type) =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The template with what `change` returns in the place of each intrinsic function; undefined leaves it. */
function replace(node, change) {
  if (Array.isArray(node)) return node.map((each) => replace(each, change));
  if (typeof node !== 'object' || node === null) return node;
  const changed = change(node);
  if (changed !== undefined) return changed;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value, change)]));
}

/**
 * @param secrets ARN by logical id.
 * @returns the template that the emulator takes.
 */
export function forEmulator(name, template, secrets) {
  const isLeftOut = (id) => template.Resources[id]?.Type in LEFT_OUT;
  const standIn = (node) => {
    const id = node.Ref ?? node['Fn::GetAtt']?.[0];
    if (!isLeftOut(id)) return undefined;
    const { Properties } = template.Resources[id];
    return secrets[id] ?? Properties?.StageName ?? `arn:aws:left-out:::${id}`;
  };
  const kept = Object.entries(template.Resources).filter(([id]) => !isLeftOut(id));
  const Resources = Object.fromEntries(
    kept.map(([id, resource]) => {
      const { DependsOn, ...rest } = resource;
      const made = replace(rest, standIn);
      if (DependsOn) made.DependsOn = DependsOn.filter((other) => !isLeftOut(other));
      // CloudFormation gives a FIFO queue a name with this ending, moto one that it refuses itself.
      if (made.Properties?.FifoQueue)
        made.Properties.QueueName ??= `${name}-${id}`.slice(-75).concat('.fifo');
      // Nothing runs them here; for anything else moto wants a bucket.
      if (made.Type === 'AWS::Lambda::Function') made.Properties.Code = { ZipFile: EMPTY_ZIP };
      // Where there is Docker, moto would run that for each message.
      if (made.Type === 'AWS::Lambda::EventSourceMapping') made.Properties.Enabled = false;
      // moto 5.2.1 fails on the tags of a key.
      if (made.Type === 'AWS::KMS::Key') delete made.Properties.Tags;
      return [id, made];
    }),
  );
  // The API's address leads nowhere, so that no call of `ee-connect check` leaves this machine.
  const nowhere = (node) => (node.Ref === 'AWS::URLSuffix' ? 'emulator.invalid' : standIn(node));
  // Parameters and Rules are those of CDK's bootstrap stack, which an emulator has not.
  return { Description: template.Description, Resources, Outputs: replace(template.Outputs, nowhere) };
}
