/** Letters to change, add, leave out or swap with their neighbour (optimal string alignment), capitals aside. */
function distance(left: string, right: string): number {
  const [from, to] = [[...left.toLowerCase()], [...right.toLowerCase()]];
  let above: number[] = [];
  let row = [0, ...to.map((_, column) => column + 1)];
  from.forEach((letter, at) => {
    const [twoAbove, last] = [above, row];
    above = last;
    row = [at + 1];
    to.forEach((other, column) => {
      const swapped = letter === to[column - 1] && from[at - 1] === other;
      row.push(
        Math.min(
          (last[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + 1,
          (last[column] ?? 0) + (letter === other ? 0 : 1),
          swapped ? (twoAbove[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    });
  });
  return row.at(-1) ?? 0;
}

/** The known name that a misspelt or shortened one most likely means; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, away: distance(name, candidate) }))
    .filter(({ candidate, away }) => away <= Math.ceil(Math.min(name.length, candidate.length) / 3))
    .sort((one, other) => one.away - other.away);
  const longer = name.length > 3 ? known.find((candidate) => candidate.startsWith(name)) : undefined;
  return near[0]?.candidate ?? longer;
}
