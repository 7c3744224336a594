import { expect, test } from "vitest";
import { folderWith } from "../../test/conformance/folder.js";
import { checkCommand } from "../check/index.js";
import type { Report } from "../check/report.js";
import { policyCommand } from "./index.js";

async function run(command: typeof policyCommand, folder: string, ...args: string[]) {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const code = await command(args, { folder, out: write, err: () => undefined, colour: false });
  return { code, out };
}

const agent = `import mlflow
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent

class Desk(ResponsesAgent):
    def predict(self, request):
        return ChatDatabricks(endpoint="desk-llm").invoke(request)

mlflow.models.set_model(Desk())
`;
const requirements = { "requirements.txt": "mlflow==3.17.2\ndatabricks-langchain\n" };

/** What both commands say: uses by place, and findings. */
async function said(files: Record<string, string>, file: string) {
  const folder = await folderWith({ ...requirements, ...files });
  const policy = await run(policyCommand, folder, "--json", file);
  const { agents, findings } = JSON.parse((await run(checkCommand, folder, "--json", file)).out) as Report;
  const [needed] = JSON.parse(policy.out).agents;
  const uses = needed.systemResources.flatMap(
    ({ name, uses: at }: { name: string; uses: { file: string; line: number; cell?: number }[] }) =>
      at.map((one) => `${name} ${one.file}${one.cell === undefined ? "" : ` cell ${one.cell}`}:${one.line}`),
  );
  return {
    code: policy.code,
    uses,
    agents: agents.length,
    findings: findings.map(
      ({ code, file: where, line, cell }) => `${code} ${where}${cell === undefined ? "" : ` cell ${cell}`}:${line}`,
    ),
  };
}

const magic = (text: string) => text.replace(/^/gm, "# MAGIC ").replace(/ +$/gm, "").trimEnd();
const source = (...cells: string[]) => `# Databricks notebook source\n${cells.join("\n\n# COMMAND ----------\n\n")}\n`;
const jupyter = (...cells: (string | { text: string })[]) =>
  JSON.stringify({
    nbformat: 4,
    cells: cells.map((cell) =>
      typeof cell === "string"
        ? { cell_type: "code", source: cell.split(/(?<=\n)/) }
        : { cell_type: "markdown", source: [cell.text] },
    ),
  });

const commands = [
  "%pip install databricks-langchain\n%load_ext autoreload",
  "!ls -la",
  "if True:\n    !echo indented",
  "files = !ls",
  "rows = %sql select 1",
  "?print",
  "print?",
  "%time x = len('a')",
  "%%sh\nset -e; for f in *; do echo $f; done",
  "%%sql\nSELECT * FROM main.kb.docs",
  "%%time\ny = 1",
];

test.each(commands.map((one) => [one]))("a notebook with %j is read to its end", async (command) => {
  const found = await said({ "notebook.ipynb": jupyter({ text: "# About" }, command, agent) }, "notebook.ipynb");
  expect(found).toEqual({ code: 0, uses: ["desk-llm notebook.ipynb cell 3:7"], agents: 1, findings: [] });
});

test("all of them in one notebook, and a line of Python that looks like one", async () => {
  const cells = [...commands, "z = (7\n  % 3)", agent];
  const { uses, findings } = await said({ "n.ipynb": jupyter(...cells) }, "n.ipynb");
  expect([uses, findings]).toEqual([[`desk-llm n.ipynb cell ${cells.length}:7`], []]);
});

test("the cell that writes the agent is the agent, for both commands, exported or not", async () => {
  const driver =
    'from databricks_langchain import ChatDatabricks\nChatDatabricks(endpoint="judge").invoke("x")\nfrom .nowhere import x';
  const written = `%%writefile agent.py\n${agent.replace("import mlflow\n", "import mlflow\nimport pinecone\nfrom names import LLM\n").replace('"desk-llm"', "LLM")}`;
  const names = '%%writefile names.py\nLLM = "cell-llm"';
  const exported = await said({ "n.py": source(magic(names), magic(written), driver) }, "n.py");
  expect(exported).toEqual({
    code: 0,
    uses: ["cell-llm n.py:16"],
    agents: 1,
    findings: ["missing-requirement n.py:9"],
  });
  const kept = await said({ "n.ipynb": jupyter(names, written, driver) }, "n.ipynb");
  expect(kept).toEqual({
    code: 0,
    uses: ["cell-llm n.ipynb cell 2:10"],
    agents: 1,
    findings: ["missing-requirement n.ipynb cell 2:3"],
  });
  // Where the file that it writes is there as well, that is the agent of the folder.
  const both = { "n.ipynb": jupyter(names, written, driver), "agent.py": agent };
  expect(await said(both, ".")).toMatchObject({ uses: ["desk-llm agent.py:7"], agents: 1, findings: [] });
});

