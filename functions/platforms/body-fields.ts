/**
 * Reading the JSON that a marketer typed into a platform's form: templates render blank, numbers come as text, and
 * somebody forgets to render at all. What is wrong is said by the field's name, never with its value.
 */
import type { FieldError } from './inbound';

/** AIR's identities, references and action names are far shorter; longer ones are a mistake. */
const MOST_CHARACTERS = 255;
const NOT_RENDERED = /\{\{|\{%|\$\{/;
/** What templates make of a value that is not there. */
const NOTHING = new Set(['null', 'undefined', 'None', 'nil', 'NaN']);

/**
 * A text field, trimmed; numbers count as text. Null when it is left out or blank, and when it cannot be used, which is
 * then told in `errors`.
 * @param field its name as the caller knows it, with its path: `body.triggers[0].reference`.
 */
export function optionalText(value: unknown, field: string, errors: FieldError[]): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const wrong = (message: string) => {
    errors.push({ field, message });
    return null;
  };
  if (typeof value !== 'string') return wrong('expected a text');
  const text = value.trim();
  if (text === '' || NOTHING.has(text)) return null;
  if (NOT_RENDERED.test(text)) return wrong('expected a value, this is a template tag that was not rendered');
  if (text.length > MOST_CHARACTERS) return wrong(`expected at most ${MOST_CHARACTERS} characters`);
  return text;
}

/** As `optionalText`, but a field that is left out or blank is an error too. `hint`: where its value comes from. */
export function requiredText(
  value: unknown,
  field: string,
  errors: FieldError[],
  hint = 'expected a text',
): string | null {
  const before = errors.length;
  const text = optionalText(value, field, errors);
  if (text === null && errors.length === before)
    errors.push({ field, message: `is missing or blank, ${hint}` });
  return text;
}
