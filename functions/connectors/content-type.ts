import { Refusal } from './refusal';

/** Types that hold no JSON, whatever stands in the body. */
const NEVER_JSON = /^\s*((multipart|image|audio|video|font)\/|text\/html\b|[^;]*[/+]xml\b)/i;
const FORM = /^\s*application\/x-www-form-urlencoded\b/i;
/** The first pair of a form. */
const PAIR = /^[\w.%+-]+=/;

/**
 * Lets pass what may be JSON. The type alone is weak evidence: tools send JSON as a form (`curl -d`), as plain text or
 * without any type, so those are accepted when the body looks like JSON.
 * @throws Refusal `unsupported`.
 */
export function expectJson(contentType: string, text: string): void {
  const unsupported =
    NEVER_JSON.test(contentType) || /^\s*<|^--/.test(text) || (FORM.test(contentType) && PAIR.test(text));
  if (unsupported)
    throw new Refusal('unsupported', [{ field: 'Content-Type', message: 'expected application/json' }]);
}
