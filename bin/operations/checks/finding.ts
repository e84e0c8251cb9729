/** What a check came to. Only `FAILED` makes the command fail. */
type Status = 'ok' | 'warn' | 'FAILED';

/** One line of `ee-connect check`. Never holds a secret's value. */
export interface Finding {
  readonly status: Status;
  /** What was looked at: `secret air`, `dead letters of braze-news`. */
  readonly what: string;
  /** What was seen there. */
  readonly found: string;
  /** What to do about it, where something is to be done. */
  readonly todo?: string;
}

export const ok = (what: string, found: string): Finding => ({ status: 'ok', what, found });
export const warn = (what: string, found: string, todo: string): Finding => ({
  status: 'warn',
  what,
  found,
  todo,
});
export const failed = (what: string, found: string, todo: string): Finding => ({
  status: 'FAILED',
  what,
  found,
  todo,
});

/** `ok      secret air    is filled in`, each column as wide as its widest cell. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(0, ...findings.map(({ what }) => what.length));
  return findings.map(({ status, what, found, todo }) =>
    `${status.padEnd(6)}  ${what.padEnd(width)}  ${found}${todo ? `. ${todo}` : ''}`.trimEnd(),
  );
}

/** `14 ok, 1 warn, 2 FAILED`. */
export function tally(findings: readonly Finding[]): string {
  const count = (wanted: Status) => findings.filter(({ status }) => status === wanted).length;
  return `${count('ok')} ok, ${count('warn')} warn, ${count('FAILED')} FAILED`;
}

/** What an AWS client threw, in one word: its message may name resources at length. */
export function awsError(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return ([code, name].find((word) => typeof word === 'string') as string | undefined) ?? 'no answer';
}
