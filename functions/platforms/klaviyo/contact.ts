/**
 * A phone number or an e-mail address that Klaviyo does not accept fails the whole call (400), and everything else that
 * it says of the profile is lost with it.
 * @see https://github.com/klaviyo/openapi (`create_or_update_profile.json`: "phone number in E.164 format")
 */

const PUNCTUATION = /[\s().-]/g;
const E164 = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/**
 * A phone number in E.164 form, without the punctuation that people write; null where it is none. A number without its
 * country (`020 7946 0000`) is never completed: it may be anybody's.
 */
export function e164(text: string): string | null {
  const number = text.replace(PUNCTUATION, '').replace(/^00/, '+');
  return E164.test(number) ? number : null;
}

/** False for what is no address at a glance; Klaviyo alone knows whether it accepts the rest. */
export const looksLikeEmail = (text: string): boolean => EMAIL.test(text);
