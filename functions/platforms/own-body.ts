import { isRecord, optionalText, requiredText } from './body-fields';
import type { FieldError, InboundReading } from './platform';

const MOST_TRIGGERS = 100;

/**
 * EE Connect's own body, accepted on every platform's address; Segment's "Eagle Eye (Actions)" destination sends it:
 *
 *     {"type":"services/trigger","body":{"identityValue":"…","walletTransaction":{"reference":"…"},"triggers":[{"reference":"…"}]}}
 *
 * `walletTransaction` may be left out. One reward per trigger; the same action twice counts once.
 * @returns null when the JSON is not of this form, so that the platform reads it in its own way.
 * @see https://github.com/segmentio/action-destinations (`eagleeye-actions`)
 */
export function readOwnBody(json: unknown): InboundReading | null {
  if (!isRecord(json) || json.type !== 'services/trigger') return null;
  const errors: FieldError[] = [];
  const { body } = json;
  if (!isRecord(body)) return refused([{ field: 'body', message: 'expected an object' }]);
  const identityValue = requiredText(body.identityValue, 'body.identityValue', errors);
  const transaction = body.walletTransaction ?? {};
  if (!isRecord(transaction)) errors.push({ field: 'body.walletTransaction', message: 'expected an object' });
  const reference = isRecord(transaction)
    ? optionalText(transaction.reference, 'body.walletTransaction.reference', errors)
    : null;
  const actions = readTriggers(body.triggers, errors);
  if (errors.length > 0 || identityValue === null) return refused(errors);
  return {
    rewards: actions.map((action) => ({ identityValue, action, platformId: null, reference, source: null })),
    errors,
  };
}

function readTriggers(triggers: unknown, errors: FieldError[]): readonly string[] {
  const field = 'body.triggers';
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
