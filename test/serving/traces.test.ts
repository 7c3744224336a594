import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask } from "../support/workspace.js";

const endpoint = "traced";
const model = "main.agents.traced";

/** An agent whose experiment has a path, an endpoint that names it by that path, and what must come true before its alias moves. */
const program = (expected: string) => `const a = require("pulumi-mlflow-agents");
const access = new a.AuthPolicy("access", { userApiScopes: ["dashboards.genie"] });
const agent = new a.LoggedAgent("traced", { code: "agent.py", experiment: "/Shared/traced", authPolicy: access });
const model = new a.RegisteredModel("traced", { name: "${model}", agent, forceDestroy: true });
const endpoint = new a.ServingEndpoint("traced", {
  name: "${endpoint}", model, modelAliases: ["live"], smokeTest: [{ question: "hi", expect: { contains: "${expected}" } }],
  tracing: { experiment: PATH ? "/Shared/traced" : agent, prove: "error", proveWithinSeconds: 30 },
});
exports.provedTrace = endpoint.provedTrace;
exports.tracesTo = endpoint.tracesTo;
exports.aliasVersions = endpoint.aliasVersions;
exports.grantedScopes = endpoint.grantedScopes;
`;
const named = (expected: string) => program(expected).replace("PATH", "true");
// What an agent sets itself, nobody sees from outside.
const untraced = `import os
os.environ["MLFLOW_TRACE_SAMPLING_RATIO"] = "0"
${echoAgent("three")}`;

describe("an endpoint whose traces are proved, with real scoring processes and a real tracking server", () => {
  let project: Project;
  beforeAll(async () => {
    const files = { "index.js": program("one").replace("PATH", "false"), "agent.py": echoAgent("one") };
    project = await Project.create("traced", files);
  });
  afterAll(() => project?.remove());

  const alias = async () => {
    const { aliases } = await ask<{ aliases: { alias_name: string; version_num: number }[] }>(
      "GET",
      `/api/2.1/unity-catalog/models/${model}?include_aliases=true`,
    );
    return Object.fromEntries(aliases.map((each) => [each.alias_name, each.version_num]));
  };

  it("finds the trace of its question in the experiment, and moves the alias", async () => {
    expect(await project.up()).not.toMatch(/warning/i);
    const { provedTrace, tracesTo, aliasVersions, grantedScopes } = await project.outputs();
    const { trace } = await ask<{ trace: { trace_info: Record<string, unknown> } }>(
      "GET",
      `/api/3.0/mlflow/traces/${provedTrace}`,
    );
    const { experiment_id: id } = Object(Object(trace.trace_info.trace_location).mlflow_experiment);
    expect(tracesTo).toEqual([`experiment ${id}`]);
    expect(aliasVersions).toEqual({ live: "1" });
    expect(await alias()).toEqual({ live: 1 });
    expect(grantedScopes).toEqual(["dashboards.genie"]);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("is the same endpoint where the experiment is named by its path", async () => {
    project.write("index.js", named("one"));
    expect(await project.preview()).toEqual([]);
    project.write(
      "index.js",
      named("one")
        .replaceAll("/Shared/traced", "/Shared/nowhere")
        .replace('experiment: "/Shared/nowhere", authPolicy', 'experiment: "/Shared/traced", authPolicy'),
    );
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/tracing\.experiment: there is no experiment "\/Shared\/nowhere" in the workspace/);
  });

  it("leaves the alias and the traffic on the version whose successor makes no trace, or answers wrongly", async () => {
    project.write("index.js", named("three"));
    project.write("agent.py", untraced);
    const silent = await project.run("up", "--yes", "--skip-preview");
    expect(silent.output).toMatch(/tracing\.prove: main-agents-traced_2 answered, and made no trace/);
    expect(silent.output).toMatch(/It still serves version 1 of main\.agents\.traced/);
    project.write("index.js", named("four"));
    const wrong = await project.run("up", "--yes", "--skip-preview");
    expect(wrong.output).toMatch(/does not contain "four"; the answer was "three"/);
    expect(await alias()).toEqual({ live: 1 });
  });

  it("moves it with the version that does both", async () => {
    project.write("agent.py", echoAgent("four"));
    await project.up();
    expect(await alias()).toEqual({ live: 3 });
    expect(await project.preview()).toEqual([]);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("shows an alias that somebody else moved, and sets it back", async () => {
    await ask("PUT", `/api/2.1/unity-catalog/models/${model}/aliases/live`, { version_num: 1 });
    const [step] = await project.preview("--refresh");
    expect(step).toMatchObject({ op: "update", paths: [expect.stringMatching(/^modelAliases/)] });
    await project.refresh();
    await project.up();
    expect(await alias()).toEqual({ live: 3 });
  });
});
