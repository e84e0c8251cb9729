/** Answers of the API itself, as `lib/gateway-answers.ts` words them (a test compares: importing it would load the whole CDK). */
export interface GatewayAnswer {
  readonly status: number;
  readonly error?: string;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

export const NO_SUCH_ADDRESS: GatewayAnswer = {
  status: 404,
  error: 'not-found',
  message: 'No such address: POST /in/{platform}/{connectorId}, /out/{platform}/{connectorId} or /out/{feed}',
};

/** The function failed, answered nonsense, or took longer than 29 s. */
export const TRY_AGAIN: GatewayAnswer = {
  status: 503,
  error: 'unavailable',
  message: 'Nothing was lost on your side yet: please send it again',
  retryAfter: 10,
};

/**
 * In API Gateway's own words: this one answer cannot be changed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const TOO_LARGE: GatewayAnswer = { status: 413, message: 'Request Too Long' };
