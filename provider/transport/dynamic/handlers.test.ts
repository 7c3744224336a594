import { describe, expect, it, vi } from "vitest";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { Engine, providerText } from "../../../test/unit/provider/support/engine.js";
import { answer, hang, type Plan, thingOf } from "../../../test/unit/provider/support/thing.js";
import { AgentsError, errorCodes } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { hidden } from "../hidden.js";
import { keepsState } from "./unread.js";

/** A workspace whose only call waits for its signal. */
const waiting = {
  kind: "databricks",
  probe: async () => ({}),
  call: ({ signal }: { signal?: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(answer("cancelled", "GET /hang was cancelled.")));
    }),
} as unknown as Workspace;

const engineOf = (plan: Plan = {}, declaration = {}, connect = async () => waiting) =>
  new Engine(thingOf(plan), connect, { name: "one", ...declaration });

const checkpoint: Plan["create"] = (context) => context.checkpoint("one", { state: "BUILDING" });

describe("a creation that fails half way", () => {
  const failing: Plan = {
    create(context) {
      checkpoint(context);
      throw new AgentsError("deploymentFailed", "the image did not build", { evidence: "line 7: no such package" });
    },
  };

  it("keeps id, provider, URN, inputs and evidence, and says why", async () => {
    const engine = engineOf(failing);
    const { message } = await engine.up({ name: "one", size: 2 });
    expect(message).toBe("the image did not build\nline 7: no such package");
    expect(engine.state).toMatchObject({
      id: "one",
      initErrors: [message],
      outputs: {
        [hidden.provider]: providerText,
        [hidden.urn]: expect.stringContaining("::one"),
        [hidden.stateVersion]: 3,
        [hidden.evidence]: "line 7: no such package",
        name: "one",
        size: 2,
        state: "BUILDING",
      },
    });
  });

  it("is updated by the next run, and its evidence goes", async () => {
    const plan = { ...failing };
    const engine = engineOf(plan);
    await engine.up({ name: "one" });
    expect((await engine.up({ name: "one" })).operation).toBe("update");
    expect(engine.state?.outputs).not.toHaveProperty(hidden.evidence);
    expect((await engine.up({ name: "one" })).operation).toBe("same");
  });

  it("can be refreshed and destroyed", async () => {
    const engine = engineOf(failing);
    await engine.up({ name: "one" });
    expect(await engine.refresh()).toMatchObject({ message: "" });
    expect(engine.state?.outputs[hidden.evidence]).toBeUndefined();
    expect((await engine.destroy()).operation).toBe("delete");
  });

  it("leaves nothing in the state when nothing was made", async () => {
    const engine = engineOf({
      create() {
        throw answer("permissionDenied");
      },
    });
    expect((await engine.up({ name: "one" })).operation).toBe("failed");
    expect(engine.state).toBeUndefined();
  });
});

describe("an update that fails half way", () => {
  it("keeps what was declared before, so that the next run sees what is still to do", async () => {
    let fail = true;
    const engine = engineOf({
      update(context) {
        context.checkpoint("one", { state: "READY" });
        if (fail) throw answer("unavailable");
      },
    });
    await engine.up({ name: "one", labels: { a: "1", b: "2" } });
    expect((await engine.up({ name: "one", labels: { a: "1" } })).operation).toBe("failed");
    expect(engine.state?.outputs).toMatchObject({ state: "READY", labels: { a: "1", b: "2" } });
    fail = false;
    await engine.refresh();
    expect((await engine.up({ name: "one", labels: { a: "1" } })).operation).toBe("update");
    expect(engine.state?.outputs.labels).toEqual({ a: "1" });
    expect((await engine.up({ name: "one", labels: { a: "1" } })).operation).toBe("same");
  });

  it("leaves the state alone when nothing was recorded", async () => {
    const engine = engineOf({
      update() {
        throw answer("unavailable");
      },
    });
    await engine.up({ name: "one", size: 1 });
    const before = structuredClone(engine.state);
    expect((await engine.up({ name: "one", size: 2 })).operation).toBe("failed");
    expect(engine.state).toEqual(before);
  });
});

