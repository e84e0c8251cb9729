import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './emulators/aws';
import type { LambdaFunction } from './lambda/lambda-function';

/** What EventBridge gives a function that it runs by the clock. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
export function scheduledEvent(time: Date): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/subscription-expiry`],
    detail: {},
  };
}

/** Runs a function every so often, one run after the other. */
export class Schedule {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly target: Pick<LambdaFunction, 'invoke'>,
    private readonly everyMs: number,
    private readonly now: () => Date,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.run().catch(() => {}), this.everyMs);
  }

  /** Runs it now. @throws InvocationError */
  async run(): Promise<unknown> {
    return this.target.invoke(scheduledEvent(this.now()));
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
