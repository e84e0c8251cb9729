import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/** Seconds after which a caller may come back when the API is busy or a function failed. */
const RETRY_AFTER = "'10'";

interface Answer {
  readonly type: ResponseType;
  /** @default API Gateway's own */
  readonly status?: number;
  /** Whether the caller should send the request again. */
  readonly again: boolean;
  readonly error: string;
  readonly message: string;
}

const busy = (type: ResponseType): Answer => ({
  type,
  status: 429,
  again: true,
  error: 'too-many-requests',
  message: 'Too many requests: please send it again later',
});
/** 503 is the one that every platform repeats; some take 500, 502 or 504 for an end. */
const failed = (type: ResponseType): Answer => ({
  type,
  status: 503,
  again: true,
  error: 'unavailable',
  message: 'Nothing was lost on your side yet: please send it again',
});

/** What API Gateway answers without a function, in the form of the functions' own answers. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  Throttled: busy(ResponseType.THROTTLED),
  QuotaExceeded: busy(ResponseType.QUOTA_EXCEEDED),
  ServerError: failed(ResponseType.DEFAULT_5XX),
  FunctionFailed: failed(ResponseType.INTEGRATION_FAILURE),
  FunctionTimeout: failed(ResponseType.INTEGRATION_TIMEOUT),
  ConfigurationError: failed(ResponseType.API_CONFIGURATION_ERROR),
  // In place for the day that AWS applies it: today it answers {"message":"Request Too Long"} whatever stands here, as the
  // local gateway does (https://zenn.dev/august/articles/67c76de854cb6d quotes its documentation).
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    again: false,
    error: 'too-large',
    message: 'The body is too large',
  },
  // API Gateway says 403 "Missing Authentication Token" of an address that does not exist.
  NoSuchAddress: {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    again: false,
    error: 'not-found',
    message:
      'No such address: POST /in/{platform}/{connectorId}, /out/{platform}/{connectorId} or /out/{feed}',
  },
};

/** Replaces API Gateway's own answers where they would make a caller stop, or would mislead a person. */
export function addGatewayAnswers(api: RestApi): void {
  for (const [id, { type, status, again, error, message }] of Object.entries(ANSWERS))
    api.addGatewayResponse(id, {
      type,
      ...(status && { statusCode: String(status) }),
      ...(again && { responseHeaders: { 'Retry-After': RETRY_AFTER } }),
      templates: { 'application/json': JSON.stringify({ requestId: '$context.requestId', error, message }) },
    });
}
