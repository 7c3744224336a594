import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startWorkspace } from "../../workspace/index.js";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";

interface Place {
  host: string;
  token: string;
}

const name = "main.agents.moving";

/** What a workspace holds of the model: its versions, the entities that serve them, and what was logged. */
async function holds({ host, token }: Place) {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const options = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    return (await (await fetch(`${host}/api/2.0/${path}`, options)).json()) as T;
  };
  const { model_versions: versions = [] } = await ask<{ model_versions?: { version: string }[] }>(
    `mlflow/unity-catalog/model-versions/search?filter=${encodeURIComponent(`name='${name}'`)}`,
  );
  const { config } = await ask<{ config?: { served_entities: { name: string }[] } }>(
    "serving-endpoints/agents_main-agents-moving",
  );
  const { experiment } = await ask<{ experiment?: { experiment_id: string } }>(
    "mlflow/experiments/get-by-name?experiment_name=/Shared/moving-dev",
  );
  const { models = [] } =
    experiment === undefined
      ? {}
      : await ask<{ models?: unknown[] }>("mlflow/logged-models/search", {
          experiment_ids: [experiment.experiment_id],
        });
  return {
    versions: versions.map(({ version }) => version),
    serves: config?.served_entities.map((entity) => entity.name) ?? [],
    logged: models.length,
  };
}

/** The story of one stack, in order. */
describe("a stack whose workspace changes, with nothing else changed", () => {
  const data = mkdtempSync(join(tmpdir(), "mlflow-agents-second-"));
  const everything = { versions: ["1"], serves: ["main-agents-moving_1"], logged: 1 };
  let second: Awaited<ReturnType<typeof startWorkspace>>;
  let first: Place;
  let project: Project;
  const goTo = ({ host, token }: Place) => project.setEnvironment({ DATABRICKS_HOST: host, DATABRICKS_TOKEN: token });
  const steps = async (...args: string[]) =>
    (await project.preview(...args)).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort();
  const allReplaced = ["replace agent", "replace endpoint", "replace model"];
  beforeAll(async () => {
    first = inject("shared");
    second = await startWorkspace({ data, log: () => {} });
    project = await Project.create("moving", { "index.js": fourResources(name), "agent.py": echoAgent("one") });
    await project.up();
  });
  afterAll(async () => {
    goTo(first);
    await project.remove();
    await second.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("makes all of it in the other one, and says what stays behind", async () => {
    goTo(second);
    const refreshed = await project.refresh();
    expect(refreshed).toMatch(/not refreshed, the recorded state is kept: the object is in another workspace/);
    expect(refreshed).not.toMatch(/updated|is replaced/);
    expect(await steps()).toEqual(allReplaced);
    const text = await project.up();
    expect(text.match(/It stays there, and this stack no longer knows it/g)).toHaveLength(3);
    expect([await holds(first), await holds(second)]).toEqual([everything, everything]);
    expect(await steps("--refresh")).toEqual([]);
  });

  it("goes on with what is there when it comes back: nothing is made twice", async () => {
    goTo(first);
    expect(await steps("--refresh")).toEqual(allReplaced);
    await project.up();
    expect([await holds(first), await holds(second)]).toEqual([everything, everything]);
    expect(await steps("--refresh")).toEqual([]);
  });
});
