import { localKey } from '../../local/local-key';
import { OUTBOUND } from '../connectors';
import { another, type SampleEvent } from '../events';
import type { Deliveries } from './deliveries';

/** Each waits for its answer before it posts again. */
const CALLERS = 8;

let posted = 0;

/**
 * Posts events to a local run for some time, each of another consumer, as AIR does.
 * @returns how long each answer took, in ms.
 * @throws Error when one is not accepted.
 */
export async function post(
  url: string,
  events: readonly SampleEvent[],
  deliveries: Deliveries,
  forMs: number,
): Promise<number[]> {
  const answeredMs: number[] = [];
  const until = performance.now() + forMs;
  const headers = { 'content-type': 'application/json', 'x-auth-token': localKey(OUTBOUND) };
  const caller = async () => {
    while (performance.now() < until) {
      posted += 1;
      const { text } = another(events[posted % events.length] as SampleEvent, posted);
      const begun = performance.now();
      deliveries.expect(`bench-${posted}`);
      const answer = await fetch(`${url}/out/braze/${OUTBOUND}`, { method: 'POST', headers, body: text });
      if (answer.status !== 202) throw new Error(`the local run answered ${answer.status}`);
      await answer.text();
      answeredMs.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return answeredMs;
}
