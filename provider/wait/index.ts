/** Waiting with a clock, cancellation and progress. */
export { type Clock, realClock } from "./clock.js";
export { type TestClock, testClock } from "./testClock.js";
export { type Poll, type WaitOptions, waitFor } from "./waitFor.js";
