import { onTestFinished, vi } from "vitest";

/** Waiting takes no time until the end of the test: a timer fires as soon as nothing else is going on. */
export function instantTimers(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  onTestFinished(() => {
    vi.useRealTimers();
  });
}
