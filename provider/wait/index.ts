/** Waiting with a clock, cancellation and progress. */
export { type Clock, realClock } from "./clock.js";
export { type Creation, createOnce } from "./createOnce.js";
export { type TestClock, testClock } from "./testClock.js";
export { goneAfterMs, lagMs, removeSurely, untilSeen, untilSo, type Watch, whileNotFound } from "./untilSeen.js";
export { type Poll, type WaitOptions, waitFor } from "./waitFor.js";
