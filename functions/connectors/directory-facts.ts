/** What an AIR event teaches, one fact at a time, and how news is told from what is known already. */
import type { Lesson } from '../air/known';
import { accountKey, directoryKey } from './keys';
import type { Key } from './table';

/** An identity that did not change gets its newer date written at most this often, in ms. */
const REDATE_EVERY_MS = 3_600_000;

/** One thing to be known: an identity of one type, or an account's wallet. */
export interface Fact {
  readonly walletId: string;
  /** The attributes of the row that hold the value and its date. */
  readonly names: { readonly value: string; readonly asOf: string };
  readonly value: string;
  readonly asOf: string;
  /** Set for an account. */
  readonly accountId?: string;
}

/** An identity that is a wallet's no longer; value null: any of its type. */
export type Ended = Omit<Fact, 'value' | 'accountId'> & { readonly value: string | null };

/** In front of the attributes that hold identities, before their type. */
export const IDENTITY = 'identity:';
/** The same of those that hold the date of each. */
export const IDENTITY_DATE = 'asOf:';
const identityNames = (type: string) => ({ value: `${IDENTITY}${type}`, asOf: `${IDENTITY_DATE}${type}` });
const ACCOUNT_NAMES = { value: 'walletId', asOf: 'asOf' };

/** Only identities of the types that connectors use. */
export function factsOf(lesson: Lesson, identityTypes: ReadonlySet<string>): Fact[] {
  const { walletId, asOf } = lesson;
  const identities = Object.entries(lesson.identities)
    .filter(([type]) => identityTypes.has(type))
    .map(([type, value]) => ({
      walletId,
      names: identityNames(type),
      value,
      asOf,
    }));
  const accounts = lesson.accountIds.map((accountId) => ({
    walletId,
    names: ACCOUNT_NAMES,
    value: walletId,
    asOf,
    accountId,
  }));
  return [...identities, ...accounts];
}

/** Identities that a wallet no longer has. Only of the types that connectors use. */
export function endedOf(lesson: Lesson, identityTypes: ReadonlySet<string>): Ended[] {
  const { walletId, asOf, ended = {} } = lesson;
  return Object.entries(ended)
    .filter(([type]) => identityTypes.has(type))
    .map(([type, value]) => ({ walletId, names: identityNames(type), value, asOf }));
}

/** The row that holds a fact. */
export const keyOf = ({ walletId, accountId }: Fact): Key =>
  accountId === undefined ? directoryKey(walletId) : accountKey(accountId);

/** What this process has seen in the table: saves most reads and writes of consumers who come again soon. */
export class Seen {
  private static readonly MOST = 10_000;
  private readonly facts = new Map<string, { readonly value: string; readonly asOf: string }>();

  knows(fact: Fact): boolean {
    const seen = this.facts.get(Seen.id(fact));
    return seen !== undefined && saysAll(seen.value, seen.asOf, fact);
  }

  add(fact: Fact, value = fact.value, asOf = fact.asOf): void {
    const id = Seen.id(fact);
    this.facts.delete(id);
    this.facts.set(id, { value, asOf });
    if (this.facts.size > Seen.MOST) {
      const oldest = this.facts.keys().next();
      if (!oldest.done) this.facts.delete(oldest.value);
    }
  }

  forget(fact: Ended): void {
    this.facts.delete(Seen.id(fact));
  }

  private static id(fact: Omit<Fact, 'value'>): string {
    return `${fact.names.value}\n${fact.accountId ?? fact.walletId}`;
  }
}

/** True when a fact is no news beside what is there already: something newer, or the same and hardly older. */
export function saysAll(value: unknown, asOf: unknown, fact: Fact): boolean {
  if (typeof asOf !== 'string') return false;
  if (asOf >= fact.asOf) return true;
  return (
    value === fact.value &&
    (fact.accountId !== undefined || Date.parse(fact.asOf) - Date.parse(asOf) < REDATE_EVERY_MS)
  );
}