describe("a preview", () => {
  it("is told to `check`, and leaves no trace in what goes on from there", async () => {
    const told: boolean[] = [];
    const engine = engineOf({ check: ({ preview }) => void told.push(preview) });
    await engine.up({ name: "one" });
    expect(await engine.preview({ name: "one" })).toMatchObject({ operation: "same", changed: [] });
    const previewed = await engine.check({ name: "one", size: 2 }, true);
    expect(previewed).toEqual(await engine.check({ name: "one", size: 2 }));
    expect(told).toEqual([false, true, true, false]);
  });
});

describe("a refresh", () => {
  const kept = errorCodes.filter((code) => keepsState[code]);

  it.each(kept)("keeps the state and warns at %s", async (code) => {
    let broken = false;
    const engine = engineOf({
      read() {
        if (broken) throw answer(code);
      },
    });
    await engine.up({ name: "one", size: 4, labels: { a: "b" } });
    const before = structuredClone(engine.state);
    broken = true;
    expect(await engine.refresh()).toMatchObject({ message: "" });
    expect(engine.state).toEqual(before);
    expect(engine.log).toEqual([`warning: not refreshed, the recorded state is kept: answered ${code}`]);
    expect((await engine.up({ name: "one", size: 4, labels: { a: "b" } })).operation).toBe("same");
  });

  it("drops what the right place says is gone", async () => {
    instantTimers();
    const engine = engineOf({ read: () => "gone" });
    await engine.up({ name: "one" });
    await engine.refresh();
    expect(engine.state).toBeUndefined();
  });

  it("keeps what a first answer, or the second, does not find: reads may lag behind", async () => {
    instantTimers();
    let reads = 0;
    const engine = engineOf({ read: () => (++reads < 3 ? "gone" : undefined) });
    await engine.up({ name: "one" });
    await engine.refresh();
    expect([engine.state?.id, reads]).toEqual(["one", 3]);
    await engine.refresh();
    expect(reads).toBe(4);
  });

  it("takes a part that is gone for no sign that the whole is", () => {
    expect(kept).toEqual(expect.arrayContaining(["notFound", "unsupported", "notAWorkspace", "invalidResponse"]));
  });

  it.each(errorCodes.filter((code) => !keepsState[code]))("fails at %s", async (code) => {
    instantTimers();
    const engine = engineOf({
      read() {
        throw answer(code);
      },
    });
    await engine.up({ name: "one" });
    expect(await engine.refresh()).toEqual({ operation: "failed", message: `answered ${code}` });
    expect(engine.state?.id).toBe("one");
  });
});

describe("a call that hangs, whatever the workspace does", () => {
  /** Runs `call`, waits until it is limited to exactly `hours`, and lets them pass. */
  async function later<T>(hours: number, call: () => Promise<T>): Promise<T> {
    const limits: [number, AbortController][] = [];
    const spy = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const limit = new AbortController();
      limits.push([ms, limit]);
      return limit.signal;
    });
    const outcome = call();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const its = () => limits.find(([ms]) => ms === hours * 3_600_000)?.[1];
    while (its() === undefined) await turn();
    for (let turns = 0; turns < 20; turns++) await turn();
    its()?.abort();
    spy.mockRestore();
    return outcome;
  }
  const never = () => new Promise<never>(() => {});

  it("is given up by a refresh, which keeps the state and says so", async () => {
    let hangs = false;
    const engine = engineOf({ read: () => (hangs ? never() : undefined) });
    await engine.up({ name: "one" });
    hangs = true;
    expect(await later(0.5, () => engine.refresh())).toMatchObject({ message: "" });
    expect(engine.state?.id).toBe("one");
    expect(engine.log).toEqual([expect.stringMatching(/state is kept: read did not finish within 30 minutes/)]);
  });

  it("is given up by a check", async () => {
    const engine = engineOf({ check: never });
    const { failures } = await later(2, () => engine.check({ name: "one" }));
    expect(failures).toEqual([expect.stringMatching(/^check did not finish within 2 hours and was given up\./)]);
  });

  it("is given up by a look before a difference, which goes on and says what was not looked at", async () => {
    let hangs = false;
    const engine = engineOf({ look: async () => (hangs ? never() : { unfinished: false }) });
    await engine.up({ name: "one" });
    hangs = true;
    expect(await later(1 / 6, () => engine.preview({ name: "one" }))).toMatchObject({ operation: "same" });
    expect(engine.log).toEqual([
      expect.stringMatching(/cut off was not looked at: diff did not finish within 10 minutes/),
    ]);
  });

  it("is ended in an update, with the way out", async () => {
    const engine = engineOf({ update: (context) => hang(context) });
    await engine.up({ name: "one", size: 1 });
    const { message } = await later(24 * 7, () => engine.up({ name: "one", size: 2 }));
    expect(message).toMatch(
      /^update did not finish within 7 days and was given up\. Allow it more with customTimeouts\./,
    );
  });

  it("is ended in a creation and a deletion, with the way out", async () => {
    const engine = engineOf({ create: (context) => hang(context), delete: (context) => hang(context) });
    const made = await later(24 * 7, () => engine.up({ name: "one" }));
    expect(made.message).toMatch(
      /^create did not finish within 7 days and was given up\. Allow it more with customTimeouts\./,
    );
    engine.state ??= { id: "one", inputs: {}, outputs: { name: "one", state: "READY" }, initErrors: [] };
    const { message } = await later(2, () => engine.destroy());
    expect(message).toMatch(/^delete did not finish within 2 hours/);
  });
});

