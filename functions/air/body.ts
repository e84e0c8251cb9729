import type { AirEvent } from './event';
import { parseJson } from './json';
import { type Json, object } from './reading';

/** AIR escapes some bodies twice. */
const MAX_ESCAPES = 3;

/** A body as AIR writes it: an object, null, or JSON text, maybe escaped again. What is no object reads as empty. */
export function readBody(body: unknown): Json {
  let value = body;
  for (let round = 0; round < MAX_ESCAPES && typeof value === 'string'; round++) {
    try {
      value = parseJson(value);
    } catch {
      return object(undefined);
    }
  }
  return object(value);
}

/** What the caller sent to AIR. Parsed on each call: ask once, and only for events that need it. */
export const requestBody = (event: AirEvent): Json => readBody(event.request.body);

/** What AIR answered. Parsed on each call: ask once, and only for events that need it. */
export const responseBody = (event: AirEvent): Json => readBody(event.response.body);
