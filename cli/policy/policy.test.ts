import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { checkCommand } from "../check/index.js";
import type { Report } from "../check/report.js";
import { isUsageError } from "../usage.js";
import { policyCommand } from "./index.js";

/** Runs the command in a folder. */
async function run(folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await policyCommand(args, {
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

const requirements = ["mlflow==3.17.2", "databricks-langchain", "databricks-sdk", "databricks-ai-bridge"]
  .map((line) => `"${line}"`)
  .join(", ");

/** Findings of `mlflow-agents check` that are about what the agent uses. */
async function check(folder: string): Promise<{ code: number; findings: string[] }> {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const code = await checkCommand(["--json"], { folder, out: write, err: () => {}, colour: false });
  const { findings } = JSON.parse(out) as Report;
  return { code, findings: findings.map(({ severity, code: name, line }) => `${severity} ${name} ${line}`) };
}

const agent = `import os
import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from mlflow.pyfunc import ResponsesAgent

LLM = "databricks-claude-sonnet-4"
llm = ChatDatabricks(endpoint=LLM)
docs = VectorSearchRetrieverTool(index_name="main.kb.docs")
other = ChatDatabricks(endpoint=os.environ["OTHER"])


class Agent(ResponsesAgent):
    def predict(self, request):
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        genie = GenieAgent(genie_space_id="01ef", client=client)
        docs.invoke("x")
        other.invoke("x")
        return genie.invoke({"messages": [llm.invoke("hi")]})


mlflow.models.set_model(Agent())
`;

test("what an agent's code needs is printed as TypeScript to paste, with what is not told as comments", async () => {
  const folder = await folderWith({ "agent.py": agent });
  const { code, out, err } = await run(folder, "agent.py");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatchInlineSnapshot(`
    "import { AuthPolicy, genieSpace, servingEndpoint, vectorSearchIndex } from "pulumi-mlflow-agents";

    // What agent.py uses.
    export const access = new AuthPolicy("access", {
      systemResources: [
        servingEndpoint("databricks-claude-sonnet-4"), // agent.py:10 ChatDatabricks
        vectorSearchIndex("main.kb.docs"), // agent.py:11 VectorSearchRetrieverTool
        genieSpace("01ef", { onBehalfOfUser: true }), // agent.py:18 GenieAgent
        // agent.py:11 VectorSearchRetrieverTool reads the embedding endpoint of main.kb.docs when it opens it: declare it too, unless the index has embeddings of your own.
        // servingEndpoint("…"),
        // Not told by reading: write the name, give the configuration (--model-config, --set), or declare it and \`allow\` it with a reason.
        // agent.py:12 ChatDatabricks: which serving endpoint is not told by reading: the environment variable OTHER has no default.
        // servingEndpoint("…"),
      ],
      userApiScopes: "derived",
      // That is: dashboards.genie.
    });
    "
  `);
});

test("a variable that the endpoint sets settles what it names", async () => {
  const folder = await folderWith({ "agent.py": agent });
  const { out } = await run(folder, "--set", "OTHER=small", "agent.py");
  expect(out).toContain('servingEndpoint("small"), // agent.py:12');
  expect(out).not.toContain("not told");
});

test("JSON has every place, YAML the same policy", async () => {
  const folder = await folderWith({ "agent.py": agent });
  const json = JSON.parse((await run(folder, "--json")).out);
  expect(json).toMatchObject({
    version: 1,
    agents: [
      {
        file: "agent.py",
        userApiScopes: ["dashboards.genie"],
        minimumMlflowVersion: "2.22.1",
        unresolved: [{ file: "agent.py", line: 12, kinds: ["servingEndpoint"] }],
      },
    ],
  });
  expect(json.agents[0].systemResources[0]).toEqual({
    kind: "servingEndpoint",
    name: "databricks-claude-sonnet-4",
    onBehalfOfUser: false,
    uses: [{ file: "agent.py", line: 10, through: "ChatDatabricks" }],
  });
  const { out } = await run(folder, "--yaml");
  expect(out).toMatchInlineSnapshot(`
    "# What agent.py uses.
    # agent.py:11 VectorSearchRetrieverTool reads the embedding endpoint of main.kb.docs when it opens it: declare it too, unless the index has embeddings of your own.
    # agent.py:12 ChatDatabricks: which serving endpoint is not told by reading: the environment variable OTHER has no default.
    systemResources:
    - kind: servingEndpoint
      name: databricks-claude-sonnet-4
    - kind: vectorSearchIndex
      name: main.kb.docs
    - kind: genieSpace
      name: 01ef
      onBehalfOfUser: true
    userApiScopes:
    - dashboards.genie
    "
  `);
});

test("pasted into a program, the policy is one that the check finds nothing missing in", async () => {
  const folder = await folderWith({ "agent.py": agent, "Pulumi.yaml": "name: a\nruntime: nodejs\n" });
  const { out } = await run(folder, "agent.py");
  const program = `${out}\nnew LoggedAgent("a", { code: "agent.py", requirements: [${requirements}], authPolicy: access });\n`;
  await writeFile(join(folder, "index.ts"), program);
  const { code, findings } = await check(folder);
  expect([code, findings]).toEqual([0, ["hint unresolved-use 12"]]);
  // Without a line of it, that is what is missing.
  await writeFile(join(folder, "index.ts"), program.replace(/^.*vectorSearchIndex\("main.*$/m, ""));
  const without = await check(folder);
  expect([without.code, without.findings]).toEqual([1, ["error undeclared-use 11", "hint unresolved-use 12"]]);
});

test("what the program works out is no name", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": 'new LoggedAgent("a", { code: "agent.py", modelConfig: { llm: endpoint.name, index: index.name } });',
    "agent.py": `from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from mlflow.models import ModelConfig
config = ModelConfig()
llm = ChatDatabricks(endpoint=config.get("llm"))
docs = VectorSearchRetrieverTool(index_name=config.get("index"))
${smallAgent}`,
  });
  const { out } = await run(folder);
  expect(out.match(/is not told by reading: the program works it out\./g)).toHaveLength(2);
  expect(out).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
});

test("several agents have a policy each, and one import", async () => {
  const small = agent.replace(/^docs = .*$/m, "").replace("docs.invoke", "print");
  const folder = await folderWith({ "sales/my-agent.py": small, "support.py": agent });
  const { out } = await run(folder);
  expect(out.match(/^import /gm)).toHaveLength(1);
  expect(out).toContain('export const myAgentAccess = new AuthPolicy("myAgentAccess", {');
  expect(out).toContain("export const supportAccess = ");
});

test("an agent that uses nothing needs nothing", async () => {
  const { out } = await run(await folderWith({ "agent.py": smallAgent }));
  expect(out).toContain('new AuthPolicy("access", {\n  systemResources: [],\n});');
});

test("a file that cannot be read ends with 1, a wrong command line is a usage error", async () => {
  const folder = await folderWith({ "broken.py": "x = (\n", "helper.py": "x = 1\n", "agent.py": smallAgent });
  const { code, out, err } = await run(folder, "broken.py", "agent.py");
  expect([code, out]).toEqual([1, expect.stringContaining("new AuthPolicy")]);
  expect(err).toMatch(/^broken\.py: it cannot be read: /);
  for (const args of [["--json", "--yaml"], ["--set", "x"], ["gone.py"], ["--nonsense"]]) {
    const error = await run(folder, ...args).catch((thrown: unknown) => thrown);
    expect(isUsageError(error), args.join(" ")).toBe(true);
  }
  expect((await run(folder, "--help")).out).toContain("Usage: mlflow-agents policy");
});

test("what a file holds leaves neither its comment nor its text", async () => {
  const hostile = agent
    .replace('"main.kb.docs"', '"main.kb.do\\u2028cs\\"); steal(\\""')
    .replace('os.environ["OTHER"]', 'os.environ["OT\\nHER\\u2028process.exit()"]');
  const { out } = await run(await folderWith({ "agent.py": hostile }));
  expect(out).not.toMatch(/[\u2028\u2029]|^\s*(?:HER|process)/m);
  const lines = out.split("\n").filter((line) => line.includes("steal"));
  for (const line of lines) expect(line).toContain('\\"); steal(\\"');
});

test("several agents whose files are named alike have names of their own, from their folders", async () => {
  const files = ["sales/agent.py", "support/agent.py", "eu/support/agent.py", "help-desk.py", "help_desk.py"];
  const folder = await folderWith(Object.fromEntries(files.map((file) => [file, agent])));
  const { out } = await run(folder, ".");
  const names = [...out.matchAll(/export const (\w+) = new AuthPolicy\("(\w+)"/g)].map(([, name, given]) => [
    name,
    given,
  ]);
  expect(names.map(([name]) => name).sort()).toEqual(
    ["euSupportAgentAccess", "helpDeskAccess", "helpDesk2Access", "salesAgentAccess", "supportAgentAccess"].sort(),
  );
  expect(names.every(([name, given]) => name === given)).toBe(true);
});
