import { placeOf } from './error-name';

/** Ends an invocation. Lambda logs its message and stack, so both say only what went wrong and where. */
class Fault extends Error {
  constructor(cause: unknown) {
    super(placeOf(cause));
    this.name = 'Fault';
    this.stack = `Fault: ${this.message}`;
  }
}

/**
 * A handler whose unforeseen errors fail the invocation without their own words: Lambda logs what a handler throws, and
 * messages quote data (`JSON.parse` quotes the text it stumbled over). The messages of the batch come again.
 */
export function guarded<Event, Context, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return async (event, context) => {
    try {
      return await handler(event, context);
    } catch (error) {
      throw new Fault(error);
    }
  };
}
