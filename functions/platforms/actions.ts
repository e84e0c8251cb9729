import type { InboundSettings } from '../connectors/settings';

/** The action references in a text: several are separated by commas, and each counts once. */
export function splitActions(text: string): readonly string[] {
  const actions = text.split(',').map((action) => action.trim());
  return [...new Set(actions.filter((action) => action !== ''))];
}

/**
 * The actions that the connector's setting `actions` holds for a campaign or an audience.
 * @param names under which it may stand there, the most particular first; the first one that does counts.
 */
export function configuredActions(
  names: readonly (string | null)[],
  { actions = {} }: Pick<InboundSettings, 'actions'>,
): readonly string[] {
  const name = names.find((candidate) => candidate !== null && Object.hasOwn(actions, candidate));
  return splitActions(name ? (actions[name] ?? '') : '');
}
