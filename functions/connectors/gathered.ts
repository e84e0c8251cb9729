/**
 * Gathers what callers ask for within one turn of the event loop into one piece of work: DynamoDB's batch calls take many
 * keys at the price of one, and a batch of messages asks for many things at the same time.
 */
export class Gathered<Part, Result> {
  private parts: Part[] = [];
  private pending: Promise<Result> | null = null;

  /** @param work gets the parts of all callers, in order, and its result or error goes to each of them. */
  constructor(private readonly work: (parts: readonly Part[]) => Promise<Result>) {}

  add(parts: readonly Part[]): Promise<Result> {
    this.parts.push(...parts);
    this.pending ??= this.together();
    return this.pending;
  }

  private async together(): Promise<Result> {
    await new Promise((resolve) => setImmediate(resolve));
    const { parts } = this;
    this.parts = [];
    this.pending = null;
    return this.work(parts);
  }
}