describe("get, which knows an id and nothing else", () => {
  it("reads the rest", async () => {
    const engine = engineOf();
    await engine.get("other");
    expect(engine.state).toMatchObject({ id: "other", inputs: { name: "other" }, outputs: { state: "READY" } });
  });

  it("fails where the workspace does not answer: there is no state to keep", async () => {
    const engine = engineOf({
      read() {
        throw answer("unreachable");
      },
    });
    expect(await engine.get("other")).toEqual({ operation: "failed", message: "answered unreachable" });
  });
});

describe("check", () => {
  it("reports everything at once, without naming a property, and never throws", async () => {
    const engine = engineOf({
      check() {
        throw new TypeError("x is not a function");
      },
    });
    const { failures } = await engine.check({ name: 7, siez: 1 });
    expect(failures).toEqual([
      "siez: there is no such argument. Did you mean `size`?",
      "name: it must be a string, but a number was given (7).",
      expect.stringMatching(/^an unexpected error, which is a defect of pulumi-mlflow-agents: x is not a function/),
    ]);
  });

  it("asks the workspace whether it is there only when the arguments are right", async () => {
    let asked = 0;
    const probe = async () => {
      asked++;
      throw answer("unreachable", "nobody answers");
    };
    const engine = engineOf({}, {}, async () => ({ ...waiting, probe }) as unknown as Workspace);
    expect((await engine.check({})).failures).toHaveLength(1);
    expect(asked).toBe(0);
    expect((await engine.check({ name: "one" })).failures).toEqual(["nobody answers"]);
  });

  it("is the same the second time, also over computed values; a computed value cannot be given", async () => {
    const engine = engineOf();
    const { inputs } = await engine.check({ name: "one", size: 1 });
    expect(inputs).toMatchObject({ shout: "ONE" });
    expect(await engine.check(inputs)).toEqual({ inputs, failures: [] });
    expect((await engine.check({ name: "one", shout: "two" })).failures).toEqual([
      "shout: it is computed and cannot be given.",
    ]);
  });

  it("tolerates what is not known yet", async () => {
    const { failures, inputs } = await engineOf().check({ name: unknownValue, labels: { a: unknownValue } });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ name: unknownValue, labels: { a: unknownValue } });
  });
});

