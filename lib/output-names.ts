/** What the stack tells of each connector and feed. Names are stable: people and `ee-connect` read them. */
export type OutputOf = 'Url' | 'Secret' | 'Queue' | 'DeadLetterQueue';

/**
 * Name of an output, for example `ConnectorBrazeNewsDeadLetterQueue` of the connector `braze-news`, or `FeedProgrammeUrl`.
 * CloudFormation allows letters and digits only; ids that differ in hyphens alone are refused by the configuration.
 */
export function outputName(owner: 'Connector' | 'Feed', id: string, what: OutputOf): string {
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${owner}${words.join('')}${what}`;
}
