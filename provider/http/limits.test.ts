import { describe, expect, test } from "vitest";
import { limiter } from "./limiter.js";
import { defaultRetry, parseRetryAfter, pauseBefore } from "./retry.js";

describe("limiter", () => {
  test("runs no more than its limit at once, in order, and goes on after failures", async () => {
    const limit = limiter(3);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const works = Array.from({ length: 20 }, (_, index) =>
      limit.run(async () => {
        begun.push(index);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (index % 4 === 0) throw new Error("one fails");
        return index;
      }),
    );
    const results = await Promise.allSettled(works);
    expect(most).toBe(3);
    expect(begun).toEqual([...begun].sort((a, b) => a - b));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(15);
    expect(await limit.run(async () => "still works")).toBe("still works");
  });

  test("who gives up waiting leaves the line", async () => {
    const limit = limiter(1);
    let release = () => {};
    const first = limit.run(() => new Promise<void>((resolve) => (release = resolve)));
    const controller = new AbortController();
    const second = limit.run(async () => "never", controller.signal);
    const third = limit.run(async () => "third");
    controller.abort(new Error("given up"));
    await expect(second).rejects.toThrow("given up");
    release();
    await first;
    expect(await third).toBe("third");
    await expect(limit.run(async () => 1, AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  test.each([
    ["120", 120],
    ["0", 0],
    ["1.5", 1.5],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%s is %s s", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  test("pauses double up to a cap, between half and the whole", () => {
    const pauses = (random: number) =>
      [1, 2, 3, 6, 7, 100].map((tries) => pauseBefore({ ...defaultRetry, random: () => random }, tries, undefined));
    expect(pauses(1)).toEqual([300, 600, 1_200, 9_600, 10_000, 10_000]);
    expect(pauses(0)).toEqual([150, 300, 600, 4_800, 5_000, 5_000]);
    expect(pauseBefore(defaultRetry, 1, 60)).toBe(60_000);
    expect(pauseBefore(defaultRetry, 1, 61)).toBeUndefined();
  });

  test("a server that asks for no pause at all gets the usual one", () => {
    const policy = { ...defaultRetry, random: () => 1 };
    expect([1, 2, 3].map((tries) => pauseBefore(policy, tries, 0))).toEqual([300, 600, 1_200]);
    expect(pauseBefore(policy, 6, 0.001)).toBe(9_600);
    expect(pauseBefore(policy, 6, 20)).toBe(20_000);
  });
});
