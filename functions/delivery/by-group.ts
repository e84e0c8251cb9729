import type { SQSRecord } from 'aws-lambda';

/** The messages of one consumer stay in order: after one that stays, the later ones stay too. */
export const groupOfRecord = (record: SQSRecord): string =>
  record.attributes.MessageGroupId ?? record.messageId;

/** What belongs to each consumer, in order of arrival. */
export function byGroup<T extends { readonly record: SQSRecord }>(entries: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = groupOfRecord(entry.record);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}
