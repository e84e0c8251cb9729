import type { Scalar, Told } from '../history/facts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Whole seconds of a date, in any of the forms that platforms keep one in. */
function seconds(value: unknown): number | null {
  if (typeof value === 'string' && ISO.test(value)) return Math.floor(Date.parse(value) / 1000);
  if (typeof value !== 'number') return null;
  return Math.floor(value > 1e11 ? value / 1000 : value);
}

/**
 * Whether a platform's value is the expected one, in that platform's own form: dates may have become UNIX seconds, and a
 * null is nothing. Of several expected ones any will do.
 */
export function same(expected: Scalar | readonly Scalar[], seen: unknown): boolean {
  if (Array.isArray(expected)) return (expected as readonly Scalar[]).some((each) => same(each, seen));
  if (expected === null) return seen === undefined || seen === null;
  if (typeof expected === 'string' && ISO.test(expected)) return seconds(expected) === seconds(seen);
  if (typeof expected === 'number') return typeof seen === 'number' && Math.abs(seen - expected) < 0.005;
  return expected === seen;
}

/** Properties that no two loyalty events of one name share, so that they tell which one it is. */
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/^Reward /, 'reference'],
  [/^Coupon /, 'coupon_id'],
  [/^Subscription /, 'subscription_id'],
];

/**
 * What tells a loyalty event from every other of the run: what it is about, or its second, which no other event of the
 * history has. Platforms neither keep our ids nor, all of them, milliseconds.
 */
export function keyOf(name: string, at: string, properties: Readonly<Record<string, unknown>>): string {
  const entity = ENTITIES.find(([names]) => names.test(name))?.[1];
  return entity === undefined ? `${name} ${seconds(at)}` : `${name} ${properties[entity]}`;
}

/** The key of an event that is expected. */
export const keyOfTold = ({ name, at, properties }: Told): string => keyOf(name, at, properties);
