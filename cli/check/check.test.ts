import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { isUsageError } from "../usage.js";
import { checkCommand } from "./index.js";
import type { Report } from "./report.js";

/** Runs the command in a folder. */
async function run(folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await checkCommand(args, {
    folder,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
  });
  return { code, out, err };
}

async function report(folder: string, ...args: string[]): Promise<Report & { exit: number }> {
  const { code, out, err } = await run(folder, "--json", ...args);
  expect(err).toBe("");
  return { ...(JSON.parse(out) as Report), exit: code };
}

const importing = `import openai\nimport boto4\n${smallAgent}`;

test("a finding has its place, its line with a caret, and what to do", async () => {
  const folder = await folderWith({ "agent.py": importing, "requirements.txt": "mlflow==3.17.2\n" });
  const { code, out, err } = await run(folder, "agent.py");
  expect(code).toBe(1);
  expect(out).toBe(
    [
      "agent.py:1:1: error[missing-requirement]: openai is imported here, and no requirement brings it.",
      "    import openai",
      "    ^^^^^^^^^^^^^",
      '    help: Add "openai" to `requirements`.',
      "",
      "agent.py:2:1: warning[missing-requirement]: boto4 is imported here, and no requirement is known to bring it.",
      "    import boto4",
      "    ^^^^^^^^^^^^",
      '    help: Add "boto4" to `requirements`.',
      "",
      "1 error, 1 warning in 1 agent",
      "",
    ].join("\n"),
  );
  expect(err).toBe(
    "agent.py: requirements: requirements.txt; modelConfig: not found, so keys are not compared (--model-config); policy: not found, so what the code uses is not compared\n",
  );
});

test("the JSON is what is documented", async () => {
  const folder = await folderWith({ "agents/one.py": importing, "requirements.txt": "mlflow-skinny\n" });
  expect(await report(folder, "--rule", "missing-requirement", "agents/one.py")).toEqual({
    version: 1,
    agents: [
      {
        file: "agents/one.py",
        requirements: "requirements.txt",
        modelConfig: null,
        policy: null,
        codePaths: [],
        program: null,
      },
    ],
    findings: [
      {
        code: "missing-requirement",
        severity: "error",
        file: "agents/one.py",
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 14,
        message: "openai is imported here, and no requirement brings it.",
        help: 'Add "openai" to `requirements`.',
        source: "import openai",
      },
      expect.objectContaining({ line: 2, severity: "warning" }),
    ],
    errors: 1,
    warnings: 1,
    hints: 0,
    exit: 1,
  });
});

test("warnings end with 0 unless they are made errors; rules can be left out", async () => {
  const folder = await folderWith({ "agent.py": `import boto4\n${smallAgent}`, "requirements.txt": "mlflow\n" });
  expect((await run(folder)).code).toBe(0);
  const strict = await report(folder, "--warnings-as-errors");
  expect([strict.exit, strict.errors, strict.warnings]).toEqual([1, 1, 0]);
  expect((await report(folder, "--warnings-as-errors", "--ignore", "missing-requirement")).exit).toBe(0);
  expect((await run(folder, "--list")).out).toMatch(
    /^missing-requirement +error +an import that no requirement covers$/m,
  );
});

test("what is not told is found: requirements above, local imports, the development configuration", async () => {
  const folder = await folderWith({
    "requirements.txt": "mlflow\nopenai\n",
    "support/agent.py": `import helper\nfrom mlflow.models import ModelConfig\nMODEL = ModelConfig(development_config="config.yaml").get("model")\n${smallAgent}`,
    "support/helper.py": "import deeper.more\nimport openai\n",
    "support/deeper/__init__.py": "",
    "support/deeper/more.py": "import tavily\n",
    "support/config.yaml": "llm: a\n",
    "support/notes.py": "x = 1\n",
  });
  const { findings, agents } = await report(folder);
  expect(agents).toEqual([
    {
      file: "support/agent.py",
      requirements: "requirements.txt",
      modelConfig: "support/config.yaml",
      policy: null,
      codePaths: ["support/helper.py", "support/deeper"],
      program: null,
    },
  ]);
  expect(findings.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    "support/agent.py:3 missing-config-key",
    "support/deeper/more.py:1 missing-requirement",
  ]);
});

