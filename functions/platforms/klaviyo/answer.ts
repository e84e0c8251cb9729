import type { HttpAnswer } from '../http';
import type { Item } from '../item';
import { isRecord, jsonOrUndefined } from '../json';
import { allItems, type CallVerdict, DELIVERED } from '../outcome';
import { ERASE, PROFILE } from './items';

/** An error of Klaviyo's JSON:API answers; its `detail` echoes values and is never told. */
interface KlaviyoError {
  readonly code: string;
  readonly pointer: string;
}

const CODE = /^[\w.-]{1,64}$/;
const POINTER = /^[\w$\- /]{1,300}$/;
/** The place of an item in a bulk call: `/data/attributes/events-bulk-create/data/3/attributes/…`, `/data/attributes/profiles/data/3/…`. */
const PLACE = /^\/data\/attributes\/(?:events-bulk-create|profiles)\/data\/(\d{1,4})(?:\/|$)/;

function errorsOf(answer: HttpAnswer): readonly KlaviyoError[] {
  const json = jsonOrUndefined(answer.body);
  const errors = isRecord(json) && Array.isArray(json.errors) ? json.errors : [];
  return errors.filter(isRecord).map(({ code, source }) => {
    const pointer = isRecord(source) && typeof source.pointer === 'string' ? source.pointer : '';
    return {
      code: typeof code === 'string' && CODE.test(code) ? code : 'error',
      pointer: POINTER.test(pointer) ? pointer : '',
    };
  });
}

/** Code and field, as `invalid: email`. */
function detailOf({ code, pointer }: KlaviyoError): string {
  const field = pointer.split('/').findLast((part) => part !== '' && !/^\d+$/.test(part) && part !== 'data');
  return field ? `${code}: ${field}` : code;
}

/**
 * What Klaviyo's codes mean beside the common ones.
 * - 400 of a bulk call refuses all of it, and names the bad items by JSON pointers: those are rejected and the rest is sent
 *   again. A repeated `unique_id` is no bad item: the call is bisected, and alone it goes to the endpoint where a repeat
 *   does no harm.
 * - 409 of a profile: another call is just creating it, or its e-mail is another profile's; the first passes.
 * - 404 of a deletion: there is no such profile, so there is nothing left to delete.
 * @see https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  const errors = errorsOf(answer);
  const [first] = errors;
  if (!first) return null;
  const target = items[0]?.target;
  const detail = `${answer.status} ${detailOf(first)}`;
  if (answer.status === 404 && target === ERASE) return allItems(items, DELIVERED);
  if (answer.status === 409 && target === PROFILE)
    return allItems(items, { status: 'retry', trouble: 'item', reason: 'platform-refused', detail });
  if (answer.status !== 400) return null;
  return { kind: 'refused', reason: 'platform-refused', detail, ...named(errors, items.length) };
}

/** The items that pointers name; none where one error is about the whole call, a repeat, or no item of it. */
function named(
  errors: readonly KlaviyoError[],
  count: number,
): Pick<CallVerdict & { kind: 'refused' }, 'guilty'> {
  const guilty = new Map<number, string>();
  for (const error of errors) {
    const index = Number(PLACE.exec(error.pointer)?.[1] ?? Number.NaN);
    if (!(index < count) || error.pointer.endsWith('/unique_id')) return {};
    if (!guilty.has(index)) guilty.set(index, `400 ${detailOf(error)}`);
  }
  return count > 1 ? { guilty: [...guilty].map(([index, detail]) => ({ index, detail })) } : {};
}