test.each([
  ["# MAGIC %run ./shared/names", "shared/names.py", source('LLM = "run-llm"')],
  ["# MAGIC %run ./names.py", "names.py", 'LLM = "run-llm"\n'],
  ['# MAGIC %run "./names" $mode="test"', "names.ipynb", jupyter('%pip install x\nLLM = "run-llm"')],
])("what %s runs is there from then on", async (command, file, text) => {
  const code = source(command, agent.replace('"desk-llm"', "LLM"));
  const found = await said({ "n.py": code, [file]: text }, "n.py");
  expect(found).toEqual({ code: 0, uses: ["run-llm n.py:12"], agents: 1, findings: ["missing-code-path n.py:2"] });
});

test("a class that %run brings is the agent's; a notebook that is not there was not read", async () => {
  const base = agent.replace("mlflow.models.set_model(Desk())\n", "");
  const code = source("# MAGIC %run ./base", "import mlflow\nmlflow.models.set_model(Desk())");
  expect(await said({ "n.py": code, "base.py": source(base) }, "n.py")).toMatchObject({
    uses: ["desk-llm base.py:8"],
    findings: ["missing-code-path n.py:2"],
  });
  const circle = {
    "n.py": source("# MAGIC %run ./a", agent),
    "a.py": source("# MAGIC %run ./b"),
    "b.py": source("# MAGIC %run ./a"),
  };
  expect(await said(circle, "n.py")).toMatchObject({ code: 0, findings: [] });
  const gone = source("# MAGIC %run ./gone", agent);
  const found = await said({ "n.py": gone }, "n.py");
  expect([found.code, found.findings]).toEqual([3, ["not-read n.py:2"]]);
});

test("what a notebook installs for itself is no requirement, as %pip, !pip and # MAGIC", async () => {
  const cells = ["%pip install -q acme-one", "!pip install acme-two", agent];
  const { findings } = await said({ "n.ipynb": jupyter(...cells) }, "n.ipynb");
  expect(findings).toEqual(["magic-requirement n.ipynb cell 1:1", "magic-requirement n.ipynb cell 2:1"]);
});

test("findings for people name the cell, and a comment ignores one there", async () => {
  const text = agent.replace("import mlflow\n", "import mlflow\nimport pinecone\n");
  const folder = await folderWith({ ...requirements, "n.ipynb": jupyter("x = 1", text) });
  const { out } = await run(checkCommand, folder, "n.ipynb");
  expect(out).toContain("n.ipynb cell 2:2:1: error[missing-requirement]: pinecone is imported here");
  expect((await run(policyCommand, folder, "n.ipynb")).out).toContain("// n.ipynb cell 2:8 ChatDatabricks");
  const ignored = text.replace("pinecone", "pinecone  # mlflow-agents: ignore[missing-requirement]");
  expect((await said({ "n.ipynb": jupyter("x = 1", ignored) }, "n.ipynb")).findings).toEqual([]);
});

test("a program's agent is what MLflow runs: no notebook", async () => {
  const program = (code: string) => `new LoggedAgent("a", { code: "${code}", requirements: ["mlflow==3.17.2"] });\n`;
  const cell = source(magic(`%%writefile agent.py\n${agent}`));
  for (const [file, text, code] of [
    ["n.ipynb", jupyter(agent), "package"],
    ["n.py", cell, "missing-set-model"],
    ["run.py", source("# MAGIC %run ./base", "import mlflow\nmlflow.models.set_model(Desk())"), "missing-code-path"],
    ["raw.py", `%pip install x\n${agent}`, "syntax-error"],
  ] as const) {
    const folder = await folderWith({
      "Pulumi.yaml": "name: a\nruntime: nodejs\n",
      "index.ts": program(file),
      [file]: text,
      "base.py": agent.replace("mlflow.models.set_model(Desk())\n", ""),
    });
    const { findings } = JSON.parse((await run(checkCommand, folder, "--json")).out) as Report;
    expect(
      findings.map(({ severity, code: found }) => `${severity} ${found}`),
      file,
    ).toContain(`error ${code}`);
  }
});
