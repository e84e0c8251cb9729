import { createHash } from 'node:crypto';
import type { HttpRequest } from '../platforms/http';

/** AIR's API credentials of the unit: the fields `clientId` and `clientSecret` of AIR's secret. */
export interface AirCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One reward as AIR is asked for it. */
export interface Trigger {
  /** `walletTransaction.reference`: unique in AIR, the same on each attempt. */
  readonly reference: string;
  readonly identityValue: string;
  /** The action reference: the name of the behavioural or social action campaign. */
  readonly action: string;
}

/**
 * The value of `X-EES-AUTH-HASH`: SHA-256, in lower-case hex, of the path with its query, the body and the secret. The
 * path has the API's prefix (`/2.0`). It holds for ever, so it is never logged.
 * https://developer.eagleeye.com/eagleeye-developer/docs/api-authentication
 */
export function authHash(pathWithQuery: string, body: string, secret: string): string {
  return createHash('sha256').update(pathWithQuery).update(body).update(secret).digest('hex');
}

/** Reads the credentials out of AIR's secret; null where it is not set up. */
export function airCredentials(secret: Readonly<Record<string, unknown>> | null): AirCredentials | null {
  const { clientId, clientSecret } = secret ?? {};
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || !clientId || !clientSecret)
    return null;
  return { clientId, clientSecret };
}

/**
 * The call that issues one reward. The hash covers exactly the bytes that are sent.
 * https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger
 * @param walletUrl base URL of AIR's wallet API; its path prefix is kept.
 */
export function triggerRequest(
  walletUrl: string,
  trigger: Trigger,
  credentials: AirCredentials,
): HttpRequest {
  const url = new URL(`${walletUrl.replace(/\/+$/, '')}/services/trigger`);
  const body = JSON.stringify({
    walletTransaction: { reference: trigger.reference },
    identityValue: trigger.identityValue,
    triggers: [{ reference: trigger.action }],
  });
  return {
    method: 'POST',
    url: url.href,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-ees-auth-client-id': credentials.clientId,
      'x-ees-auth-hash': authHash(`${url.pathname}${url.search}`, body, credentials.clientSecret),
    },
    body,
  };
}
