/** What an event costs whoever reads it: its bytes to text, and JSON.parse. */
export const parseBytes = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8'));

/**
 * The least that an AIR event can cost on its way to Braze: JSON.parse, one identity, one event, JSON.stringify. It reads
 * nothing of what happened, checks nothing, and would break on half of what AIR sends.
 */
export function minimalBraze(bytes: Buffer): string {
  const { headers, enrichmentData } = JSON.parse(bytes.toString('utf8'));
  const wallets = Object.values<{ identities?: { type: string; value: string }[] }>(enrichmentData ?? {});
  const external_id = wallets[0]?.identities?.find(({ type }) => type === 'CUSTOMER_ID')?.value;
  const { eventName: name, eventDate: time, eesEventId } = headers;
  return JSON.stringify({ events: [{ external_id, name, time, properties: { event_id: eesEventId } }] });
}
