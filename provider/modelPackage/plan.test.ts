import { chmod, utimes } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent } from "../../test/conformance/folder.js";
import type { AgentSource } from "./types.js";

const files = {
  "agent.py": smallAgent,
  "tools/a.py": "A = 1\n",
  "tools/b.py": "B = 2\n",
  "data/notes.txt": "notes\n",
  "requirements.txt": "openai\n",
  "config.yaml": "llm: small\n",
  "example.json": '{"input": [{"role": "user", "content": "Hi"}]}',
};
const full: Partial<AgentSource> = {
  codePaths: ["tools"],
  artifacts: { notes: "data/notes.txt" },
  requirements: "requirements.txt",
  modelConfig: "config.yaml",
  inputExample: "example.json",
};

test("a preview names every file that went in by its path in the project", async () => {
  const plan = await planOf(await folderWith(files), full);
  expect(Object.keys(plan.files)).toEqual(Object.keys(files).sort());
  expect(plan.files["tools/a.py"]).toMatch(/^[0-9a-f]{64}$/);
});

test("the same agent has the same digest in another folder, with other times and modes", async () => {
  const [first, second] = [
    await folderWith(files),
    await folderWith(Object.fromEntries(Object.entries(files).reverse())),
  ];
  await utimes(path.join(second, "tools/a.py"), 1, 1);
  await chmod(path.join(second, "tools/a.py"), 0o600);
  const reordered = { ...full, artifacts: { ...full.artifacts } };
  expect((await planOf(second, reordered)).digest).toBe((await planOf(first, full)).digest);
});

test("the digest of a known agent never changes, or every deployed agent would be logged again", async () => {
  const plan = await planOf(await folderWith({ "agent.py": smallAgent }));
  expect(plan.digest).toBe("b12c3af676628bfc85cbab056bff26ef639139a7d072cb77d1a8a0f4daf73df9");
});

test("a configuration and an example have the same digest as a value and as a file", async () => {
  const folder = await folderWith(files);
  const asFiles = await planOf(folder, full);
  const asValues = await planOf(folder, {
    ...full,
    modelConfig: { llm: "small" },
    inputExample: { input: [{ role: "user", content: "Hi" }] },
  });
  expect(asValues.digest).toBe(asFiles.digest);
});

const changes: Record<string, Partial<AgentSource>> = {
  "a code path": { codePaths: [] },
  "an artifact": { artifacts: {} },
  "an artifact's name": { artifacts: { other: "data/notes.txt" } },
  requirements: { requirements: ["openai==1.0"] },
  constraints: { constraints: ["urllib3<3"] },
  "the Python release": { pythonVersion: "3.12.1" },
  configuration: { modelConfig: { llm: "large" } },
  "the type of a configuration value": { modelConfig: { llm: null } },
  "the example": { inputExample: { input: [] } },
  metadata: { metadata: { team: "support" } },
  resources: { resources: { api_version: "1", databricks: { serving_endpoint: [{ name: "a" }] } } },
  "the policy": { authPolicy: { system_auth_policy: {}, user_auth_policy: { api_scopes: ["sql"] } } },
  "the MLflow release": { mlflowVersion: "3.10.1" },
};

for (const [what, change] of Object.entries(changes)) {
  test(`another digest when ${what} changes`, async () => {
    const folder = await folderWith(files);
    expect((await planOf(folder, { ...full, ...change })).digest).not.toBe((await planOf(folder, full)).digest);
  });
}

test("all that is wrong is told at once", async () => {
  const folder = await folderWith({ "agent.py": "x = (\n" });
  const problems = await problemsOf(folder, {
    codePaths: ["nowhere"],
    artifacts: { model: "s3://bucket/model", other: "gone.bin" },
    requirements: "gone.txt",
    modelConfig: "gone.yaml",
    pythonVersion: "3",
    mlflowVersion: "2.1",
  });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "pythonVersion invalidArgument",
    "mlflowVersion invalidArgument",
    "code invalidPython",
    "artifacts.model invalidArgument",
    "codePaths[0] fileNotFound",
    "artifacts.other fileNotFound",
    "modelConfig fileNotFound",
    "requirements fileNotFound",
  ]);
});

test("arguments that exclude each other", async () => {
  const folder = await folderWith(files);
  const problems = await problemsOf(folder, {
    resources: { api_version: "1", databricks: {} },
    authPolicy: { system_auth_policy: {}, user_auth_policy: {} },
    requirements: [],
    extraRequirements: ["openai"],
    signature: { inputs: [], outputs: [] },
  });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "authPolicy invalidArgument",
    "extraRequirements invalidArgument",
    "signature invalidArgument",
  ]);
});

test("an example that the agent could not be asked", async () => {
  const folder = await folderWith(files);
  const [problem] = await problemsOf(folder, { inputExample: { question: "why" } });
  expect(problem).toContain("holds a list `input`");
});

test("two paths with one base name would overwrite each other in the model", async () => {
  const folder = await folderWith({ ...files, "other/tools/c.py": "", "other/agent.py": "", "more/notes.txt": "" });
  const problems = await problemsOf(folder, {
    codePaths: ["tools", "other/tools", "other/agent.py"],
    artifacts: { a: "data/notes.txt", b: "more/notes.txt", c: "data/notes.txt" },
  });
  expect(problems).toHaveLength(3);
  expect(problems[0]).toMatch(
    /^codePaths\[1\] invalidArgument: "other\/tools" has the same base name as `codePaths\[0\]`/,
  );
  expect(problems[1]).toMatch(/^codePaths\[2\] invalidArgument: "other\/agent.py" has the same base name as `code`/);
  expect(problems[2]).toMatch(
    /^artifacts\.b invalidArgument: "more\/notes.txt" has the same base name as `artifacts\.a`/,
  );
});

test("MLflow is pinned first unless something names it", async () => {
  const folder = await folderWith(files);
  const requirements = async (given: Partial<AgentSource>) => (await planOf(folder, given)).requirements;
  expect(await requirements({})).toEqual(["mlflow==3.17.2"]);
  expect(await requirements({ extraRequirements: ["openai"] })).toEqual(["mlflow==3.17.2", "openai"]);
  expect(await requirements({ requirements: ["openai", "MLflow_Skinny>=3"] })).toEqual(["openai", "MLflow_Skinny>=3"]);
  expect(await requirements({ requirements: ["mlflow-agents-x"] })).toEqual(["mlflow==3.17.2", "mlflow-agents-x"]);
});
