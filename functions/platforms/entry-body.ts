import type { InboundSettings } from '../connectors/settings';
import { configuredActions, splitActions } from './actions';
import { optionalId, optionalText, requiredText } from './body-fields';
import type { FieldError, InboundReading } from './inbound';
import { isRecord } from './json';

const MOST_ACTIONS = 100;

/** What the fields are called on a platform, in words that tell its users where a value comes from. */
export interface EntryHints {
  readonly identity: string;
}

/**
 * The flat body for platforms that prescribe none, pasted into their forms:
 *
 *     {"id":"…","identity_value":"…","action_reference":"…","source":"…"}
 *
 * `action_reference` holds one reference, several separated by commas, or a list; without it the settings' `actions` say
 * which action `source` issues. `id` is the platform's own key of this entry: the same consumer, action and id are one
 * reward.
 * @param at in front of field names, `[3].` in a list.
 */
export function readEntryBody(
  json: unknown,
  settings: InboundSettings,
  hints: EntryHints,
  at = '',
): InboundReading {
  if (!isRecord(json))
    return {
      rewards: [],
      errors: [{ field: at.replace(/\.$/, '') || 'body', message: 'expected an object' }],
    };
  const errors: FieldError[] = [];
  const identityValue = requiredText(
    json.identity_value,
    `${at}identity_value`,
    errors,
    `expected ${hints.identity}`,
  );
  const platformId = optionalId(json.id, `${at}id`, errors);
  const source = optionalText(json.source, `${at}source`, errors);
  const named = namedActions(json.action_reference, `${at}action_reference`, errors);
  const actions = named.length > 0 ? named : configuredActions([source], settings);
  if (actions.length === 0 && errors.length === 0)
    errors.push({
      field: `${at}action_reference`,
      message: 'is missing or blank, expected an action reference, or the source in settings.actions',
    });
  if (errors.length > 0 || identityValue === null) return { rewards: [], errors };
  return {
    rewards: actions.map((action) => ({ identityValue, action, platformId, reference: null, source })),
    errors,
  };
}

function namedActions(value: unknown, field: string, errors: FieldError[]): readonly string[] {
  if (!Array.isArray(value)) return splitActions(optionalText(value, field, errors) ?? '');
  if (value.length > MOST_ACTIONS) {
    errors.push({ field, message: `expected at most ${MOST_ACTIONS} entries` });
    return [];
  }
  return [
    ...new Set(
      value.flatMap((entry, index) => splitActions(optionalText(entry, `${field}[${index}]`, errors) ?? '')),
    ),
  ];
}
