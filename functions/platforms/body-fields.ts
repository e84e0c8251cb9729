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
/** `late-delivery-`, `late-delivery-None`: a prefix, and a template tag behind it that made nothing. */
const WITHOUT_ITS_END = /[-_:](null|undefined|None|nil|NaN)?$/;
/** Control characters, and halves of a character: AIR's identities have none, and a caller's log would show them wrongly. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const NO_CONTROL = 'expected no control characters';

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

/**
 * As `optionalText`, for what tells one entry from the next. An id whose end rendered to nothing is the same for every entry
 * of the consumer: all rewards but the first would be taken for repeats of it, for 13 months.
 */
export function optionalId(value: unknown, field: string, errors: FieldError[]): string | null {
  const text = optionalText(value, field, errors);
  if (text === null) return null;
  const [end] = WITHOUT_ITS_END.exec(text) ?? [];
  if (end !== undefined && !looksRandom(text))
    errors.push({ field, message: `expected an id; it ends in "${end}": did a tag render to nothing?` });
  else if (CONTROL.test(text)) errors.push({ field, message: NO_CONTROL });
  else return text;
  return null;
}

/** Made by chance over 64 characters, as base64url and nanoid do: there every 32nd ends in `-` or `_`. */
const looksRandom = (text: string): boolean =>
  text
    .split(/[-_:]/)
    .some((part) => part.length >= 8 && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(part)));

/**
 * As `optionalText`, but a field that is left out or blank is an error too, and so is a control character: these are
 * identities and ids. `hint`: where its value comes from.
 */
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
  if (text === null || !CONTROL.test(text)) return text;
  errors.push({ field, message: NO_CONTROL });
  return null;
}
