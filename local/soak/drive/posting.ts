import { setTimeout as sleep } from 'node:timers/promises';

/** One request, ready to be sent. */
export interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Real time before each repeat, in ms; the last one again and again. */
const DELAYS_MS = [50, 100, 200, 400, 800] as const;
const LONGEST_DELAY_MS = 1000;
const MOST_ATTEMPTS = 40;

/**
 * Posts as AIR and the platforms do: again and again, until it is accepted.
 * @param posting asked before each attempt, since keys are rotated.
 * @returns false where it never was accepted.
 */
export async function post(url: string, posting: () => Posting): Promise<boolean> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    if (await isAccepted(url, posting())) return true;
    await sleep(DELAYS_MS[attempt - 1] ?? LONGEST_DELAY_MS);
  }
  return false;
}

async function isAccepted(url: string, { headers, body }: Posting): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
