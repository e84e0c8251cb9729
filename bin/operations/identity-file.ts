import { CsvError, parse } from 'csv-parse/sync';
import type { Lesson } from '../../functions/air/known';

/** A line that cannot be used, and why. Lines count from 1. */
interface LineError {
  readonly line: number;
  readonly message: string;
}

type TellError = (line: number, message: string) => void;

const HEADINGS = ['walletId', 'type', 'value'];

/** A spreadsheet's way to write a long number: the digits it left out are lost. */
const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;

/**
 * Calls `use` for each line that holds something, and keeps none of them: the file may be a whole programme's.
 * @returns false when the rest of the file cannot be read.
 */
function eachLine(
  text: string,
  use: (cells: readonly string[], line: number) => void,
  tell: TellError,
): boolean {
  let read = 0;
  try {
    parse(text, {
      bom: true,
      trim: true,
      // Inside quotes too: AIR knows nobody by an identity with a space around it.
      cast: (cell) => cell.trim(),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells, { lines }) => {
        read = lines;
        use(cells, lines);
        return null;
      },
    });
    return true;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser says where it gave up; with a quote that never closes that is the file's last line.
    tell(read + 1, `cannot be read from here on: ${error.message}`);
    return false;
  }
}

/** Why a line cannot be used: the field, and what was expected there. */
function problemOf(row: Readonly<Record<string, string>>): string | null {
  const empty = HEADINGS.find((heading) => !row[heading]);
  if (empty) return `${empty}: expected a value`;
  const rounded = ['walletId', 'value', 'accountId'].find((heading) => ROUNDED.test(row[heading] ?? ''));
  if (rounded)
    return `${rounded}: "${row[rounded]}" is a number that a spreadsheet has rounded; export the column as text`;
  if (!/^\d+$/.test(row.walletId ?? '')) return `walletId: expected digits, not "${row.walletId}"`;
  return null;
}

/** Wallets by id, one identity a line. */
class Wallets {
  private readonly byId = new Map<string, { identities: Record<string, string>; accountIds: Set<string> }>();

  constructor(private readonly tell: TellError) {}

  add(row: Readonly<Record<string, string>>, line: number): void {
    const problem = problemOf(row);
    if (problem !== null) {
      this.tell(line, problem);
      return;
    }
    const { walletId = '', type = '', value = '', accountId } = row;
    const wallet = this.byId.get(walletId) ?? { identities: {}, accountIds: new Set<string>() };
    const other = wallet.identities[type];
    if (other !== undefined && other !== value)
      this.tell(line, `type: wallet has two values of ${type}; the first one is used`);
    else wallet.identities[type] = value;
    if (accountId) wallet.accountIds.add(accountId);
    this.byId.set(walletId, wallet);
  }

  lessons(asOf: string): Lesson[] {
    return [...this.byId].map(([walletId, { identities, accountIds }]) => ({
      walletId,
      identities,
      accountIds: [...accountIds],
      asOf,
      left: false,
    }));
  }
}

/**
 * Reads wallets with their identities from CSV with the headings `walletId,type,value` and optionally `accountId`, one
 * identity a line. Lines of one wallet make one lesson.
 * @param asOf ISO 8601, UTC: what is known of a later date stays.
 * @returns no lessons at all of a file that cannot be read to its end: what it meant is not known.
 */
export function readIdentities(
  text: string,
  asOf: string,
): { readonly lessons: readonly Lesson[]; readonly errors: readonly LineError[] } {
  const errors: LineError[] = [];
  const tell: TellError = (line, message) => void errors.push({ line, message });
  const wallets = new Wallets(tell);
  let headings: readonly string[] = [];
  const whole = eachLine(
    text,
    (cells, line) => {
      if (headings.length === 0) headings = cells;
      else wallets.add(Object.fromEntries(cells.map((cell, at) => [headings[at] ?? '', cell])), line);
    },
    tell,
  );
  const missing = HEADINGS.filter((heading) => !headings.includes(heading));
  if (!whole && headings.length > 0) return { lessons: [], errors };
  if (missing.length === 0) return { lessons: wallets.lessons(asOf), errors };
  const message = `expected the headings ${HEADINGS.join(',')}; ${missing.join(', ')} is missing`;
  return { lessons: [], errors: [{ line: 1, message }] };
}
