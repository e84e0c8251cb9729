import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { SampleEvent } from '../events';
import type { Served } from '../stubs/server';
import { recordOf } from './sqs-event';

export type Deliver = (event: SQSEvent) => Promise<SQSBatchResponse>;

export const TRACK = '/users/track';

/** What the stub was asked for since the last time. */
export const servedBy = async (stubUrl: string): Promise<Served> =>
  (await (await fetch(`${stubUrl}/served`)).json()) as Served;

/** The events that say by themselves who they are about, and have something to tell: each makes a call of Braze. */
export async function deliverable(
  events: readonly SampleEvent[],
  deliver: Deliver,
  stubUrl: string,
): Promise<SampleEvent[]> {
  const kept: SampleEvent[] = [];
  await servedBy(stubUrl);
  for (const event of events) {
    await deliver({ Records: [recordOf(event)] });
    if ((await servedBy(stubUrl)).calls[TRACK] === 1) kept.push(event);
  }
  return kept;
}
