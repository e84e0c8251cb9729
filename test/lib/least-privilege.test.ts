import { readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { Synthesized } from './stack';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** `sqs:SendMessage ConnectorbrazenewsDeliveryQueue`: one line per action and resource, without CDK's hashes. */
function lines(statement: Statement): string[] {
  const resources = Array.isArray(statement.Resource) ? statement.Resource : [statement.Resource];
  return [statement.Action].flat().flatMap((action) => resources.map((each) => `${action} ${named(each)}`));
}

function named(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const [[intrinsic, argument]] = Object.entries(resource as object) as [[string, unknown]];
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(named).join('');
  const [id, attribute] = [argument].flat() as [string, string?];
  if (id.startsWith('AWS::')) return `<${id}>`;
  return `${id.replace(/[0-9A-F]{8}$/, '')}${attribute === undefined || attribute === 'Arn' ? '' : `.${attribute}`}`;
}

function policies(stack: Synthesized): Record<string, string[]> {
  return Object.fromEntries(
    stack.all('AWS::IAM::Role').map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      (Properties.Policies ?? [])
        .flatMap((policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement)
        .flatMap(lines)
        .sort(),
    ]),
  );
}

const TRACES = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];
const logs = (name: string) => [`logs:CreateLogStream ${name}Logs`, `logs:PutLogEvents ${name}Logs`];
const deliver = (name: string, secret: string, ...rows: string[]) =>
  [
    ...logs(`${name}Deliver`),
    ...TRACES,
    ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} ${name}DeliveryQueue`,
    ),
    `sqs:SendMessage ${name}DeliveryDeadLetters`,
    `secretsmanager:GetSecretValue ${secret}`,
    ...rows.map((action) => `dynamodb:${action} TableState`),
  ].sort();

const EXPECTED = {
  ConnectorbrazerewardsDeliverRole: deliver(
    'Connectorbrazerewards',
    'AirSecret',
    'BatchGetItem',
    'PutItem',
    'UpdateItem',
  ),
  ConnectorbrazenewsDeliverRole: [
    'sqs:SendMessage ConnectorbrazenewsDeliveryQueue',
    ...deliver(
      'Connectorbrazenews',
      'ConnectorbrazenewsSecret',
      'BatchGetItem',
      'BatchWriteItem',
      'PutItem',
      'Query',
      'UpdateItem',
    ),
  ].sort(),
  InboundReceiveRole: [
    ...logs('InboundReceive'),
    ...TRACES,
    'sqs:SendMessage ConnectorbrazerewardsDeliveryQueue',
    'secretsmanager:GetSecretValue ConnectorbrazerewardsSecret',
  ].sort(),
  OutboundReceiveRole: [
    ...logs('OutboundReceive'),
    ...TRACES,
    'sqs:SendMessage ConnectorbrazenewsDeliveryQueue',
    'secretsmanager:GetSecretValue ConnectorbrazenewsSecret',
    'secretsmanager:GetSecretValue FeedprogrammeSecret',
    ...['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (action) => `dynamodb:${action} TableState`,
    ),
  ].sort(),
  ExpiryExpireRole: [
    ...logs('ExpiryExpire'),
    ...TRACES,
    'dynamodb:Query TableState/index/due',
    'dynamodb:UpdateItem TableState',
    'sqs:SendMessage ConnectorbrazenewsDeliveryQueue',
  ].sort(),
  ApiLogRole: [],
};

const example = new Synthesized();

test('each function may do what it has to, and nothing else', () => {
  expect(policies(example)).toEqual(EXPECTED);
});

/** The methods of `Table`, and what each needs. */
const NEEDS: Readonly<Record<string, string>> = {
  get: 'dynamodb:BatchGetItem TableState',
  put: 'dynamodb:PutItem TableState',
  putAll: 'dynamodb:BatchWriteItem TableState',
  update: 'dynamodb:UpdateItem TableState',
  delete: 'dynamodb:DeleteItem TableState',
  query: 'dynamodb:Query TableState',
  due: 'dynamodb:Query TableState/index/due',
};

test.each([
  ['inbound-receive', 'InboundReceiveRole'],
  ['outbound-receive', 'OutboundReceiveRole'],
  ['inbound-deliver', 'ConnectorbrazerewardsDeliverRole'],
  ['outbound-deliver', 'ConnectorbrazenewsDeliverRole'],
  ['subscription-expiry', 'ExpiryExpireRole'],
] as const)('%s may do with the table what its code does', (name, role) => {
  const { metafile } = buildSync({
    entryPoints: [`functions/${name}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output!.inputs)
    .filter(
      ([file, { bytesInOutput }]) => bytesInOutput > 0 && /^functions\/(?!connectors\/table\.ts)/.test(file),
    )
    .flatMap(([file]) => [...readFileSync(file, 'utf8').matchAll(/\btable\s*\.(\w+)\(/g)])
    .map(([, method]) => NEEDS[method!] ?? method!);
  const allowed = (policies(example)[role] ?? []).filter((line) => line.startsWith('dynamodb:'));
  expect(allowed).toEqual([...new Set(used)].sort());
});

test('there is no policy but those of the roles, and nothing adds to them', () => {
  expect(example.all('AWS::IAM::Policy')).toEqual([]);
  expect(example.all('AWS::IAM::ManagedPolicy')).toEqual([]);
  const managed = example.all('AWS::IAM::Role').filter(([, { Properties }]) => Properties.ManagedPolicyArns);
  expect(managed.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['ApiLogRole']);
});

test('an imported secret is the only one of its name that may be read', () => {
  const stack = new Synthesized({ connectors: { 'braze-news': { secretName: 'crm/braze' } } });
  const arn = 'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:crm/braze-??????';
  expect(policies(stack).ConnectorbrazenewsDeliverRole).toContain(`secretsmanager:GetSecretValue ${arn}`);
});

test("with a key of the customer's own, it may be used only through the service that holds the data", () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';
  const stack = new Synthesized({ operations: { kmsKeyArn } });
  const statements = stack
    .all('AWS::IAM::Role')
    .flatMap(
      ([, { Properties }]) => (Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[],
    )
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .filter((statement) => [statement.Action].flat().some((action) => action.startsWith('kms:')));
  expect(statements.length).toBeGreaterThan(0);
  for (const { Resource, Condition, Action } of statements) {
    expect(Resource).toBe(kmsKeyArn);
    expect(JSON.stringify(Condition)).toMatch(/"kms:ViaService":.*(sqs|secretsmanager|dynamodb)\./);
    expect(JSON.stringify(Action)).not.toContain('*');
  }
  const inbound = stack.one('AWS::IAM::Role', 'InboundReceive').Properties.Policies[0].PolicyDocument
    .Statement;
  expect(JSON.stringify(inbound)).not.toContain('dynamodb');
});

test('API Gateway may call the two receive functions, on their own routes', () => {
  const allowed = example
    .all('AWS::Lambda::Permission')
    .filter(([, { Properties }]) => Properties.Principal === 'apigateway.amazonaws.com')
    .map(([, { Properties }]) => {
      const [, parts] = Properties.SourceArn['Fn::Join'];
      return `${named(Properties.FunctionName)} ${parts.at(-1)}`;
    });
  expect(allowed.sort()).toEqual([
    'InboundReceiveFunction /GET/in/*/status',
    'InboundReceiveFunction /GET/status',
    'InboundReceiveFunction /POST/in/*/*',
    'OutboundReceiveFunction /GET/out/*/status',
    'OutboundReceiveFunction /POST/out/*',
    'OutboundReceiveFunction /POST/out/*/*',
  ]);
});
