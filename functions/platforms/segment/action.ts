import { configuredActions, splitActions } from '../actions';
import { optionalText } from '../body-fields';
import type { FieldError } from '../inbound';
import { isRecord, type JsonRecord } from '../json';
import type { SegmentInbound } from './settings';

/** The action references mapped into an event: `action_reference` among its properties or traits, a text or a list. */
function mapped(event: JsonRecord, errors: FieldError[], at: string): readonly string[] {
  for (const part of ['properties', 'traits'] as const) {
    const fields = event[part];
    const value = isRecord(fields) ? (fields.action_reference ?? fields.action_references) : undefined;
    const values = Array.isArray(value) ? value : [value];
    const field = `${at}${part}.action_reference`;
    const found = values.flatMap((entry) => splitActions(optionalText(entry, field, errors) ?? ''));
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

/**
 * Which actions an event asks for: named in the event, else by the connector's settings `actions` under any of its names
 * (audience key, computation id, journey id, event name; the first that stands there).
 */
export function actionsOf(
  event: JsonRecord,
  names: readonly (string | null)[],
  settings: SegmentInbound,
  at: string,
): { readonly actions: readonly string[]; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const named = mapped(event, errors, at);
  if (named.length > 0 || errors.length > 0) return { actions: errors.length > 0 ? [] : named, errors };
  const actions = configuredActions(names, settings);
  if (actions.length > 0) return { actions, errors };
  const asked = names.filter((name) => name !== null);
  const keys = asked.map((name) => `"${name}"`).join(' or ') || 'the event';
  const message = `is missing: map action_reference in Segment, or add ${keys} to "actions" in the connector's settings`;
  return { actions: [], errors: [{ field: `${at}properties.action_reference`, message }] };
}
