/** The one External Key of the bench. */
export const EXTERNAL_KEY = 'the-key-of-the-bench-and-of-nothing-else';

/** What every secret of the bench holds: the External Key, and credentials of Braze and of AIR. */
export const SECRET = JSON.stringify({
  externalKeys: [EXTERNAL_KEY],
  restKey: 'a-key-of-the-bench',
  clientId: 'bench',
  clientSecret: 'a-key-of-the-bench',
});
