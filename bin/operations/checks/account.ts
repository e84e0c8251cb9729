import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Config } from '../../../functions/connectors/config';
import { awsError, type Finding, failed, ok, warn } from './finding';

/** What receiving wants to be left, beside the deliver functions: as many requests as there are at a time. */
const FOR_RECEIVING = 50;

const cannotAsk = (what: string, error: unknown, action: string): Finding =>
  warn(what, `cannot be asked (${awsError(error)})`, `You need the permission ${action}, and a way to AWS`);

/**
 * API Gateway writes logs with one role per account and region; without it the access log stays empty.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export async function checkApiLogRole(
  client: Pick<APIGatewayClient, 'send'> = new APIGatewayClient({}),
): Promise<Finding> {
  const what = "API Gateway's log role";
  try {
    const { cloudwatchRoleArn } = await client.send(new GetAccountCommand({}));
    return cloudwatchRoleArn
      ? ok(what, 'is set for this account and region')
      : failed(
          what,
          'is not set for this account and region: the API writes no access log',
          'Set operations.apiGatewayLogRole to "create" and deploy, or set the role by hand',
        );
  } catch (error) {
    return cannotAsk(what, error, 'apigateway:GET on /account');
  }
}

/** Whether the account's Lambda concurrency is enough for every connector at its busiest and for receiving beside them. */
export async function checkConcurrency(
  config: Pick<Config, 'connectors'>,
  client: Pick<LambdaClient, 'send'> = new LambdaClient({}),
): Promise<Finding> {
  const what = "the account's Lambda concurrency";
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const limit = AccountLimit?.UnreservedConcurrentExecutions ?? AccountLimit?.ConcurrentExecutions ?? 0;
    const delivering = config.connectors.reduce((sum, { maxConcurrency }) => sum + maxConcurrency, 0);
    const found = `${limit} at a time; delivering may take ${delivering} of it`;
    return limit >= delivering + FOR_RECEIVING
      ? ok(what, found)
      : warn(
          what,
          found,
          'Ask for 1000 before going live (docs/deploying.md#limits-and-quotas), or lower maxConcurrency',
        );
  } catch (error) {
    return cannotAsk(what, error, 'lambda:GetAccountSettings');
  }
}