test("what is told on the command line counts", async () => {
  const folder = await folderWith({
    "agent.py": `import helper\nimport openai\nfrom mlflow.models import ModelConfig\nMODEL = ModelConfig().get("model")\n${smallAgent}`,
    "helper.py": "",
    "requirements.txt": "mlflow\nopenai\n",
    "deps/serving.txt": "mlflow\n",
    "conf/prod.yaml": "model: a\n",
  });
  const told = ["--requirements", "deps/serving.txt", "--model-config", "conf/prod.yaml", "--code-path", "conf"];
  const { findings, agents } = await report(folder, ...told, "agent.py");
  expect(agents[0]).toMatchObject({
    requirements: "deps/serving.txt",
    modelConfig: "conf/prod.yaml",
    codePaths: ["conf"],
  });
  expect(findings.map(({ code }) => code)).toEqual(["missing-code-path", "missing-requirement"]);
});

test("a Pulumi program says what belongs to its agents", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": [
      'import { AgentDeployment, LoggedAgent } from "pulumi-mlflow-agents";',
      '// new LoggedAgent("not", { code: "this.py" });',
      'const text = "new LoggedAgent(\\"nor\\", { code: \\"that.py\\" })";',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a program's text
      'const one = new LoggedAgent(`a-${name}`, { code: "./one.py", requirements: ["mlflow", "openai"], modelConfig: { llm, k: 3 } });',
      'new agents.LoggedAgent("b", { ...common, code: "two.py", codePaths: [join("a", "b")] }, { workspace });',
      'new AgentDeployment("c", { agent: { code: "three.py", pythonVersion: "3.13.2" }, model: { name: "x" } });',
      "new LoggedAgent(name, { code });",
    ].join("\n"),
    "one.py": `import openai\nfrom mlflow.models import ModelConfig\nc = ModelConfig()\nx = c.get("llm")\ny = c.get("other")\n${smallAgent}`,
    "two.py": `import openai\nfrom mlflow.models import ModelConfig\nc = ModelConfig().get("llm")\n${smallAgent}`,
    "three.py": `import openai\nimport cgi\nfrom mlflow.models import ModelConfig\nc = ModelConfig()\n${smallAgent}`,
    "four.py": smallAgent,
  });
  const { findings, agents } = await report(folder);
  expect(
    agents.map(({ file, program, requirements, modelConfig }) => [file, program, requirements, modelConfig]),
  ).toEqual([
    ["one.py", "index.ts", "index.ts", "index.ts"],
    ["two.py", "index.ts", null, null],
    ["three.py", "index.ts", "index.ts", "index.ts"],
    ["four.py", null, null, null],
  ]);
  expect(findings.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    "one.py:5 missing-config-key",
    "three.py:1 missing-requirement",
    "three.py:2 missing-requirement",
    "three.py:4 missing-model-config",
  ]);
  // The same for the file alone.
  expect((await report(folder, "three.py")).findings).toHaveLength(3);
});

const usesTwo = `from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
llm = ChatDatabricks(endpoint="chat")
docs = VectorSearchRetrieverTool(index_name="main.kb.docs")
${smallAgent}`;

/** A program that declares `agent.py` with these arguments, behind these lines. */
const programOf = (args: string, ...lines: string[]) =>
  [
    ...lines,
    `new LoggedAgent("a", { code: "agent.py", requirements: ["mlflow", "databricks-langchain"], ${args} });`,
  ].join("\n");

