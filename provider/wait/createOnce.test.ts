import { beforeEach, describe, expect, test, vi } from "vitest";
import { AgentsError } from "../errors.js";
import { createOnce, goneAfterMs, lagMs, removeSurely, untilSeen, whileNotFound } from "./index.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

const said: string[] = [];
const watch = { signal: new AbortController().signal, progress: (message: string) => void said.push(message) };

const answered = (status: number, retryAfter?: number) =>
  new AgentsError("unknownOutcome", `answered ${status}`, {
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });

/** A server that has things; each send answers what stands first, and has its effect where that is said. */
function server(...answers: ({ effect: boolean; error: Error } | "made")[]) {
  const world = { things: 0, sent: 0, looks: 0, visibleFrom: 0 };
  return {
    world,
    creation: {
      what: "the thing",
      async send() {
        const answer = answers[world.sent++] ?? "made";
        if (answer === "made" || answer.effect) world.things++;
        if (answer !== "made") throw answer.error;
        return "its own answer";
      },
      async lookUp() {
        world.looks++;
        return world.things > 0 && world.looks > world.visibleFrom ? "looked up" : undefined;
      },
    },
  };
}

describe("createOnce", () => {
  test("what is made at once is not looked up", async () => {
    const { creation, world } = server();
    expect(await createOnce(watch, creation)).toEqual({ value: "its own answer", made: true, doubtful: false });
    expect(world).toMatchObject({ sent: 1, looks: 0 });
  });

  test.each([
    ["503 with Retry-After", answered(503, 1)],
    ["429", answered(429)],
    ["500", answered(500)],
    ["no answer", new AgentsError("unknownOutcome", "no answer")],
  ])("%s behind the effect: one thing, though the first reads do not show it", async (_what, error) => {
    const { creation, world } = server({ effect: true, error });
    world.visibleFrom = 5;
    expect(await createOnce(watch, creation)).toEqual({ value: "looked up", made: false, doubtful: true });
    expect(world).toMatchObject({ sent: 1, things: 1 });
  });

  test("429 before the effect: looked at for a while, then sent again, no sooner than the server asked", async () => {
    const { creation, world } = server({ effect: false, error: answered(429, 20) });
    const start = performance.now();
    expect(await createOnce(watch, creation)).toEqual({ value: "its own answer", made: true, doubtful: true });
    expect(performance.now() - start).toBeGreaterThanOrEqual(20_000);
    expect(world).toMatchObject({ sent: 2, things: 1 });
    expect(said.join()).toContain("the server answered 429 and made nothing; sending it again");
  });

  test("a server that stays busy, or asks for more than a minute, is an error in the end", async () => {
    const busy = server(...Array.from({ length: 99 }, () => ({ effect: false, error: answered(429) })));
    const start = performance.now();
    await expect(createOnce(watch, busy.creation)).rejects.toMatchObject({ code: "unknownOutcome", status: 429 });
    expect(performance.now() - start).toBeLessThan(140_000);
    const patient = server({ effect: false, error: answered(429, 3_600) });
    await expect(createOnce(watch, patient.creation)).rejects.toMatchObject({ retryAfter: 3_600 });
    expect(patient.world.sent).toBe(1);
  });

  test.each([
    ["no answer", new AgentsError("unknownOutcome", "no answer")],
    ["500", answered(500)],
  ])("%s and nothing to be seen: it may still come, so it is not sent again", async (_what, error) => {
    const { creation, world } = server({ effect: false, error });
    await expect(createOnce(watch, creation)).rejects.toBe(error);
    expect(world.sent).toBe(1);
    expect(world.looks).toBeGreaterThan(5);
  });

  test("what exists by the server's word is looked for as long as an answer may lag; what was refused is not", async () => {
    const { creation, world } = server({ effect: true, error: new AgentsError("alreadyExists", "it is there") });
    world.visibleFrom = 10;
    expect(await createOnce(watch, creation)).toMatchObject({ value: "looked up", made: false });
    const refused = server({ effect: false, error: new AgentsError("permissionDenied", "no") });
    await expect(createOnce(watch, refused.creation)).rejects.toMatchObject({ code: "permissionDenied" });
    expect(refused.world.looks).toBe(0);
  });
});

describe("untilSeen", () => {
  test("one look at what is there; eight, within six seconds, at what is not", async () => {
    const looks = vi.fn(async (): Promise<string | undefined> => "x");
    expect(await untilSeen(watch, "it", looks, goneAfterMs)).toBe("x");
    expect(looks).toHaveBeenCalledTimes(1);
    looks.mockReset().mockResolvedValue(undefined);
    const start = performance.now();
    expect(await untilSeen(watch, "it", looks, goneAfterMs)).toBeUndefined();
    expect(performance.now() - start).toBeLessThanOrEqual(goneAfterMs + 1);
    expect(looks).toHaveBeenCalledTimes(8);
  });

  test("a look that fails is not a look that finds nothing", async () => {
    const refused = new AgentsError("permissionDenied", "no");
    await expect(untilSeen(watch, "it", () => Promise.reject(refused), lagMs)).rejects.toBe(refused);
    const busy = new AgentsError("unavailable", "busy", { retryable: true });
    await expect(untilSeen(watch, "it", () => Promise.reject(busy), 1_000)).rejects.toBe(busy);
  });

  test("a call is made again while its object is not found, also one that answers nothing", async () => {
    const call = vi
      .fn()
      .mockRejectedValueOnce(new AgentsError("notFound", "no such thing"))
      .mockResolvedValue(undefined);
    await whileNotFound(watch, "it", call, lagMs);
    expect(call).toHaveBeenCalledTimes(2);
    const missing = new AgentsError("notFound", "no such thing");
    await expect(whileNotFound(watch, "it", () => Promise.reject(missing), goneAfterMs)).rejects.toBe(missing);
  });

  test("a removal is believed when it removed something, else it is tried again", async () => {
    const remove = vi.fn().mockResolvedValueOnce(false).mockResolvedValue(true);
    await removeSurely(watch, "it", remove);
    expect(remove).toHaveBeenCalledTimes(2);
    await removeSurely(watch, "it", async () => false);
  });

  test("cancelling ends it", async () => {
    const controller = new AbortController();
    const look = async () => controller.abort();
    const waiting = untilSeen({ ...watch, signal: controller.signal }, "it", look, lagMs);
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
  });
});
