import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";

const model = "main.agents.renamed";
const program = (
  name: string,
  former?: string,
) => `const { LoggedAgent, RegisteredModel } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("agent", { code: "agent.py", experiment: "/Shared/renamed" });
new RegisteredModel("${name}", { name: "${model}", agent, forceDestroy: true }${
  former === undefined ? "" : `, { aliases: [{ name: "${former}" }] }`
});
`;

async function mark(): Promise<string | undefined> {
  const { host, token } = inject("shared");
  const path = `${host}/api/2.0/mlflow/unity-catalog/registered-models/get?name=${model}`;
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  const { registered_model: found } = (await answer.json()) as {
    registered_model?: { tags: { key: string; value: string }[] };
  };
  return found?.tags.find(({ key }) => key === "pulumi_resource")?.value;
}

let project: Project;
beforeAll(async () => {
  project = await Project.create("renamed", { "index.js": program("before"), "agent.py": echoAgent("one") });
});
afterAll(() => project.remove());

it("a model that the program calls by another name keeps what it is, and its mark follows in one update", async () => {
  await project.up();
  expect(await mark()).toBe("before");
  project.write("index.js", program("after", "before"));
  const steps = await project.preview();
  expect(steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).toEqual(["update after"]);
  expect(await project.up()).toMatch(/it was called otherwise \(name "before"\)/);
  expect(await mark()).toBe("after");
  expect(await project.preview()).toEqual([]);
  expect(await project.preview("--refresh")).toEqual([]);
});