describe("a secret", () => {
  const canary = "canary-9f3a";
  const leaks: Plan = {
    check(context) {
      context.warn(`what is ${canary}?`);
      throw answer("invalidArgument", `no ${canary} here`);
    },
  };

  it.each([
    ["one entry of an argument", { name: "one", labels: { a: "b", c: canary } }, { secrets: ["labels/c"] }],
    ["a Pulumi secret", { name: "one", note: canary }, { secrets: ["note"] }],
    ["part of a Pulumi secret", { name: "one", labels: { a: { b: canary } } }, { secrets: ["labels"] }],
  ])("is repeated neither in failures nor in warnings: %s", async (_what, args, declaration) => {
    const engine = engineOf(leaks, declaration);
    const { failures } = await engine.check(args);
    expect(failures.at(-1)).toBe("no [secret] here");
    expect(JSON.stringify([failures, engine.log])).not.toContain(canary);
  });

  it("is repeated neither in an error of the server nor in its logs, whether it is the new one or the old one", async () => {
    const plan: Plan = {
      update(context) {
        checkpoint(context);
        const message = `new "${canary}\\"new", old ${canary}-old`;
        throw new AgentsError("deploymentFailed", message, { evidence: `KEY=${canary}-old` });
      },
    };
    const engine = engineOf(plan, { secrets: ["key"] });
    await engine.up({ name: "one", key: `${canary}-old` });
    const { message } = await engine.up({ name: "one", key: `${canary}"new` });
    expect(message).toBe('new "[secret]", old [secret]\nKEY=[secret]');
    expect(JSON.stringify([engine.state?.initErrors, engine.state?.outputs[hidden.evidence]])).not.toContain(canary);
  });
});

describe("what the dynamic provider process prints of an error", () => {
  it("is no stack trace, and says the message nowhere", async () => {
    const engine = engineOf({
      read() {
        throw new TypeError("x is not a function");
      },
    });
    await engine.up({ name: "one" });
    const handlers = engine.handlers();
    const error = await handlers.read("one", engine.state?.outputs ?? {}).catch((thrown: Error) => thrown);
    // `${e}: ${e.stack}` is what @pulumi/pulumi/cmd/dynamic-provider writes to the terminal.
    const printed = `${error}: ${(error as Error).stack}`;
    expect(printed).toBe('Thing "one": read failed: see the error reported for it');
    expect((error as Error).message).toMatch(/defect of pulumi-mlflow-agents: x is not a function/);
  });
});

describe("state of an older version", () => {
  it("is brought into today's shape before anything looks at it", async () => {
    const engine = engineOf();
    await engine.up({ name: "one", note: "new" });
    if (engine.state === undefined) throw new Error("nothing was made");
    engine.state.outputs = { ...engine.state.outputs, note: "ancient", [hidden.stateVersion]: 1 };
    const inputs = (await engine.check({ name: "one", note: "from version 1" })).inputs;
    expect(await engine.handlers().diff("one", engine.state.outputs, inputs)).toEqual({ changes: false });
    await engine.refresh();
    expect(engine.state.outputs).toMatchObject({ note: "from version 1", [hidden.stateVersion]: 3 });
  });
});

describe("customTimeouts", () => {
  it("ends the operation, with what exists kept and the reason told", async () => {
    const engine = engineOf(
      {
        async create(context) {
          checkpoint(context);
          await hang(context);
        },
      },
      { timeouts: { create: 0.05, update: 100 } },
    );
    const { message } = await engine.up({ name: "one" });
    expect(message).toBe("not finished within the 0.05 s of customTimeouts. GET /hang was cancelled.");
    expect(engine.state?.id).toBe("one");
  });

  it("that are longer than a timer can be are no limit", async () => {
    const engine = engineOf(
      { create: ({ signal }) => expect(signal.aborted).toBe(false) },
      { timeouts: { create: 1e9 } },
    );
    expect((await engine.up({ name: "one" })).operation).toBe("create");
  });

  it("do not limit other operations", async () => {
    const engine = engineOf(
      { delete: ({ timeouts }) => expect(timeouts).toEqual({ create: 1 }) },
      { timeouts: { create: 1 } },
    );
    await engine.up({ name: "one" });
    expect((await engine.destroy()).operation).toBe("delete");
  });
});

describe("diff", () => {
  const cases: [string, Record<string, unknown>, object][] = [
    ["nothing", {}, { changes: false }],
    ["an argument that only the state has to know, whose details the engine finds", { keep: true }, {}],
    ["an argument, whose details the engine finds", { size: 3 }, {}],
    ["an argument that was left out and is null", { size: 1, note: null }, { changes: false }],
    ["what demands a new object", { name: "two", size: 3 }, { replaces: ["name"], deleteBeforeReplace: false }],
  ];
  it.each(cases)("of %s", async (_what, change, expected) => {
    const engine = engineOf();
    await engine.up({ name: "one", size: 1 });
    const { inputs } = await engine.check({ name: "one", size: 1, ...change });
    expect(await engine.handlers().diff("one", engine.state?.outputs ?? {}, inputs)).toEqual(expected);
  });
});

