import { describe, expect, it } from "vitest";
import { world } from "../../../test/serving/support/endpoint.js";
import { type EnvironmentRead, rememberFacts } from "../../agentCode/codeFacts.js";
import { unknownValue } from "../../lifecycle/unknown.js";

const digest = "d".repeat(64);
const model = { name: "main.agents.support", version: "1", digest };
const rememberReads = (digest: string, reads: EnvironmentRead[]) => rememberFacts(digest, { reads, traced: true });
const read = (name: string, line: number, required = true) => ({ name, file: "agent.py", line, required });

/** Names of the variables that are warned of, and of those that a hint names. */
async function said(args: Record<string, unknown>): Promise<{ warned: string[]; hinted: string[] }> {
  const made = world();
  await made.engine.check(args);
  const of = (start: RegExp) => made.engine.log.filter((line) => start.test(line) && /environment variable/.test(line));
  const names = (lines: string[]) => lines.flatMap((line) => line.match(/\b[A-Z][A-Z_]+(?= \(agent\.py)/g) ?? []);
  return { warned: names(of(/^warning/)), hinted: names(of(/^(?!warning)/)) };
}

describe("variables that the agent reads and the endpoint does not set", () => {
  rememberReads(digest, [read("KEY", 1), read("REGION", 2, false), read("PATH", 3), read("DATABRICKS_HOST", 4)]);

  it("are warned of, with a default they are hints, and what the container sets is neither", async () => {
    expect(await said({ model })).toEqual({ warned: ["KEY"], hinted: ["REGION"] });
    expect(await said({ model, environment: { KEY: "x", REGION: "{{secrets/a/b}}" } })).toEqual({
      warned: [],
      hinted: [],
    });
    expect(await said({ model, environment: { KEY: unknownValue } })).toEqual({ warned: [], hinted: ["REGION"] });
  });

  it.each([
    ["DB_PASSWORD", true],
    ["AWS_SECRET_ACCESS_KEY", true],
    ["AZURE_OPENAI_API_KEY", true],
    ["GOOGLE_API_KEY", true],
    ["DATABRICKS_WAREHOUSE_ID", true],
    ["MLFLOW_EXPERIMENT_ID", true],
    ["DATABRICKS_CLIENT_SECRET", false],
    ["MLFLOW_TRACKING_URI", false],
    ["AWS_REGION", false],
    ["https_proxy", false],
  ])("%s is given by nobody else: %s", async (name, missing) => {
    const other = name
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .padEnd(64, "0");
    rememberReads(other, [read(name, 1)]);
    expect((await said({ model: { ...model, digest: other } })).warned).toEqual(missing ? [name] : []);
  });

  it("are looked at for each entity with the endpoint's own", async () => {
    const servedEntities = [
      { name: "a", model, environment: { KEY: "x" } },
      { name: "b", model: { ...model, version: "2" } },
    ];
    const traffic = [
      { servedEntity: "a", percentage: 50 },
      { servedEntity: "b", percentage: 50 },
    ];
    expect((await said({ servedEntities, traffic })).warned).toEqual(["KEY"]);
    expect((await said({ servedEntities, traffic, environment: { KEY: "y" } })).warned).toEqual([]);
  });

  it("are not judged where the environment or the agent's code is not known", async () => {
    expect(await said({ model, environment: unknownValue })).toEqual({ warned: [], hinted: [] });
    expect(await said({ model: { ...model, digest: "e".repeat(64) } })).toEqual({ warned: [], hinted: [] });
    expect(await said({ model: unknownValue })).toEqual({ warned: [], hinted: [] });
  });
});

it.each([
  [false, "True", true],
  [false, "false", false],
  [false, undefined, false],
  [true, "true", false],
])("an agent that begins a trace: %j, with tracing %j, gets the hint: %j", async (traced, tracing, hinted) => {
  rememberFacts(digest, { reads: [], traced });
  const made = world();
  await made.engine.check({ model, environment: tracing === undefined ? {} : { ENABLE_MLFLOW_TRACING: tracing } });
  expect(made.engine.log.some((line) => /nothing in the agent's code begins a trace/.test(line))).toBe(hinted);
});

it.each([
  [{ OLD: "x" }, []],
  [{ api_token: "x" }, []],
  [{ API_TOKEN__HOST: "x" }, []],
  [{ OLDER: "x" }, ["API_TOKEN"]],
])("a variable that %j stands for is not missed: %j", async (environment, warned) => {
  const instead = ["api_token", "OLD", "API_TOKEN__*"];
  rememberReads(digest, [{ ...read("API_TOKEN", 1), instead }]);
  expect((await said({ model, environment })).warned).toEqual(warned);
});
