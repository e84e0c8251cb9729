import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => hash('sha256', text, 'buffer');

/**
 * Whether a caller's value is one of the secrets (two are valid while a key is rotated). Takes the same time wherever
 * they differ: both sides are hashed first, so that not even the length shows, and every secret is compared.
 * An empty value or secret never matches: a header left out must not equal a secret that was never filled in.
 */
export function sameSecret(value: string | null | undefined, secrets: readonly string[]): boolean {
  if (!value) return false;
  const given = digest(value);
  let same = false;
  for (const secret of secrets) {
    const equal = timingSafeEqual(given, digest(secret));
    if (secret !== '' && equal) same = true;
  }
  return same;
}