describe("an argument that only the state has to know", () => {
  it("is written to the state without a call, so that the deletion knows it", async () => {
    let updates = 0;
    const engine = engineOf({ update: () => updates++ });
    await engine.up({ name: "one" });
    expect(await engine.preview({ name: "one", keep: true })).toMatchObject({ operation: "update", changed: ["keep"] });
    expect(engine.log.join()).toContain("only the state records this change (`keep`)");
    await engine.up({ name: "one", keep: true });
    expect(updates).toBe(0);
    expect(engine.state?.outputs).toMatchObject({ keep: true, state: "READY" });
    expect((await engine.up({ name: "one", keep: true })).operation).toBe("same");
    await engine.up({ name: "one" });
    expect(engine.state?.outputs).not.toHaveProperty("keep");
  });

  it("is recorded by an update that fails: the next thing may be a deletion", async () => {
    const engine = engineOf({
      update(context) {
        checkpoint(context);
        throw answer("unavailable");
      },
    });
    await engine.up({ name: "one" });
    expect((await engine.up({ name: "one", size: 2, keep: true })).operation).toBe("failed");
    expect(engine.state?.outputs).toMatchObject({ keep: true });
    expect(engine.state?.outputs).not.toHaveProperty("size");
  });

  it("does not stand for the update that an unfinished resource needs", async () => {
    let updates = 0;
    const engine = engineOf({
      create(context) {
        context.checkpoint("one", { state: "READY" });
        throw answer("unavailable");
      },
      update: () => updates++,
    });
    await engine.up({ name: "one" });
    await engine.up({ name: "one", keep: true });
    expect(updates).toBe(1);
    expect((await engine.up({ name: "one", keep: true })).operation).toBe("same");
  });
});

describe("delete", () => {
  it("that finds a part gone is not done: the object may be there", async () => {
    instantTimers();
    const engine = engineOf({
      delete() {
        throw answer("notFound");
      },
    });
    await engine.up({ name: "one" });
    expect(await engine.destroy()).toEqual({ operation: "failed", message: "answered notFound" });
    expect(engine.state?.id).toBe("one");
  });

  it("that fails keeps the resource", async () => {
    const engine = engineOf({
      delete() {
        throw answer("conflict");
      },
    });
    await engine.up({ name: "one" });
    expect(await engine.destroy()).toEqual({ operation: "failed", message: "answered conflict" });
    expect(engine.state?.id).toBe("one");
  });
});

