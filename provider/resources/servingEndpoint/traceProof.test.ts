import { beforeEach, describe, expect, it } from "vitest";
import { noWaiting, one, two, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

const smokeTest = [{ question: "hello", expect: { contains: "well" } }, { question: "and?" }];
const tracing = { experiment: "7" };
const answered = { output: [{ content: [{ type: "output_text", text: "all well" }] }] };

/** An agent that makes a trace of each question, unless it is told otherwise, and how the trace arrives. */
function traced(trace: "arrives" | "late" | "lost" | "none" | "mlflow 2" | "unity catalog" = "arrives") {
  const made = world();
  const { serving, traces } = made.workspace;
  const bodies: Record<string, unknown>[] = [];
  serving.answer = (_entity, body) => {
    bodies.push(body);
    const requestId = `r-${bodies.length}`;
    const traceId = trace === "unity catalog" ? `trace:/main.agents/${bodies.length}` : `tr-${bodies.length}`;
    const arrive = () => traces.traces.set(traceId, { experiment: "7", requestId });
    if (trace === "arrives") arrive();
    if (trace === "late") setTimeout(arrive, 20_000);
    const asked = Object(body.databricks_options).return_trace === true;
    if (!asked) return answered;
    const info = trace === "mlflow 2" ? { request_id: traceId } : { trace_id: traceId };
    const said = { info, data: { spans: [{ text: "a text of the trace" }] } };
    return {
      ...answered,
      databricks_output: { databricks_request_id: requestId, trace: trace === "none" ? null : said },
    };
  };
  return { ...made, bodies };
}

describe("mlflow 23138, 24979: tracing with a smoke test", () => {
  it("finds the trace of the first question, and says which it is", async () => {
    const { up, engine, bodies, settled } = traced();
    const args = { model: one, tracing, smokeTest };
    expect((await up(args)).message).toBe("");
    expect(engine.log).toEqual([]);
    expect(engine.state?.outputs).toMatchObject({ provedTrace: "tr-1", tracesTo: ["experiment 7"] });
    expect(bodies).toEqual([
      { input: [{ role: "user", content: "hello" }], databricks_options: { return_trace: true } },
      { input: [{ role: "user", content: "and?" }] },
    ]);
    await settled(args);
    expect(engine.state?.outputs.provedTrace).toBe("tr-1");
  });

  it("waits for one that is late", async () => {
    const { up, engine } = traced("late");
    await up({ model: one, tracing, smokeTest });
    expect(engine.state?.outputs.provedTrace).toBe("tr-1");
  });

  it.each([
    [
      "lost",
      /^warning: tracing: the trace tr-1 of main-agents-support_1's answer did not arrive in experiment 7 within 60 s\. It takes/,
    ],
    ["none", /^warning: tracing: main-agents-support_1 answered, and made no trace\. What is traced is/],
    ["mlflow 2", /^warning: tracing: the trace tr-1 .* did not arrive .* MLflow 3 or later/],
  ] as const)("warns of one that does not arrive: %s", async (what, warning) => {
    const { up, engine, serving } = traced(what);
    expect((await up({ model: one, tracing, smokeTest })).message).toBe("");
    expect(engine.log).toEqual([expect.stringMatching(warning)]);
    expect(engine.state?.outputs).not.toHaveProperty("provedTrace");
    expect(serving()).toEqual({ "main-agents-support_1": 100 });
  });

  it("fails a version without a trace where the program says so, and the traffic stays", async () => {
    const { up, serving, workspace } = traced();
    const args = { tracing: { ...tracing, prove: "error", proveWithinSeconds: 5 }, smokeTest };
    expect((await up({ model: one, ...args })).message).toBe("");
    workspace.traces.traces.clear();
    workspace.serving.answer = () => answered;
    const { message } = await up({ model: two, ...args });
    expect(message).toMatch(
      /^tracing\.prove: main-agents-support_2 answered, and made no trace\..* It still serves version 1 of/s,
    );
    expect(serving()).toEqual({ "main-agents-support_1": 100, "main-agents-support_2": 0 });
  });

  it("proves nothing of what serves later: untraced, untraceable, unasked or in another place", async () => {
    const off = { ENABLE_MLFLOW_TRACING: "false" };
    for (const [change, proved] of [
      [{ tags: { a: "b" } }, "tr-1"],
      [{ tracing: undefined }, undefined],
      [{ environment: off }, undefined],
      [{ tracing: { experiment: "8" }, smokeTest: undefined }, undefined],
      [{ model: two, smokeTest: undefined }, undefined],
    ] as const) {
      const { up, engine } = traced();
      const args = { model: one, tracing, smokeTest };
      await up(args);
      const next = Object.entries({ ...args, ...change }).filter(([, value]) => value !== undefined);
      expect((await up(Object.fromEntries(next))).message).toBe("");
      expect(engine.state?.outputs.provedTrace, JSON.stringify(change)).toBe(proved);
    }
    const silent = traced();
    await silent.up({ model: one, tracing, smokeTest });
    silent.workspace.serving.answer = () => answered;
    await silent.up({ model: two, tracing, smokeTest });
    expect(silent.engine.state?.outputs).not.toHaveProperty("provedTrace");
  });

  it("proves nothing any more once tracing was turned off by hand, and a refresh says so", async () => {
    const { up, engine, endpoint } = traced();
    await up({ model: one, tracing, smokeTest });
    Object.assign(endpoint().active?.entities[0] ?? {}, { environment_vars: { ENABLE_MLFLOW_TRACING: "false" } });
    await engine.refresh();
    expect(engine.state?.outputs).toMatchObject({ tracesTo: [] });
    expect(engine.state?.outputs).not.toHaveProperty("provedTrace");
  });

  it("looks nowhere where the program says so, or where nothing is traced", async () => {
    for (const args of [
      { tracing: { ...tracing, prove: "off" } },
      { tracing, environment: { ENABLE_MLFLOW_TRACING: "false" } },
      { tracing: { ...tracing, sampling: 0 } },
      { tracing, environment: { MLFLOW_TRACING_DESTINATION: "main.traces" } },
      { environment: { ENABLE_MLFLOW_TRACING: "true", MLFLOW_EXPERIMENT_ID: "7" } },
    ]) {
      const { up, bodies, workspace } = traced("lost");
      expect((await up({ model: one, smokeTest, ...args })).message).toBe("");
      expect(JSON.stringify(bodies)).not.toContain("databricks_options");
      expect(workspace.calls.filter((call) => call.includes("/traces"))).toEqual([]);
    }
  });

  it("takes the trace that comes with the answer where it goes to tables alone", async () => {
    const table = traced("lost");
    await table.up({ model: one, tracing: { inferenceTable: true }, smokeTest });
    expect(table.engine.state?.outputs).toMatchObject({ provedTrace: "tr-1" });
    const catalog = traced("unity catalog");
    await catalog.up({ model: one, tracing, smokeTest });
    expect(catalog.engine.state?.outputs).toMatchObject({ provedTrace: "trace:/main.agents/1" });
    for (const { workspace } of [table, catalog]) {
      expect(workspace.calls.filter((call) => call.includes("/traces"))).toEqual([]);
    }
  });

  it("finds a trace that does not come with the answer by the id of its request", async () => {
    const made = traced("none");
    made.workspace.traces.traces.set("tr-of-another", { experiment: "7", requestId: "r-0" });
    made.workspace.traces.traces.set("tr-mine", { experiment: "7", requestId: "r-1" });
    await made.up({ model: one, tracing, smokeTest });
    expect(made.engine.state?.outputs.provedTrace).toBe("tr-mine");
  });

  it("asks again where traces are sampled, and a miss is never more than a warning", async () => {
    const lucky = traced("none");
    const { answer } = lucky.workspace.serving;
    lucky.workspace.serving.answer = (entity, body) => {
      const said = answer(entity, body);
      if (lucky.bodies.length < 5) return said;
      lucky.workspace.traces.traces.set("tr-5", { experiment: "7", requestId: "r-5" });
      return { ...answered, databricks_output: { trace: { info: { trace_id: "tr-5" } } } };
    };
    await lucky.up({ model: one, tracing: { ...tracing, sampling: 0.5 }, smokeTest });
    expect(lucky.engine.state?.outputs.provedTrace).toBe("tr-5");
    const { up, engine, bodies } = traced("none");
    const args = {
      model: one,
      tracing: { ...tracing, sampling: 0.5, prove: "error", proveWithinSeconds: 1 },
      smokeTest,
    };
    expect((await up(args)).message).toBe("");
    // Two questions of the program, and six more: one in a hundred times all seven are left out.
    expect(bodies).toHaveLength(8);
    expect(engine.log).toEqual([expect.stringMatching(/made no trace\. 7 questions were asked; sampling may have/)]);
  });

  it("does not look for what the program expects in the trace", async () => {
    const { up } = traced();
    const expecting = [{ question: "hello", expect: { contains: "a text of the trace" } }];
    expect((await up({ model: one, tracing, smokeTest: expecting })).message).toMatch(
      /does not contain "a text of the trace"/,
    );
  });

  it("says of an agent that refuses to be asked for its trace that it cannot tell", async () => {
    const { up, engine, workspace } = traced();
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, path, query, body, bytes) =>
      body.databricks_options === undefined
        ? answer(method, path, query, body, bytes)
        : { status: 400, body: { error_code: "BAD_REQUEST", message: "unexpected databricks_options" } };
    expect((await up({ model: one, tracing, smokeTest })).message).toBe("");
    expect(engine.log).toEqual([expect.stringMatching(/whether main-agents-support_1 is traced cannot be told/)]);
  });

  it("says of an experiment that it may not look into what the workspace said", async () => {
    const { up, engine, workspace } = traced();
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, path, ...rest) =>
      path.includes("/traces/") ? { status: 403, body: { message: "no READ" } } : answer(method, path, ...rest);
    await up({ model: one, tracing, smokeTest });
    expect(engine.log).toEqual([expect.stringMatching(/experiment 7 cannot be looked into: .*no READ/)]);
  });

  it("asks the program for a question where there is none", async () => {
    const { engine } = traced();
    await engine.check({ model: one, tracing: { ...tracing, prove: "error" } });
    expect(engine.log).toEqual([
      expect.stringMatching(/tracing\.prove: it looks for the trace of a question, and there is none/),
    ]);
  });
});
