const RealDate = Date;
const realNow = Date.now;
let offset = 0;

// In place before any bundle is loaded: handlers keep `Date.now` itself at hand.
RealDate.now = () => realNow() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parts, newTarget) =>
    Reflect.construct(target, parts.length > 0 ? parts : [RealDate.now()], newTarget),
  apply: () => new RealDate(RealDate.now()).toString(),
});

/** Moves this process's clock to `offsetMs` from the machine's: tests of "45 days later" wait for nothing. */
export function moveClock(offsetMs) {
  offset = offsetMs;
}
