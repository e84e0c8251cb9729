import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { refused } from './answers';
import { asRefusal } from './refusal';
import { reportRefused } from './report';
import { type ApiEvent, ApiRequest } from './request';

/** Time that is left for an answer when the function's own time-out comes near, in ms. */
export const TIME_TO_ANSWER_MS = 500;

/** Turns what nobody foresaw, and a time-out, into an answer that asks the caller to come again: never into a stack trace. */
export function lastResort(
  direction: 'inbound' | 'outbound',
): MiddlewareObj<ApiEvent, APIGatewayProxyResult> {
  let startedMs = 0;
  return {
    before: () => {
      startedMs = performance.now();
    },
    onError: (handling) => {
      const { requestId } = new ApiRequest(handling.event ?? {});
      const refusal = asRefusal(handling.error);
      const answer = refused(requestId, refusal);
      reportRefused(
        { direction, address: 'all', connectors: ['all'], requestId, startedMs },
        refusal,
        answer.statusCode,
      );
      handling.response = answer;
    },
  };
}
