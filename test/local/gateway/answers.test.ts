import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { addGatewayAnswers } from '../../../lib/gateway-answers';
import { type GatewayAnswer, NO_SUCH_ADDRESS, TRY_AGAIN } from '../../../local/gateway/answers';

jest.setTimeout(30_000);

/** The answers that the stack gives to a kind of failure. */
function deployed(type: string): GatewayAnswer {
  const stack = new Stack(new App(), 'Stack');
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', new MockIntegration());
  addGatewayAnswers(api);
  const [found] = Object.values(
    Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse', {
      Properties: { ResponseType: type },
    }),
  );
  const { StatusCode, ResponseTemplates, ResponseParameters } = found!.Properties;
  const retryAfter = ResponseParameters?.['gatewayresponse.header.Retry-After'];
  const { error, message } = JSON.parse(ResponseTemplates['application/json']);
  return {
    status: Number(StatusCode),
    error,
    message,
    ...(retryAfter && { retryAfter: Number(retryAfter.replaceAll("'", '')) }),
  };
}

test('an address that does not exist is answered as the deployed API answers it', () => {
  expect(deployed('MISSING_AUTHENTICATION_TOKEN')).toEqual(NO_SUCH_ADDRESS);
});

test.each(['DEFAULT_5XX', 'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'API_CONFIGURATION_ERROR'])(
  '%s is answered as the deployed API answers it',
  (type) => {
    expect(deployed(type)).toEqual(TRY_AGAIN);
  },
);
