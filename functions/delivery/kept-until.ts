const DAY_SECONDS = 86_400;

/** The `expiresAt` of a row that is kept for so many days: epoch seconds, as DynamoDB's time to live takes them. */
export const keptUntil = (nowMs: number, days: number): number =>
  Math.floor(nowMs / 1000) + days * DAY_SECONDS;
