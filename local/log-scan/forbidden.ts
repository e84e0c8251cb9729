import type { Local } from '../local';
import type { SimulatedCall } from '../simulators/simulator';
import type { Forbidden } from './scan';

/** Fields of AIR's events, and of the platforms' requests, that say who somebody is. */
const PERSONAL =
  /^(first_?name|last_?name|middle_?name|preferred_?name|friendly_?name|full_?name|birth_?date|e_?mail|email_?address|phone|phone_?number|mobile|identity_?value|user_?id|external_?id|customer_?id|registered|street|city|post_?code)$/i;
/** Lists in which `value` is of a person. */
const VALUES = /^(contact|identities|user_identities|walletIdentity)$/i;
/** What a header adds to a call to prove who makes it. */
const AUTHENTICATION =
  /^(authorization|x-auth-token|x-ees-auth-hash|x-signature|webhook-signature|klaviyo-signature)$/i;

/** Every personal value in a body, wherever it stands. AIR's events hold whole bodies as text, too. */
export function forbiddenIn(json: unknown, of = 'a body'): Forbidden[] {
  const found: Forbidden[] = [];
  const walk = (value: unknown, name: string, list: string): void => {
    if (typeof value === 'string') {
      const personal = PERSONAL.test(name) || (name === 'value' && VALUES.test(list));
      if (personal) found.push({ what: `${name} of ${of}`, value });
      else if (/^\s*[{[]/.test(value)) walk(parsed(value), name, list);
    } else if (Array.isArray(value)) {
      for (const entry of value) walk(entry, name, name || list);
    } else if (typeof value === 'object' && value !== null) {
      const identity = (value as { objectType?: unknown }).objectType === 'walletIdentityEntity';
      for (const [field, entry] of Object.entries(value))
        walk(entry, field, identity ? 'walletIdentity' : list || name);
    }
  };
  walk(json, '', '');
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every text in a secret's value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/**
 * What a local run knows and its log must not: every value its secrets ever had, every consumer of its programme, and
 * what its last calls proved themselves with.
 */
export function forbiddenOf(local: Local): Forbidden[] {
  const secrets = [...local.secrets.history].flatMap(([id, values]) =>
    [...values].flatMap((text) =>
      texts(parsed(text) ?? text).map((value) => ({ what: `a value of secret ${id}`, value })),
    ),
  );
  const consumers = (local.air?.programme.wallets() ?? []).flatMap(({ walletId, name, identities }) => [
    { what: 'a wallet id', value: walletId, but: ['SHA-256'] },
    { what: "a consumer's name", value: name },
    ...identities.map(({ type, value }) => ({ what: `an identity (${type})`, value })),
  ]);
  const calls = [local.air, ...Object.values(local.platforms).map(({ simulator }) => simulator)].flatMap(
    (simulator) => (simulator?.calls ?? []).flatMap(proofsOf),
  );
  return [...secrets, ...consumers, ...calls];
}

function proofsOf({ headers }: SimulatedCall): Forbidden[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    AUTHENTICATION.test(name)
      ? [value, ...value.split(/[ ,]+/).filter((part) => part.length > 12)].map((part) => ({
          what: `the header ${name} of a call`,
          value: part,
        }))
      : [],
  );
}
