import type { Lesson } from '../../functions/air/known';

/** A line that cannot be used, and why. Lines count from 1. */
export interface LineError {
  readonly line: number;
  readonly message: string;
}

const HEADINGS = ['walletId', 'type', 'value'];

/** Splits one line of CSV: commas, and double quotes around a value that holds some. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')).trim(),
  );
}

/**
 * Reads wallets with their identities from CSV with the headings `walletId,type,value` and optionally `accountId`, one
 * identity a line. Lines of one wallet make one lesson.
 * @param asOf ISO 8601, UTC: what is known of a later date stays.
 */
export function readIdentities(
  text: string,
  asOf: string,
): { readonly lessons: readonly Lesson[]; readonly errors: readonly LineError[] } {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const headings = cells(first);
  const missing = HEADINGS.filter((heading) => !headings.includes(heading));
  if (missing.length > 0)
    return {
      lessons: [],
      errors: [
        { line: 1, message: `expected the headings ${HEADINGS.join(',')}; ${missing.join(', ')} is missing` },
      ],
    };
  const wallets = new Map<string, { identities: Record<string, string>; accountIds: Set<string> }>();
  const errors: LineError[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const row = Object.fromEntries(cells(line).map((cell, column) => [headings[column] ?? '', cell]));
    const empty = HEADINGS.find((heading) => !row[heading]);
    if (empty) {
      errors.push({ line: index + 2, message: `${empty}: expected a value` });
      return;
    }
    const { walletId = '', type = '', value = '', accountId } = row;
    const wallet = wallets.get(walletId) ?? { identities: {}, accountIds: new Set<string>() };
    const other = wallet.identities[type];
    if (other !== undefined && other !== value)
      errors.push({
        line: index + 2,
        message: `type: wallet has two values of ${type}; the first one is used`,
      });
    else wallet.identities[type] = value;
    if (accountId) wallet.accountIds.add(accountId);
    wallets.set(walletId, wallet);
  });
  const lessons = [...wallets].map(([walletId, { identities, accountIds }]) => ({
    walletId,
    identities,
    accountIds: [...accountIds],
    asOf,
    left: false,
  }));
  return { lessons, errors };
}
