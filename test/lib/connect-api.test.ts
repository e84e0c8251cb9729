import { Synthesized } from './stack';

const stack = new Synthesized();
const api = stack.one('AWS::ApiGateway::RestApi');
const stage = stack.one('AWS::ApiGateway::Stage').Properties;

/** `/out/{name}` of a resource's id. */
function path(of: { Ref?: string } | { 'Fn::GetAtt': string[] }): string {
  if (!('Ref' in of) || !of.Ref) return '';
  const { PathPart, ParentId } = stack.resources[of.Ref]!.Properties;
  return `${path(ParentId)}/${PathPart}`;
}

test('the routes of the design, and no others', () => {
  const routes = stack.all('AWS::ApiGateway::Method').map(([, { Properties }]) => {
    const target = JSON.stringify(Properties.Integration.Uri).match(/(Inbound|Outbound)Receive/)?.[1];
    return `${Properties.HttpMethod} ${path(Properties.ResourceId)} ${target}`;
  });
  expect(routes.sort()).toEqual([
    'GET /in/{platform}/status Inbound',
    'GET /out/{name}/status Outbound',
    'GET /status Inbound',
    'POST /in/{platform}/{connectorId} Inbound',
    'POST /out/{name} Outbound',
    'POST /out/{name}/{connectorId} Outbound',
  ]);
});

test('a function sees the bytes that were sent', () => {
  expect(api.Properties.BinaryMediaTypes).toEqual(['*/*']);
  expect(api.Properties).not.toHaveProperty('MinimumCompressionSize');
  for (const [, { Properties }] of stack.all('AWS::ApiGateway::Method'))
    expect(Properties.Integration.Type).toBe('AWS_PROXY');
});

test('only TLS 1.2 with forward secrecy and 1.3 are spoken', () => {
  expect(api.Properties).toMatchObject({
    EndpointConfiguration: { Types: ['REGIONAL'] },
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    EndpointAccessMode: 'STRICT',
  });
});

test('requests are throttled as configured', () => {
  const slow = new Synthesized({ operations: { apiThrottle: { rate: 7, burst: 9 } } });
  expect(slow.one('AWS::ApiGateway::Stage').Properties.MethodSettings).toEqual([
    expect.objectContaining({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9, ResourcePath: '/*' }),
  ]);
});

test('no body and no header is logged: neither execution log nor data trace is on', () => {
  expect(stage.MethodSettings).toEqual([
    expect.objectContaining({ LoggingLevel: 'OFF', DataTraceEnabled: false }),
  ]);
});

test('the access log tells what became of a request, and nothing about the caller', () => {
  const fields = Object.values(JSON.parse(stage.AccessLogSetting.Format)).join(' ');
  expect(fields).toMatch(/\$context\.requestId .*\$context\.status/);
  expect(fields).not.toMatch(/identity|authorizer|sourceIp|userAgent|header|query/i);
  const log = stage.AccessLogSetting.DestinationArn['Fn::Join'][1].at(-1).Ref;
  expect(stack.resources[log]!.Properties.RetentionInDays).toBe(90);
});

describe('answers of API Gateway itself', () => {
  const answers = new Map(
    stack
      .all('AWS::ApiGateway::GatewayResponse')
      .map(([, { Properties }]) => [Properties.ResponseType, Properties]),
  );

  test('a busy API says when to come back', () => {
    expect(answers.get('THROTTLED').ResponseParameters).toEqual({
      'gatewayresponse.header.Retry-After': "'10'",
    });
  });

  test.each(['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'API_CONFIGURATION_ERROR', 'DEFAULT_5XX'])(
    '%s is 503 with Retry-After, which every platform repeats',
    (type) => {
      expect(answers.get(type)).toMatchObject({
        StatusCode: '503',
        ResponseParameters: { 'gatewayresponse.header.Retry-After': "'10'" },
      });
    },
  );

  test('an address that does not exist is 404 and says which do', () => {
    const { StatusCode, ResponseTemplates } = answers.get('MISSING_AUTHENTICATION_TOKEN');
    expect(StatusCode).toBe('404');
    expect(JSON.parse(ResponseTemplates['application/json'])).toEqual({
      requestId: '$context.requestId',
      error: 'not-found',
      message: expect.stringContaining('/in/{platform}/{connectorId}'),
    });
  });
});

describe("the account's log role", () => {
  test('is made before the stage that needs it, and is kept', () => {
    const account = stack.one('AWS::ApiGateway::Account');
    expect(account.DeletionPolicy).toBe('Retain');
    expect(stack.one('AWS::IAM::Role', 'ApiLogRole').DeletionPolicy).toBe('Retain');
    const { DependsOn } = stack.one('AWS::ApiGateway::Stage') as unknown as { DependsOn: string[] };
    expect(DependsOn).toContain(account.id);
  });

  test('is left alone where the account has one', () => {
    const existing = new Synthesized({ operations: { apiGatewayLogRole: 'existing' } });
    expect(existing.all('AWS::ApiGateway::Account')).toEqual([]);
  });
});

test('a custom domain is in front of every address that is handed out', () => {
  const certificateArn =
    'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';
  const own = new Synthesized({
    operations: { customDomain: { name: 'connect.example.com', certificateArn } },
  });
  expect(own.one('AWS::ApiGateway::DomainName').Properties).toMatchObject({
    DomainName: 'connect.example.com',
    RegionalCertificateArn: certificateArn,
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    EndpointConfiguration: { Types: ['REGIONAL'] },
  });
  expect(own.outputs.ApiUrl?.Value).toBe('https://connect.example.com/');
  expect(own.outputs.ConnectorBrazeNewsUrl?.Value).toBe('https://connect.example.com/out/braze/braze-news');
  expect(own.outputs.CustomDomainTarget?.Value).toEqual({
    'Fn::GetAtt': [expect.any(String), 'RegionalDomainName'],
  });
  expect(own.one('AWS::ApiGateway::BasePathMapping').Properties).not.toHaveProperty('BasePath');
});
