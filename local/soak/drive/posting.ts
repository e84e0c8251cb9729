import { setTimeout as sleep } from 'node:timers/promises';

export interface Posting {
  readonly url: string;
  /** Asked before each attempt: keys are rotated. */
  headers(): Readonly<Record<string, string>>;
  readonly body: string;
}

/** Real time before each repeat, in ms; the last one again and again. */
const DELAYS_MS = [50, 100, 200, 400, 800] as const;
const LONGEST_DELAY_MS = 1000;
const MOST_ATTEMPTS = 40;

/**
 * Posts as AIR and the platforms do: again and again, until it is accepted.
 * @returns false where it never was.
 */
export async function post(posting: Posting, again: () => boolean = () => true): Promise<boolean> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS && again(); attempt += 1) {
    if (await attemptOf(posting)) return true;
    await sleep(DELAYS_MS[attempt - 1] ?? LONGEST_DELAY_MS);
  }
  return false;
}

async function attemptOf({ url, headers, body }: Posting): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: headers(), body });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
