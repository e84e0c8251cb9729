import { distance } from 'fastest-levenshtein';

/** The known name that a misspelt or shortened one most likely means, capitals aside; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, away: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, away }) => away <= Math.ceil(Math.min(name.length, candidate.length) / 3))
    .sort((one, other) => one.away - other.away);
  const longer = name.length > 3 ? known.find((candidate) => candidate.startsWith(name)) : undefined;
  return near[0]?.candidate ?? longer;
}
