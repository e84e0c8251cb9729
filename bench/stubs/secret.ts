/** The one External Key of the bench. */
export const EXTERNAL_KEY = 'the-key-of-the-bench-and-of-nothing-else';

/** What every secret of the bench holds: the External Key, and credentials that fit every platform's simulator here. */
export const SECRET = JSON.stringify({ externalKeys: [EXTERNAL_KEY], restKey: 'a-key-of-the-bench' });
