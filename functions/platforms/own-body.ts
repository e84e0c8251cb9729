import { optionalId, requiredText } from './body-fields';
import type { FieldError, InboundReading } from './inbound';
import { isRecord } from './json';

const MOST_TRIGGERS = 100;

/**
 * EE Connect's own body, which the receive function accepts on every platform's address before the platform reads it;
 * Segment's "Eagle Eye (Actions)" destination sends it:
 *
 *     {"type":"services/trigger","body":{"identityValue":"…","walletTransaction":{"reference":"…"},"triggers":[{"reference":"…"}]}}
 *
 * `walletTransaction` may be left out. One reward per trigger; the same action twice counts once.
 * @param at in front of field names, `[3].` in a platform's list of such bodies.
 * @returns null when the JSON is not of this form, so that the platform reads it in its own way.
 * @see https://github.com/segmentio/action-destinations (`eagleeye-actions`)
 */
export function readOwnBody(json: unknown, at = ''): InboundReading | null {
  if (!isRecord(json) || json.type !== 'services/trigger') return null;
  const errors: FieldError[] = [];
  const { body } = json;
  const field = `${at}body`;
  if (!isRecord(body)) return refused([{ field, message: 'expected an object' }]);
  const identityValue = requiredText(body.identityValue, `${field}.identityValue`, errors);
  const transaction = body.walletTransaction ?? {};
  if (!isRecord(transaction))
    errors.push({ field: `${field}.walletTransaction`, message: 'expected an object' });
  const reference = isRecord(transaction)
    ? optionalId(transaction.reference, `${field}.walletTransaction.reference`, errors)
    : null;
  const actions = readTriggers(body.triggers, `${field}.triggers`, errors);
  if (errors.length > 0 || identityValue === null) return refused(errors);
  return {
    rewards: actions.map((action) => ({ identityValue, action, platformId: null, reference, source: null })),
    errors,
  };
}

function readTriggers(triggers: unknown, field: string, errors: FieldError[]): readonly string[] {
  if (!Array.isArray(triggers) || triggers.length === 0) {
    errors.push({ field, message: 'expected a list with at least one {"reference":"…"}' });
    return [];
  }
  if (triggers.length > MOST_TRIGGERS) {
    errors.push({ field, message: `expected at most ${MOST_TRIGGERS} entries` });
    return [];
  }
  const actions = triggers.map((trigger, index) =>
    requiredText(
      isRecord(trigger) ? trigger.reference : undefined,
      `${field}[${index}].reference`,
      errors,
      'expected an action reference',
    ),
  );
  return [...new Set(actions.filter((action) => action !== null))];
}

const refused = (errors: readonly FieldError[]): InboundReading => ({ rewards: [], errors });
