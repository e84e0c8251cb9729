import { readFileSync } from 'node:fs';
import { Synthesized } from './stack';

/** Properties that give a resource a name of its own: a second stack in the account would clash with them. */
const PHYSICAL_NAMES = [
  'QueueName',
  'TableName',
  'FunctionName',
  'RoleName',
  'PolicyName',
  'LogGroupName',
  'TopicName',
  'AlarmName',
  'DashboardName',
  'Name',
];
/** Where a name is demanded, names nothing but itself, or refers to another resource of the template. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': ['Name'],
  'AWS::Logs::QueryDefinition': ['Name'],
};

const stack = new Synthesized({ stage: 'prod' });

test('a secret has no value in the template, and none is generated', () => {
  expect(stack.all('AWS::SecretsManager::Secret')).toHaveLength(4);
  for (const [, { Properties }] of stack.all('AWS::SecretsManager::Secret')) {
    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
  }
  expect(stack.text).not.toContain('{{resolve:');
});

test('environment variables hold names and addresses, never a key', () => {
  const names = stack
    .all('AWS::Lambda::Function')
    .flatMap(([, { Properties }]) => Object.keys(Properties.Environment.Variables));
  expect([...new Set(names)].sort()).toEqual([
    'CONNECTOR_ID',
    'DEAD_LETTER_QUEUE_URL',
    'METRICS_NAMESPACE',
    'NODE_OPTIONS',
    'QUEUES',
    'QUEUE_URL',
    'QUEUE_URL_BASE',
    'SECRETS',
    'SECRET_ID',
    'TABLE_NAME',
  ]);
});

test.each([
  ['inbound-receive', 'inbound-receive', 'InboundReceive'],
  ['outbound-receive', 'outbound-receive', 'OutboundReceive'],
  ['inbound-deliver', 'delivery/deliver-parts', 'Connectorbrazerewards'],
  ['outbound-deliver', 'delivery/deliver-parts', 'Connectorbrazenews'],
  ['subscription-expiry', 'subscription-expiry', 'Expiry'],
])('%s finds every variable that it reads at start', (_, file, start) => {
  const [, names] =
    readFileSync(`functions/${file}.ts`, 'utf8').match(/readEnvironment<\w+>\(\[([^\]]+)\]/) ?? [];
  const read = [...(names ?? '').matchAll(/'(\w+)'/g)].map(([, variable]) => variable);
  expect(read.length).toBeGreaterThan(0);
  const { Variables } = stack.one('AWS::Lambda::Function', start).Properties.Environment;
  expect(Object.keys(Variables)).toEqual(expect.arrayContaining(read));
});

test('the template fits any account and region', () => {
  expect(stack.text.match(/\b\d{12}\b/g)).toBeNull();
  expect(stack.text.match(/\b(us|eu|ap|sa|ca|me|af)-(north|south|east|west|central)\w*-\d\b/g)).toBeNull();
});

test('no resource has a physical name', () => {
  const named = Object.entries(stack.resources).flatMap(([id, { Type, Properties = {} }]) =>
    PHYSICAL_NAMES.filter(
      (name) => typeof Properties[name] === 'string' && !ALLOWED[Type]?.includes(name),
    ).map((name) => `${id}: ${name} ${Properties[name]}`),
  );
  expect(named).toEqual([]);
});

test('two stages in one account share no name', () => {
  const names = (of: Synthesized) => [
    of.one('AWS::ApiGateway::RestApi').Properties.Name,
    ...of.all('AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties.Name),
  ];
  const others = names(new Synthesized({ stage: 'test' }));
  for (const name of names(stack)) expect(others).not.toContain(name);
});

test('the stage is a tag of everything', () => {
  for (const type of ['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function'])
    for (const [, { Properties }] of stack.all(type))
      expect(Properties.Tags).toContainEqual({ Key: 'ee-connect:stage', Value: 'prod' });
});

test('outputs tell the integrator what comes next, under stable names', () => {
  expect(Object.keys(stack.outputs).sort()).toEqual([
    'AirSecret',
    'AlarmTopic',
    'ApiUrl',
    'ConnectorBrazeNewsDeadLetterQueue',
    'ConnectorBrazeNewsQueue',
    'ConnectorBrazeNewsSecret',
    'ConnectorBrazeNewsUrl',
    'ConnectorBrazeRewardsDeadLetterQueue',
    'ConnectorBrazeRewardsQueue',
    'ConnectorBrazeRewardsSecret',
    'ConnectorBrazeRewardsUrl',
    'Dashboard',
    'FeedProgrammeSecret',
    'FeedProgrammeUrl',
    'TableName',
  ]);
  const url = (name: string) => JSON.stringify(stack.outputs[name]?.Value);
  expect(url('ConnectorBrazeNewsUrl')).toMatch(/"\/out\/braze\/braze-news"/);
  expect(url('ConnectorBrazeRewardsUrl')).toMatch(/"\/in\/braze\/braze-rewards"/);
  expect(url('FeedProgrammeUrl')).toMatch(/"\/out\/programme"/);
});
