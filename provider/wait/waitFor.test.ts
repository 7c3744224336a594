import { describe, expect, test } from "vitest";
import { AgentsError } from "../errors.js";
import { type Poll, realClock, testClock, waitFor } from "./index.js";

/** A poll that gives one look after the other, the last for ever; an error is thrown. */
function looks<T>(...all: (Poll<T> | Error)[]): { poll: () => Promise<Poll<T>>; count: () => number } {
  let count = 0;
  return {
    count: () => count,
    async poll() {
      const look = all[Math.min(count++, all.length - 1)];
      if (look === undefined || look instanceof Error) throw look;
      return look;
    },
  };
}

const pending = (status: string) => ({ done: false as const, status });
const transient = (retryAfter?: number) =>
  new AgentsError("unavailable", "busy", { retryable: true, ...(retryAfter === undefined ? {} : { retryAfter }) });

describe("waitFor", () => {
  test("looks at once, then with pauses that grow up to a cap, and tells the progress", async () => {
    const clock = testClock();
    const told: [string, number][] = [];
    const { poll } = looks(...Array.from({ length: 13 }, (_, index) => pending(`step ${index}`)), {
      done: true,
      value: 7,
    });
    const value = await waitFor({
      poll,
      timeoutMs: 600_000,
      clock,
      progress: (status, elapsed) => told.push([status, elapsed]),
    });
    expect(value).toBe(7);
    expect(clock.sleeps.slice(0, 3)).toEqual([1_000, 2_000, 3_000]);
    expect(clock.sleeps.slice(-4)).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(told.slice(0, 3)).toEqual([
      ["step 0", 0],
      ["step 1", 1_000],
      ["step 2", 3_000],
    ]);
  });

  test("what is done already is not waited for", async () => {
    const clock = testClock();
    expect(await waitFor({ poll: looks({ done: true, value: "v" }).poll, timeoutMs: 0, clock })).toBe("v");
    expect(clock.sleeps).toEqual([]);
  });

  test("time-out: after a last look at the very end, with the last state", async () => {
    const clock = testClock();
    const { poll, count } = looks(pending("NOT_READY"));
    await expect(waitFor({ poll, timeoutMs: 2_500, clock, what: "Endpoint support" })).rejects.toMatchObject({
      code: "timeout",
      message: "Endpoint support was not ready after 3 s; its last state: NOT_READY.",
    });
    expect(clock.now()).toBe(2_500);
    expect(count()).toBe(3);
  });

  test("the last look counts", async () => {
    const clock = testClock();
    const poll = async (): Promise<Poll<number>> => (clock.now() >= 5_000 ? { done: true, value: 1 } : pending("x"));
    expect(await waitFor({ poll, timeoutMs: 5_000, clock })).toBe(1);
  });

  test("transient errors are passed over, waited for as asked, and are told at the time-out", async () => {
    const clock = testClock();
    const { poll } = looks<number>(transient(), transient(30), pending("x"), { done: true, value: 1 });
    expect(await waitFor({ poll, timeoutMs: 100_000, clock })).toBe(1);
    expect(clock.sleeps).toEqual([1_000, 30_000, 3_000]);
    const unseen = waitFor({
      poll: looks<number>(pending("BUILDING"), transient()).poll,
      timeoutMs: 20_000,
      clock: testClock(),
    });
    await expect(unseen).rejects.toMatchObject({ code: "timeout", message: expect.stringMatching(/BUILDING.*busy/) });
  });

  test("but not for ever, and others not at all", async () => {
    const { poll, count } = looks<number>(transient());
    await expect(waitFor({ poll, timeoutMs: 9e9, clock: testClock(), maxTolerated: 3 })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(count()).toBe(4);
    const gone = looks<number>(new AgentsError("notFound", "gone"));
    await expect(waitFor({ poll: gone.poll, timeoutMs: 9e9, clock: testClock() })).rejects.toMatchObject({
      code: "notFound",
    });
    const chosen = looks<number>(new Error("odd"), { done: true, value: 2 });
    expect(await waitFor({ poll: chosen.poll, timeoutMs: 9e9, clock: testClock(), tolerate: () => true })).toBe(2);
  });

  test("cancelled before, during a pause, and during a look that never ends", async () => {
    const before = looks(pending("x"));
    await expect(waitFor({ poll: before.poll, timeoutMs: 9e9, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(before.count()).toBe(0);

    const pausing = new AbortController();
    const progress = () => setImmediate(() => pausing.abort());
    const paused = waitFor({ poll: looks(pending("BUILDING")).poll, timeoutMs: 9e9, signal: pausing.signal, progress });
    await expect(paused).rejects.toMatchObject({ code: "cancelled", message: expect.stringContaining("BUILDING") });

    const looking = new AbortController();
    setImmediate(() => looking.abort());
    const stuck = waitFor({ poll: () => new Promise<Poll<number>>(() => {}), timeoutMs: 9e9, signal: looking.signal });
    await expect(stuck).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("clocks", () => {
  test("the real one sleeps, and wakes when it is aborted", async () => {
    const start = realClock.now();
    expect(Math.abs(start - Date.now())).toBeLessThan(60_000);
    await realClock.sleep(20);
    expect(realClock.now() - start).toBeGreaterThanOrEqual(18);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await expect(realClock.sleep(60_000, controller.signal)).rejects.toThrow("enough");
    await expect(realClock.sleep(60_000, controller.signal)).rejects.toThrow("enough");
  });

  test("a manual one moves only when it is told to", async () => {
    const clock = testClock({ manual: true, start: 5 });
    const woken: number[] = [];
    const sleeping = [30, 10].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
    clock.advance(10);
    await sleeping[1];
    expect(woken).toEqual([10]);
    clock.advance(100);
    await Promise.all(sleeping);
    expect([woken, clock.now()]).toEqual([[10, 30], 115]);
  });
});