describe("a deletion that belongs to no replacement of the object", () => {
  const deletions = (plan: Plan = {}) => {
    const gone: string[] = [];
    const goes = vi.fn((id: string) => gone.push(id));
    return { gone, plan: { ...plan, delete: () => void goes("one") } satisfies Plan };
  };
  const urnOf = (name: string) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/mlflow-agents:Thing::${name}`;
  const outputsOf = (engine: Engine) => engine.state?.outputs ?? {};

  it("is done where another resource has an object of the same id", async () => {
    const { gone, plan } = deletions();
    const old = engineOf(plan);
    await old.up({ name: "one" });
    const handlers = old.handlers();
    const renamed = { name: "one", [hidden.urn]: urnOf("renamed") };
    await handlers.check({}, renamed);
    await handlers.create(renamed);
    await handlers.delete("one", outputsOf(old));
    expect(gone).toEqual(["one"]);
  });

  it("is done after a refresh that compared what is only there to be deleted", async () => {
    const { gone, plan } = deletions();
    const engine = engineOf(plan);
    await engine.up({ name: "one" });
    const [inputs, former] = [engine.state?.inputs ?? {}, outputsOf(engine)];
    await engine.up({ name: "one" }, { replace: true });
    const handlers = engine.handlers();
    // As `destroy --refresh` does it, the replaced one last.
    await handlers.diff("one", outputsOf(engine), inputs);
    await handlers.diff("one", former, inputs);
    await handlers.delete("one", outputsOf(engine));
    expect(gone).toEqual(["one"]);
  });

  it("is not done where the creation that took the object over failed half way", async () => {
    let fails = false;
    const { gone, plan } = deletions({
      create(context) {
        context.checkpoint("one", { state: "BUILDING" });
        if (fails) throw new AgentsError("deploymentFailed", "it did not build");
      },
    });
    const engine = engineOf(plan);
    await engine.up({ name: "one" });
    const former = outputsOf(engine);
    const handlers = engine.handlers();
    fails = true;
    const { inputs } = await handlers.check({}, engine.state?.inputs ?? {});
    await expect(handlers.create(inputs)).rejects.toThrow("it did not build");
    // As `--continue-on-error` goes on.
    await handlers.delete("one", former);
    expect(gone).toEqual([]);
  });
});

describe("a state of before owner ids", () => {
  it("is no difference to a program that says where a destroy would stop, after a refresh either", async () => {
    const engine = engineOf({});
    await engine.up({ name: "one" });
    delete engine.state?.outputs.__owner;
    const args = { name: "one", __stopsAt: "main.agents.one" };
    expect((await engine.preview(args)).operation).toBe("same");
    await engine.refresh();
    expect((await engine.preview(args)).operation).toBe("same");
  });
});

describe("a stack that moves to another workspace", () => {
  const at = (workspaceId: string, host = "https://one.example.com") =>
    ({ ...waiting, host, probe: async () => ({ workspaceId }) }) as unknown as Workspace;

  it("replaces what it holds, says where the old object stays, and touches nothing of that name in the new one", async () => {
    let now = at("1");
    const done: string[] = [];
    const plan: Plan = { delete: () => done.push("delete"), create: () => done.push("create") };
    const engine = engineOf(plan, {}, async () => now);
    await engine.up({ name: "one" });
    now = at("2", "https://two.example.com");
    expect((await engine.preview({ name: "one" })).operation).toBe("replace");
    expect(engine.log.join()).toMatch(/the stack moves to https:\/\/two\.example\.com: .* another workspace \(1\)/);
    expect((await engine.up({ name: "one" })).operation).toBe("replace");
    expect(done).toEqual(["create", "create"]);
    expect(engine.log.at(-1)).toMatch(/^warning: .* It stays there, and this stack no longer knows it/);
    expect((await engine.up({ name: "one" })).operation).toBe("same");
  });

  it("is shown no difference by a refresh, which replaces nothing", async () => {
    let now = at("1");
    const engine = engineOf({}, {}, async () => now);
    await engine.up({ name: "one" });
    now = at("2");
    const { inputs = {}, outputs = {} } = engine.state ?? {};
    const handlers = engine.handlers();
    await handlers.read("one", outputs);
    expect(await handlers.diff("one", outputs, inputs)).toEqual({ changes: false });
    expect(engine.log).toEqual([expect.stringMatching(/not refreshed/)]);
    // The same process goes on with the program, where the run is `up --refresh`.
    await handlers.check(inputs, inputs);
    expect(await handlers.diff("one", outputs, inputs)).toMatchObject({ changes: true, replaces: ["workspace"] });
  });

  it("takes no other spelling of the same one for another", async () => {
    let now = at("1");
    const engine = engineOf({}, {}, async () => now);
    await engine.up({ name: "one" });
    now = at("1", "https://ONE.example.com");
    expect((await engine.up({ name: "one" })).operation).toBe("same");
  });

  it("keeps the state in a refresh: what is not looked at is not gone", async () => {
    let now = at("1");
    const engine = engineOf({ read: () => "gone" }, {}, async () => now);
    await engine.up({ name: "one" });
    now = at("2");
    await engine.refresh();
    expect(engine.state?.id).toBe("one");
    expect(engine.log.join()).toMatch(/not refreshed, the recorded state is kept: .*another workspace/);
  });

  it("makes no difference for a state that does not say where it is, and is said by the next one", async () => {
    const engine = engineOf({}, {}, async () => at("1"));
    await engine.up({ name: "one" });
    delete engine.state?.outputs.__workspace;
    expect((await engine.up({ name: "one" })).operation).toBe("same");
    await engine.refresh();
    expect(engine.state?.outputs.__workspace).toBe("databricks:1");
  });
});
