/** Moves this process's clock to `offsetMs` from the machine's: tests of "45 days later" wait for nothing. */
export function moveClock(offsetMs: number): void;
