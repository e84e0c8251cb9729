/** What is wrong with `connectors.json`, in the words of whoever writes it: the field, what was expected, what it is for. */
import * as z from 'zod/mini';
import { nearest } from './nearest';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
/** The parts of a zod schema that lead to the schemas inside it. */
interface Definition {
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
}

const definitionOf = (schema: z.ZodMiniType) => schema._zod.def as Definition;

/** `connectors[1].settings.currency` of a path. */
export function fieldName(path: Path): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part),
    '',
  );
}

/** The schema of the field at a path, and what is said of it; undefined where the schema does not go that far. */
function fieldAt(
  schema: z.ZodMiniType,
  path: Path,
): { readonly schema: z.ZodMiniType; readonly description: string | undefined } | undefined {
  const description = z.globalRegistry.get(schema)?.description;
  const { innerType, shape, element, valueType } = definitionOf(schema);
  if (innerType) {
    const inner = fieldAt(innerType, path);
    return inner && path.length === 0
      ? { schema: inner.schema, description: description ?? inner.description }
      : inner;
  }
  const [part, ...rest] = path;
  if (part === undefined) return { schema, description };
  const next = typeof part === 'number' ? element : (shape?.[String(part)] ?? valueType);
  return next && fieldAt(next, rest);
}

/** @param at path of the schema itself. */
export function linesOf(issue: Issue, schema: z.ZodMiniType, at: Path): string[] {
  const field = fieldAt(schema, issue.path);
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys((field && definitionOf(field.schema).shape) ?? {});
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      return `${fieldName([...path, key])}: no such field${meant ? `, did you mean "${meant}"?` : ''}`;
    });
  }
  const { words, explain } = expected(issue, field?.schema);
  const missing = issue.input === undefined && issue.code === 'invalid_type';
  const description = explain && field?.description ? `. ${field.description}` : '';
  return [`${fieldName(path) || '(top)'}: ${missing ? 'is missing, ' : ''}expected ${words}${description}`];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What would have been right; `explain`: only the field's description says what that is. */
function expected(
  issue: Issue,
  schema: z.ZodMiniType | undefined,
): { readonly words: string; readonly explain: boolean } {
  const own = /^expected /.test(issue.message) ? issue.message.replace(/^expected /, '') : undefined;
  switch (issue.code) {
    case 'invalid_type':
      // The issue of a record does not say so, nor what stands in it.
      return { words: typeOf(issue.expected, schema), explain: true };
    case 'invalid_value':
      return {
        words: own ?? issue.values.map((value) => JSON.stringify(value)).join(' or '),
        explain: false,
      };
    case 'invalid_key':
      return { words: 'a name that is not empty', explain: true };
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1)
        return { words: 'a text that is not empty', explain: true };
      if (issue.origin === 'array') return { words: entries('at least', issue.minimum), explain: true };
      return { words: `at least ${issue.minimum}`, explain: false };
    case 'too_big':
      if (issue.origin === 'array') return { words: entries('at most', issue.maximum), explain: false };
      return { words: `at most ${issue.maximum}`, explain: false };
    default:
      return { words: own ?? (issue.message || 'another value'), explain: own === undefined };
  }
}

const entries = (limit: string, count: number | bigint): string =>
  `a list with ${limit} ${count} ${count === 1 ? 'entry' : 'entries'}`;

function typeOf(type: string, schema: z.ZodMiniType | undefined): string {
  if (type !== 'record') return TYPES[type] ?? type;
  const { valueType } = schema ? definitionOf(schema) : {};
  return valueType instanceof z.ZodMiniString ? 'an object of texts by name' : 'an object';
}
