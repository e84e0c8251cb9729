import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  DependsOn?: string | readonly string[];
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: unknown }>;
}

/**
 * What moto does not make from a template. It would pass over most of them by itself; those that something else refers to
 * have to be taken out with their references.
 */
const NOT_EMULATED: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Stage',
  'AWS::CloudWatch::Alarm',
  // It refers to the alarms.
  'AWS::CloudWatch::Dashboard',
  'AWS::Logs::QueryDefinition',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  // Made by API call instead, since the functions and the commands need them.
  'AWS::SecretsManager::Secret',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
]);
/** moto wants the tags of these in another form than CloudFormation does. */
const TAGLESS: ReadonlySet<string> = new Set(['AWS::Events::Rule', 'AWS::KMS::Key']);

/** The one template in a folder that `cdk synth` has filled. */
export function readTemplate(folder: string, stack: string): Template {
  return JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')) as Template;
}

export const idsOf = ({ Resources }: Template, type: string): string[] =>
  Object.entries(Resources).flatMap(([id, resource]) => (resource.Type === type ? id : []));

/**
 * The same template as far as the emulator goes: without what it does not know, with a name for each FIFO queue, which it
 * cannot make up, and with functions that are not run.
 * @param secrets logical id to ARN, of the secrets that were made beforehand.
 */
export function forEmulator(template: Template, secrets: ReadonlyMap<string, string>): Template {
  const gone = new Set(
    Object.entries(template.Resources).flatMap(([id, { Type }]) => (NOT_EMULATED.has(Type) ? id : [])),
  );
  const { Resources, Outputs } = withoutReferences(template, gone, secrets) as Template;
  const kept = Object.entries(Resources).flatMap(([id, resource]): [string, Resource][] =>
    gone.has(id) ? [] : [[id, emulated(id, resource, gone)]],
  );
  return { Resources: Object.fromEntries(kept), Outputs };
}

function emulated(id: string, { Type, Properties, DependsOn, ...rest }: Resource, gone: ReadonlySet<string>) {
  const properties = { ...Properties };
  if (Type === 'AWS::SQS::Queue') properties.QueueName = `${id.slice(0, 70)}.fifo`;
  if (Type === 'AWS::Lambda::Function') properties.Code = { ZipFile: 'exports.handler = async () => {};' };
  if (TAGLESS.has(Type)) delete properties.Tags;
  const before = [DependsOn ?? []].flat().filter((other) => !gone.has(other));
  return { ...rest, Type, Properties: properties, ...(before.length > 0 && { DependsOn: before }) };
}

/** References to what is gone become its ARN, or its logical id where nobody looks. */
function withoutReferences(
  value: unknown,
  gone: ReadonlySet<string>,
  secrets: ReadonlyMap<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutReferences(each, gone, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  const target = Ref ?? attribute?.[0];
  if (target !== undefined && gone.has(target)) return secrets.get(target) ?? target;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutReferences(each, gone, secrets)]),
  );
}