test.each([
  // The policy's resource, written in place, resources alone, and a component's access.
  [
    "authPolicy: access",
    [
      'const access = new AuthPolicy("x", { systemResources: [servingEndpoint("chat"), vectorSearchIndex("main.kb.docs")] });',
    ],
    [],
  ],
  [
    "authPolicy: { systemResources: [a.servingEndpoint(llm), docs] }",
    ['const llm = "chat"', 'const docs: SystemResource = vectorSearchIndex("main.kb.docs") as SystemResource;'],
    [],
  ],
  [
    "resources: [...common, servingEndpoint(`chat`)]",
    ['const common = [{ kind: "vectorSearchIndex", name: "Main.kb.docs" }] as const;'],
    [],
  ],
  ["resources: [servingEndpoint('chat')]", [], ["error undeclared-use main.kb.docs"]],
  ["", [], ["warning undeclared-use chat", "warning undeclared-use main.kb.docs"]],
  ["authPolicy: {}", [], ["warning undeclared-use chat", "warning undeclared-use main.kb.docs"]],
  [
    'environmentVariables: ["DATABRICKS_TOKEN"], resources: [servingEndpoint("chat")]',
    [],
    ["warning undeclared-use main.kb.docs"],
  ],
  [
    'resources: [servingEndpoint("chat")], allow: [{ finding: "undeclared-use", resource: "main.kb.docs", reason: "a demo" }]',
    [],
    [],
  ],
  // What only running the program tells is not judged.
  ["resources: [servingEndpoint(config.require('llm')), vectorSearchIndex(index)]", [], []],
  ["resources: [servingEndpoint(config.require('llm'))]", [], ["error undeclared-use main.kb.docs"]],
  ["resources: make()", [], []],
  ["authPolicy: policies.shared", [], []],
  ["authPolicy: access", ['const access = new AuthPolicy("x", options);'], []],
  ["...common", [], []],
  [
    "authPolicy: access",
    [
      'const access = new AuthPolicy("x", { systemResources: [servingEndpoint("chat"), vectorSearchIndex("main.kb.docs"), genieSpace("1", { onBehalfOfUser: true })], userApiScopes: [apiScopes.dashboardsGenie, apiScopes.sql] });',
    ],
    ["hint unused-declaration 1", "hint unused-declaration sql"],
  ],
] as const)("a program's policy is compared with what the code uses: %s", async (args, lines, expected) => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": programOf(args, ...lines),
    "agent.py": usesTwo,
  });
  const { findings } = await report(folder);
  expect(findings.map(({ severity, code, resource }) => `${severity} ${code} ${resource}`).sort()).toEqual(expected);
});

test("names that the configuration gives are compared as far as the program writes them out", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": [
      'const llm = "chat";',
      programOf(
        "modelConfig: { llm, docs: { index: index.name }, more: [llm, 3, true] }, resources: [servingEndpoint(llm), vectorSearchIndex(index)]",
      ),
    ].join("\n"),
    "agent.py": `from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from mlflow.models import ModelConfig
config = ModelConfig()
llm = ChatDatabricks(endpoint=config.get("llm"))
docs = VectorSearchRetrieverTool(index_name=config.get("docs")["index"])
other = ChatDatabricks(endpoint=config.get("llm") + "-2")
${smallAgent}`,
  });
  const { findings } = await report(folder);
  expect(findings.map(({ severity, code, resource }) => `${severity} ${code} ${resource}`)).toEqual([
    "error undeclared-use chat-2",
  ]);
});

test("a component's agent has its access as the policy", async () => {
  const component = (access: string) =>
    `new AgentDeployment("a", { ${access} agent: { code: "agent.py", requirements: ["mlflow", "databricks-langchain"] }, model: { name: "x" } });`;
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": component('access: { systemResources: [servingEndpoint("chat")] },'),
    "agent.py": usesTwo,
  });
  expect((await report(folder)).findings.map(({ severity, resource }) => `${severity} ${resource}`)).toEqual([
    "error main.kb.docs",
  ]);
  await writeFile(join(folder, "index.ts"), component(""));
  expect((await report(folder)).findings.map(({ severity, resource }) => `${severity} ${resource}`)).toEqual([
    "warning chat",
    "warning main.kb.docs",
  ]);
});

test("what was compared, and what is allowed, is said", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": programOf(
      'resources: [servingEndpoint("chat")], allow: [{ finding: "undeclared-use", reason: "a demo" }]',
    ),
    "agent.py": usesTwo,
  });
  const { err, out, code } = await run(folder);
  expect(err).toContain("policy: index.ts");
  expect(err).toContain("agent.py:3: undeclared-use of main.kb.docs is allowed: a demo");
  expect([code, out]).toEqual([0, "0 errors, 0 warnings in 1 agent\n"]);
});

