/** A clock that stands until it is moved. */
export class Clock {
  constructor(private ms = Date.parse('2026-03-02T09:00:00Z')) {}

  readonly now = (): number => this.ms;

  /** In ms. */
  move(by: number): void {
    this.ms += by;
  }
}
