import type { HttpAnswer, ProbeVerdict } from './http';

const REFUSED: readonly number[] = [401, 403];

/**
 * Reads a probe by its status alone: 2xx and `accepted` mean that the credentials are right, 401, 403 and `alsoRefused`
 * that they are not; any other says nothing.
 * @param accepted what the platform answers to a content that it refuses only once it knows the caller.
 */
export function probeStatus(
  accepted: readonly number[] = [],
  alsoRefused: readonly number[] = [],
): (answer: HttpAnswer) => ProbeVerdict {
  return ({ status }) => {
    if (REFUSED.includes(status) || alsoRefused.includes(status)) return 'refused';
    return (status >= 200 && status < 300) || accepted.includes(status) ? 'accepted' : 'unknown';
  };
}