test("what was not compared is said in the last line where nothing else says it", async () => {
  const folder = await folderWith({ "agent.py": importing });
  const { code, out, err } = await run(folder, "agent.py", "--quiet");
  expect([code, err]).toEqual([0, ""]);
  // That an import leads nowhere is said without requirements too.
  expect(out).toMatch(/^agent\.py:2:1: warning\[not-read\]: boto4 is imported here and leads nowhere: /);
  expect(out.split("\n").at(-2)).toBe(
    "0 errors, 1 warning in 1 agent; not compared: imports of 1 agent (no requirements found), uses of 1 agent (no policy found)",
  );
});

test("hints stop nothing, not even with --warnings-as-errors", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": programOf('resources: [servingEndpoint("chat"), app("desk"), vectorSearchIndex("main.kb.docs")]'),
    "agent.py": usesTwo,
  });
  const { code, out } = await run(folder, "--warnings-as-errors");
  expect(code).toBe(0);
  expect(out).toContain("hint[unused-declaration]: the Databricks App `desk` is declared, and no use of it is seen");
  expect(out).toContain("0 errors, 0 warnings, 1 hint in 1 agent");
});

test("a file that is no agent, or not Python, is told; what keeps it from being packaged too", async () => {
  const folder = await folderWith({
    "helper.py": "x = 1\n",
    "broken.py": "x = (\n",
    "agent.py": smallAgent,
    "requirements.txt": "-r gone.txt\n",
  });
  const codes = async (...args: string[]) => (await report(folder, ...args)).findings.map(({ code }) => code);
  expect(await codes("helper.py", "-r", "broken.py")).toContain("missing-set-model");
  expect(await codes("broken.py", "--ignore", "package")).toEqual(["syntax-error"]);
  const { findings } = await report(folder, "agent.py");
  expect(findings).toEqual([expect.objectContaining({ code: "package", message: '"gone.txt" does not exist.' })]);
});

test("credentials that would be packaged are warned of, unless the program leaves them out or may do so", async () => {
  const program = (ignore: string) =>
    [
      'import { LoggedAgent } from "pulumi-mlflow-agents";',
      `new LoggedAgent("a", { code: "agent.py", codePaths: ["tools"], requirements: "requirements.txt"${ignore} });`,
    ].join("\n");
  const folder = await folderWith({
    "agent.py": smallAgent,
    "requirements.txt": "mlflow==3.17.2\ngit+https://ann:hunter2hunter2@git.example.com/a/b\n",
    "tools/.env": "TOKEN=hunter2hunter2\n",
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": program(""),
  });
  const told = async () => {
    const { findings, exit } = await report(folder);
    expect(exit).toBe(0);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
    return findings.map(({ code, severity, message }) => `${severity} ${code} ${message.split(" looks ")[0]}`);
  };
  const address = expect.stringMatching(/^warning package the address of a requirement holds a password or token/);
  expect(await told()).toEqual(['warning package "tools/.env"', address]);
  for (const ignore of [', ignore: ["/.env"]', ", ignore: rules()"]) {
    await writeFile(join(folder, "index.ts"), program(ignore));
    expect(await told()).toEqual([address]);
  }
});

test("a wrong command line, a missing path and a folder without an agent are usage errors", async () => {
  const folder = await folderWith({ "helper.py": "def set_model(): pass\n", "node_modules/x/agent.py": smallAgent });
  for (const args of [["--nonsense"], ["--rule", "none"], ["gone.py"], ["."], ["--python-version", "3"]]) {
    const error = await run(folder, ...args).catch((thrown: unknown) => thrown);
    expect(isUsageError(error), args.join(" ")).toBe(true);
  }
});

test("what a file holds does not reach the terminal as a command", async () => {
  const folder = await folderWith({
    "agent.py": `import boto4 # \u001b[2J\u202e\n${smallAgent}`,
    "requirements.txt": "mlflow\n",
  });
  const { out } = await run(folder, "agent.py");
  expect(out).toContain("import boto4 # \ufffd[2J\ufffd");
});
