import { Synthesized } from './stack';

const refs = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"Ref":"(\w+)"/g)].map(([, id]) => id!);

describe('the deliver function', () => {
  const stack = new Synthesized();

  test('is an arm64 function on Node 24 that logs JSON and traces', () => {
    for (const name of ['Connectorbrazenews', 'Connectorbrazerewards', 'Inbound', 'Outbound', 'Expiry'])
      expect(stack.one('AWS::Lambda::Function', name).Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
  });

  test('knows its connector, its queues, the table and its secret', () => {
    const { Variables } = stack.one('AWS::Lambda::Function', 'Connectorbrazenews').Properties.Environment;
    expect(Variables).toEqual({
      CONNECTOR_ID: 'braze-news',
      TABLE_NAME: { Ref: stack.one('AWS::DynamoDB::Table').id },
      QUEUE_URL: { Ref: stack.one('AWS::SQS::Queue', 'ConnectorbrazenewsDeliveryQueue').id },
      DEAD_LETTER_QUEUE_URL: { Ref: stack.one('AWS::SQS::Queue', 'ConnectorbrazenewsDeliveryDead').id },
      SECRET_ID: { Ref: stack.one('AWS::SecretsManager::Secret', 'Connectorbrazenews').id },
      METRICS_NAMESPACE: 'EeConnect-dev',
      NODE_OPTIONS: '--max-semi-space-size=8',
    });
  });

  test("of an inbound connector has AIR's secret, not the platform's key", () => {
    const { Variables } = stack.one('AWS::Lambda::Function', 'Connectorbrazerewards').Properties.Environment;
    expect(Variables.SECRET_ID).toEqual({ Ref: stack.one('AWS::SecretsManager::Secret', 'AirSecret').id });
  });

  test('gets ten messages at most, at once, and settles each by itself', () => {
    const { Properties } = stack.one('AWS::Lambda::EventSourceMapping', 'Connectorbrazenews');
    expect(Properties).toMatchObject({
      BatchSize: 10,
      Enabled: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    expect(Properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  test('has a log of its own that ends after 90 days and masks e-mail addresses', () => {
    const { LoggingConfig } = stack.one('AWS::Lambda::Function', 'Connectorbrazenews').Properties;
    const log = stack.resources[LoggingConfig.LogGroup.Ref]!;
    expect(log.Properties.RetentionInDays).toBe(90);
    expect(JSON.stringify(log.Properties.DataProtectionPolicy)).toMatch(/EmailAddress.*Deidentify/);
    expect(refs(LoggingConfig)).toHaveLength(1);
  });
});

describe('settings of a connector', () => {
  test('paused takes the queue off the function, and keeps it', () => {
    const stack = new Synthesized({ connectors: { 'braze-news': { paused: true } } });
    expect(stack.one('AWS::Lambda::EventSourceMapping', 'Connectorbrazenews').Properties.Enabled).toBe(false);
    expect(stack.one('AWS::Lambda::EventSourceMapping', 'Connectorbrazerewards').Properties.Enabled).toBe(
      true,
    );
    expect(stack.all('AWS::SQS::Queue')).toHaveLength(4);
  });

  test('maxConcurrency reaches the event source', () => {
    const stack = new Synthesized({ connectors: { 'braze-news': { maxConcurrency: 3 } } });
    expect(
      stack.one('AWS::Lambda::EventSourceMapping', 'Connectorbrazenews').Properties.ScalingConfig,
    ).toEqual({ MaximumConcurrency: 3 });
  });

  test('memory is a setting', () => {
    const stack = new Synthesized({ operations: { memoryMb: { deliver: 256, receive: 2048 } } });
    expect(stack.one('AWS::Lambda::Function', 'Connectorbrazenews').Properties.MemorySize).toBe(256);
    expect(stack.one('AWS::Lambda::Function', 'Inbound').Properties.MemorySize).toBe(2048);
  });

  test('egress puts the functions that call out into subnets, and no others', () => {
    const egress = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0c2d4e6f'] };
    const stack = new Synthesized({ operations: { egress } });
    const of = (name: string) => stack.one('AWS::Lambda::Function', name).Properties.VpcConfig;
    const network = { SubnetIds: ['subnet-0a1b2c3d'], SecurityGroupIds: ['sg-0c2d4e6f'] };
    expect(['Connectorbrazenews', 'Connectorbrazerewards'].map(of)).toEqual([network, network]);
    expect(['Inbound', 'Outbound', 'Expiry'].map(of)).toEqual([undefined, undefined, undefined]);
  });
});
