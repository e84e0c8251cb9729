import type { HttpAnswer, Probe, ProbeVerdict } from '../http';
import { isRecord, jsonOrUndefined } from '../json';
import { readAnswer } from './answer';
import { ANONYMIZE } from './items';
import { toRequest } from './request';
import type { BloomreachOutbound } from './settings';

/**
 * A batch without commands, and with onLeave erase a list of nobody to anonymize. Bloomreach answers 400 to a wrong key
 * as well as to a content that it cannot use, and says which.
 * @see https://documentation.bloomreach.com/engagement/reference/tracking-api-authorization-errors
 */
export function probesOf(settings: BloomreachOutbound): readonly Probe[] {
  const probe = { credential: 'apiKeyId', request: toRequest([], settings), read };
  if (settings.onLeave !== 'erase') return [probe];
  const nobody = { id: 'nobody', kind: 'event', target: ANONYMIZE, walletId: '', body: {} } as const;
  const request = { ...toRequest([nobody], settings), body: '{"customers":[]}' };
  return [probe, { credential: 'apiKeyId and apiSecret (private access)', request, read }];
}

function read(answer: HttpAnswer): ProbeVerdict {
  const { status } = answer;
  if (status === 401 || status === 403) return 'refused';
  if (status >= 200 && status < 300) return 'accepted';
  // Trouble with the caller is told apart from trouble with the content where deliveries are judged.
  if (status !== 400 || !isRecord(jsonOrUndefined(answer.body))) return 'unknown';
  return readAnswer(answer, []) === null ? 'accepted' : 'refused';
}
