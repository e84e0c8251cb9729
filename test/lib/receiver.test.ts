import { Synthesized } from './stack';

/** The text of a joined value, with `<logical id.attribute>` for what only the deployment knows. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument]] = Object.entries(value as object) as [[string, unknown]];
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(text).join('');
  return `<${[argument].flat().join('.')}>`;
}

describe('a receive function', () => {
  const stack = new Synthesized();
  const variables = (name: string) =>
    stack.one('AWS::Lambda::Function', name).Properties.Environment.Variables;
  const queue = (name: string) => `<${stack.one('AWS::SQS::Queue', `${name}DeliveryQueue`).id}.QueueName>`;
  const secret = (name: string) => `<${stack.one('AWS::SecretsManager::Secret', name).id}>`;

  test('knows the queues and secrets of its direction only', () => {
    expect(JSON.parse(text(variables('Inbound').QUEUES))).toEqual({
      'braze-rewards': queue('Connectorbrazerewards'),
    });
    expect(JSON.parse(text(variables('Inbound').SECRETS))).toEqual({
      'braze-rewards': secret('Connectorbrazerewards'),
    });
    expect(JSON.parse(text(variables('Outbound').QUEUES))).toEqual({
      'braze-news': queue('Connectorbrazenews'),
    });
    expect(JSON.parse(text(variables('Outbound').SECRETS))).toEqual({
      'braze-news': secret('Connectorbrazenews'),
      'feed/programme': secret('Feedprogramme'),
    });
  });

  test('finds queues in its own region and account', () => {
    for (const name of ['Inbound', 'Outbound', 'Expiry'])
      expect(text(variables(name).QUEUE_URL_BASE)).toBe(
        'https://sqs.<AWS::Region>.<AWS::URLSuffix>/<AWS::AccountId>',
      );
  });

  test('the expiry function knows the outbound queues, and runs every five minutes', () => {
    expect(JSON.parse(text(variables('Expiry').QUEUES))).toEqual({
      'braze-news': queue('Connectorbrazenews'),
    });
    const { Properties } = stack.one('AWS::Events::Rule');
    expect(Properties.ScheduleExpression).toBe('rate(5 minutes)');
    expect(Properties.Targets[0].Arn['Fn::GetAtt'][0]).toBe(stack.one('AWS::Lambda::Function', 'Expiry').id);
  });
});

test('an imported secret is read by its name', () => {
  const stack = new Synthesized({ connectors: { 'braze-news': { secretName: 'crm/braze' } } });
  expect(stack.all('AWS::SecretsManager::Secret').map(([id]) => id.slice(0, -8))).not.toContain(
    'ConnectorbrazenewsSecret',
  );
  const { Variables } = stack.one('AWS::Lambda::Function', 'Connectorbrazenews').Properties.Environment;
  expect(Variables.SECRET_ID).toBe('crm/braze');
  expect(stack.outputs.ConnectorBrazeNewsSecret?.Value).toBe('crm/braze');
});

test('with provisioned concurrency the API calls the warm copies of inbound-receive', () => {
  const stack = new Synthesized({ operations: { provisionedConcurrency: 2 } });
  const warm = stack.one('AWS::Lambda::Alias', 'Inbound');
  expect(warm.Properties.ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 2 });
  const methods = JSON.stringify(stack.all('AWS::ApiGateway::Method'));
  expect(methods).toContain(warm.id);
  expect(methods).not.toContain(stack.one('AWS::Lambda::Function', 'Inbound').id);
});

test('an installation with outbound connectors alone is complete', () => {
  const stack = new Synthesized({
    top: {
      feeds: [],
      connectors: [
        {
          id: 'news',
          platform: 'braze',
          direction: 'outbound',
          settings: { identityType: 'CARD', currency: 'EUR', restUrl: 'https://rest.fra-02.braze.eu' },
        },
      ],
    },
  });
  expect(stack.one('AWS::Lambda::Function', 'Inbound').Properties.Environment.Variables.QUEUES).toBe('{}');
  const statements = stack.one('AWS::IAM::Role', 'Inbound').Properties.Policies[0].PolicyDocument.Statement;
  for (const statement of statements) expect(statement.Resource).not.toEqual([]);
});
