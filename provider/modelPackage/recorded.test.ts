import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent } from "../../test/conformance/folder.js";

const recorded = { prompts: ["prompts:/greet/3"], environmentVariables: ["SEARCH_API_KEY", "OPENAI_API_KEY"] };

test("prompts and environment variables are written as MLflow writes them", async () => {
  const { document, generated } = await planOf(await folderWith({ "agent.py": smallAgent }), {
    ...recorded,
    environmentVariables: [...recorded.environmentVariables, "SEARCH_API_KEY"],
  });
  expect(document).toMatchObject({
    prompts: ["prompts:/greet/3"],
    env_vars: ["OPENAI_API_KEY", "SEARCH_API_KEY"],
  });
  expect(generated["environment_variables.txt"]).toMatch(/^(?:# .*\n){3}OPENAI_API_KEY\nSEARCH_API_KEY\n$/);
});

test("nothing is recorded where nothing is declared", async () => {
  const { document, generated } = await planOf(await folderWith({ "agent.py": smallAgent }), {
    environmentVariables: [],
  });
  expect(document.prompts).toBeNull();
  expect(document).not.toHaveProperty("env_vars");
  expect(generated).not.toHaveProperty("environment_variables.txt");
});

test("another prompt or variable is another version of the agent", async () => {
  const folder = await folderWith({ "agent.py": smallAgent });
  const digests = [
    await planOf(folder),
    await planOf(folder, recorded),
    await planOf(folder, { ...recorded, prompts: ["prompts:/greet/4"] }),
    await planOf(folder, { ...recorded, environmentVariables: ["OPENAI_API_KEY"] }),
  ].map(({ digest }) => digest);
  expect(new Set(digests).size).toBe(4);
  const again = await planOf(folder, { ...recorded, environmentVariables: ["OPENAI_API_KEY", "SEARCH_API_KEY"] });
  expect(again.digest).toBe(digests[1]);
});

test("what is neither a prompt nor a variable is told, and a value never shown", async () => {
  const problems = await problemsOf(await folderWith({ "agent.py": smallAgent }), {
    prompts: ["prompts:/ok@production", "greet/3", "prompts:/a/b/3", "prompts:/greet/latest"],
    environmentVariables: ["OK", "OPENAI_API_KEY=sk-secret", "9X"],
  });
  expect(problems.map((text) => text.slice(0, text.indexOf(" is no")))).toEqual([
    'prompts[1] invalidArgument: "greet/3"',
    'prompts[2] invalidArgument: "prompts:/a/b/3"',
    'prompts[3] invalidArgument: "prompts:/greet/latest"',
    'environmentVariables[1] invalidArgument: "OPENAI_API_KEY=…"',
    'environmentVariables[2] invalidArgument: "9X"',
  ]);
  expect(problems.join()).not.toContain("sk-secret");
});

const notebook = [
  "# Databricks notebook source",
  "# MAGIC %md",
  "# MAGIC # An agent",
  "",
  "# COMMAND ----------",
  "",
  "# MAGIC %pip install -U mlflow",
  "dbutils.library.restartPython()",
  "",
  "# COMMAND ----------",
  "",
  smallAgent,
].join("\n");

test("a Databricks notebook exported as source is an agent", async () => {
  const plan = await planOf(await folderWith({ "agent.py": notebook }));
  expect([plan.interface, plan.className]).toEqual(["ResponsesAgent", "Agent"]);
});

test("a notebook file is refused with the way to export it, as MLflow refuses it", async () => {
  const [problem] = await problemsOf(await folderWith({ "agent.ipynb": "{}" }), { code: "agent.ipynb" });
  expect(problem).toContain("code invalidPython:");
  expect(problem).toContain("Source file");
});

test("a magic that is no comment is told as what it is", async () => {
  const text = `# Databricks notebook source\n%pip install mlflow\n${smallAgent}`;
  const [problem] = await problemsOf(await folderWith({ "agent.py": text }));
  expect(problem).toContain("agent.py:2:1:");
  expect(problem).toContain("# MAGIC %pip");
});
