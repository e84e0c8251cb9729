/**
 * Timers and `performance.now` stand until a test moves them. What is not a timer goes on: connections are made, answers
 * come, and `until` (test/local/until.ts) waits for them. So a time-out of seconds costs none, and its length is exact.
 */
export function holdTimers(): void {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
}
