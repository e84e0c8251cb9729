import * as z from 'zod/mini';
import { SHORTEST_KEY } from '../../../functions/connectors/external-key';

/** What has to stand in a secret. */
export interface SecretShape {
  /** The External Keys that callers use; `optional` where another address serves the connector as well. */
  readonly externalKeys: 'needed' | 'optional' | 'none';
  /** The other side's credentials. */
  readonly credentials: z.ZodMiniType | null;
}

/** A secret that was read, without any of its values in `problems` and `unread`. */
export interface JudgedSecret {
  /** What makes it unusable: each names a field. Empty: it is filled in. */
  readonly problems: readonly string[];
  /** Names of fields that nothing reads: misspelt, as a rule. */
  readonly unread: readonly string[];
  readonly externalKeys: readonly string[];
  /** As the platform reads them; null where there are none, or they are not usable. */
  readonly credentials: Readonly<Record<string, unknown>> | null;
}

/** The fields of AIR's secret. */
const filled = z.string().check(z.regex(/^[\x21-\x7e]+$/, 'expected a text without white space'));
export const airShape: SecretShape = {
  externalKeys: 'none',
  credentials: z.object({ clientId: filled, clientSecret: filled }),
};

const unusable = (problem: string): JudgedSecret => ({
  problems: [problem],
  unread: [],
  externalKeys: [],
  credentials: null,
});

/** @param text as Secrets Manager has it; null: it was never given a value. */
export function judgeSecret(text: string | null, shape: SecretShape): JudgedSecret {
  if (text === null) return unusable('has no value');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unusable('is no JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return unusable('is no JSON object');
  const fields = json as Record<string, unknown>;
  const keys = judgeKeys(fields.externalKeys, shape.externalKeys);
  const credentials = shape.credentials?.safeParse(json, { reportInput: true });
  const read = new Set([
    ...(shape.externalKeys === 'none' ? [] : ['externalKeys']),
    ...Object.keys((credentials?.data as object | undefined) ?? {}),
  ]);
  return {
    problems: [...keys.problems, ...(credentials?.error?.issues ?? []).map(describe)],
    // Where the credentials are not usable it is not known which fields they would read.
    unread: credentials?.success === false ? [] : Object.keys(fields).filter((name) => !read.has(name)),
    externalKeys: keys.usable,
    credentials: credentials?.success ? (credentials.data as Record<string, unknown>) : null,
  };
}

type Issue = z.core.$ZodIssue;

/** The field and what was expected there: an issue's own message may not quote the value, so it is made anew. */
function describe(issue: Issue): string {
  const field = issue.path.map(String).join('.') || 'it';
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? `${field}: is missing` : `${field}: expected ${issue.expected}`;
  if (issue.code === 'invalid_format') return `${field}: ${issue.message}`;
  if (issue.code === 'too_small') return `${field}: expected at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `${field}: expected at most ${issue.maximum}`;
  return `${field}: expected another value`;
}

function judgeKeys(
  value: unknown,
  wanted: SecretShape['externalKeys'],
): { readonly problems: string[]; readonly usable: string[] } {
  if (wanted === 'none' || (wanted === 'optional' && value === undefined))
    return { problems: [], usable: [] };
  if (value === undefined) return { problems: ['externalKeys: is missing'], usable: [] };
  if (!Array.isArray(value) || value.length < 1 || value.length > 2)
    return { problems: ['externalKeys: expected a list of one or two keys'], usable: [] };
  const problems = value.flatMap((key, index) => {
    const problem = problemOf(key);
    return problem ? [`externalKeys.${index}: ${problem}`] : [];
  });
  if (value.length === 2 && value[0] === value[1])
    problems.push('externalKeys: expected two that differ, or one');
  return { problems, usable: value.filter((key): key is string => problemOf(key) === null) };
}

function problemOf(key: unknown): string | null {
  if (typeof key !== 'string') return 'expected a text';
  if (key.length < SHORTEST_KEY) return `expected at least ${SHORTEST_KEY} characters`;
  // A header can hold nothing else, and what a shell left at its end would never match.
  return /^[\x21-\x7e]+$/.test(key) ? null : 'expected letters, digits and signs without white space';
}
