// In CI every property test draws the same values each time, so that a red run says something about the change and can be
// repeated. At home they are new in each run, and FAST_CHECK_SEED repeats one.
const fc = require('fast-check');

const seed = process.env.FAST_CHECK_SEED ?? (process.env.CI ? '20261125' : undefined);
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
