import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { loggedAgent } from "./resource.js";

const requirements = ["mlflow==3.17.2", "databricks-langchain"];
const code = { code: "agent.py", requirements };
const uses = `from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from mlflow.models import ModelConfig
llm = ChatDatabricks(endpoint="chat")
docs = VectorSearchRetrieverTool(index_name="main.kb.docs")
`;
const chat = { kind: "servingEndpoint", name: "chat" };
const docs = { kind: "vectorSearchIndex", name: "main.kb.docs" };
const both = { systemResources: [chat, docs] };

/** An agent in a folder of its own, and a stack that declares it. */
function stack(text = uses, workspace = new FakeWorkspace()) {
  const { write } = agentFolder();
  write("agent.py", `${text}\n${echoAgent("one")}`);
  return { ...stackOf(loggedAgent, {}, workspace), write };
}

describe("what the code uses", () => {
  it("and the policy does not declare is refused by the preview, with its place and what to write", async () => {
    const { engine, workspace } = stack();
    const { operation, message } = await engine.up({ ...code, authPolicy: { systemResources: [chat] } });
    expect(operation).toBe("refused");
    expect(message).toBe(
      "authPolicy: agent.py:4:8: the vector search index `main.kb.docs` is used here, through VectorSearchRetrieverTool, " +
        "and the policy does not declare it: the endpoint would answer 403. " +
        'Add vectorSearchIndex("main.kb.docs") to its systemResources. [undeclared-use]\n' +
        '    docs = VectorSearchRetrieverTool(index_name="main.kb.docs")\n           ^',
    );
    expect(workspace.tracking.models.size).toBe(0);
    expect((await engine.up({ ...code, authPolicy: both })).operation).toBe("create");
    expect(engine.log).toEqual([]);
  });

  it("is refused on Databricks where nothing is declared, and told on a plain MLflow server, which enforces nothing", async () => {
    const { engine } = stack();
    const { message } = await engine.up(code);
    expect(message.match(/nothing is declared: the endpoint would answer 403/g)).toHaveLength(2);
    const plain = stack(uses, new FakeWorkspace("mlflow"));
    expect((await plain.engine.up({ ...code, warningsAsErrors: true })).operation).toBe("create");
    expect(plain.engine.log.filter((line) => line.includes("undeclared-use"))).toEqual([
      expect.stringMatching(/^info: authPolicy: agent\.py:3:7: .* an endpoint of Databricks would answer 403/),
      expect.stringMatching(/^info: authPolicy: agent\.py:4:8: /),
    ]);
  });

  it("counts in code of the repository that is not packaged yet, which is told with the path to write", async () => {
    const { engine, write } = stack(`import sys, os
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from desk.search import docs`);
    write("lib/desk/__init__.py", "");
    write("lib/desk/search.py", uses);
    const { operation, message } = await engine.up({ ...code, authPolicy: { systemResources: [chat] } });
    expect(operation).toBe("refused");
    expect(message).toContain('Add "lib/desk" to `codePaths`. [missing-code-path]');
    expect(message).toContain(
      "authPolicy: lib/desk/search.py:4:8: the vector search index `main.kb.docs` is used here",
    );
    expect(message).not.toContain("requirements");
  });

  it("is not concluded from code that was not read: what was not is a warning, and nothing is called unused", async () => {
    const { engine, write } = stack(`${uses}import desk.gone\n`);
    write("desk/__init__.py", "");
    const declared = { systemResources: [chat, docs, { kind: "genieSpace", name: "01ef" }] };
    const allow = [{ finding: "undeclared-use", resource: "main.kb.other", reason: "granted by hand" }];
    expect((await engine.up({ ...code, codePaths: ["desk"], authPolicy: declared, allow })).operation).toBe("create");
    expect(engine.log).toEqual([
      expect.stringMatching(
        /^warning: codePaths: agent\.py:5:1: desk\.gone is imported here and leads nowhere: .*\[not-read\]/s,
      ),
    ]);
  });

  it("is a warning where the agent brings credentials of its own", async () => {
    const { engine } = stack();
    const own = { ...code, environmentVariables: ["DATABRICKS_TOKEN"], resources: [chat] };
    expect((await engine.up(own)).operation).toBe("create");
    expect(engine.log).toEqual([
      expect.stringMatching(/^warning: resources: agent\.py:4:8: .*unless the agent's own/s),
    ]);
  });

  it("is named by what the configuration says, and waited for where that is not known yet", async () => {
    const text = uses.replace('index_name="main.kb.docs"', 'index_name=ModelConfig().get("index")');
    const { engine } = stack(text);
    const given = (index: string) => ({ ...code, modelConfig: { index }, authPolicy: both });
    expect((await engine.check(given("main.kb.docs"))).failures).toEqual([]);
    expect((await engine.check(given("main.kb.other"))).failures).toEqual([expect.stringContaining("`main.kb.other`")]);
    expect((await engine.check(given(unknownValue))).failures).toEqual([]);
    expect((await engine.check({ ...given("x"), modelConfig: unknownValue })).failures).toEqual([]);
  });

  it("waits for a policy that is not known yet, as far as it is not", async () => {
    const { engine } = stack();
    const later = { ...docs, name: unknownValue };
    const failures = async (policy: unknown) => (await engine.check({ ...code, authPolicy: policy })).failures.length;
    expect(await failures({ systemResources: [chat, later] })).toBe(0);
    expect(await failures({ systemResources: [later] })).toBe(1);
    expect(await failures({ systemResources: unknownValue })).toBe(0);
    expect(await failures(unknownValue)).toBe(0);
  });

  it("beside what is declared and not used is said, and stops nothing", async () => {
    const { engine } = stack();
    const more = { systemResources: [chat, docs, { kind: "app", name: "desk" }] };
    expect((await engine.up({ ...code, authPolicy: more, warningsAsErrors: true })).operation).toBe("create");
    expect(engine.log).toEqual([
      expect.stringMatching(
        /^info: authPolicy: the Databricks App `desk` is declared, and no use .*\[unused-declaration\]$/,
      ),
    ]);
  });
});

describe("allow", () => {
  const allow = [{ finding: "undeclared-use", resource: "Main.kb.docs", reason: "granted by hand until March" }];

  it("lets one finding pass, and the preview shows the reason", async () => {
    const { engine } = stack();
    expect((await engine.up({ ...code, authPolicy: { systemResources: [chat] }, allow })).operation).toBe("create");
    expect(engine.log[0]).toBe(
      "info: allow: agent.py:4: undeclared-use of main.kb.docs is allowed, because: granted by hand until March (the vector search index `main.kb.docs` is used here, through VectorSearchRetrieverTool, and the policy does not declare it: the endpoint would answer 403.)",
    );
    // It is no difference of what is logged.
    expect((await engine.up({ ...code, authPolicy: { systemResources: [chat] }, allow })).operation).toBe("same");
  });

  it("lets no other pass, and says where it does nothing", async () => {
    const { engine } = stack();
    const { operation, message } = await engine.up({ ...code, authPolicy: { systemResources: [docs] }, allow });
    expect([operation, message]).toEqual(["refused", expect.stringContaining("serving endpoint `chat`")]);
    expect(engine.log).toEqual([
      "warning: allow: undeclared-use of Main.kb.docs is not found, so that allowing it does nothing. Take it out.",
    ]);
  });

  it("is for other findings too", async () => {
    const { engine } = stack("import boto4\n");
    const given = { ...code, allow: [{ finding: "missing-requirement", reason: "installed by the image" }] };
    expect((await engine.up({ ...given, warningsAsErrors: true })).operation).toBe("create");
  });

  it.each([
    [
      [{ finding: "undeclared-uses", reason: "x" }],
      /^allow\[0\]\.finding: there is no such finding; did you mean "undeclared-use"\?/,
    ],
    [[{ finding: "missing-set-model", reason: "x" }], /^allow\[0\]\.finding: without this there is no agent/],
    [[{ finding: "undeclared-use" }], /^allow\[0\]\.reason: it is required/],
    [[{ finding: "undeclared-use", reason: " " }], /^allow\[0\]\.reason: a reason is needed/],
  ])("is refused as %j", async (given, message) => {
    const { engine } = stack("");
    expect((await engine.check({ ...code, allow: given })).failures).toEqual([expect.stringMatching(message)]);
  });
});

describe("an MLflow that is too old for the policy", () => {
  const genie = {
    systemResources: [{ kind: "genieSpace", name: "1", onBehalfOfUser: true }],
    userApiScopes: "derived",
  };
  const lakebase = { systemResources: [{ kind: "lakebase", name: "memory" }] };

  it.each([
    [
      ["mlflow==2.21.0"],
      genie,
      "MLflow 2.21.0, with which the agent runs, cannot write down acting for the calling user (since 2.22.1). Require mlflow>=2.22.1",
    ],
    [
      ["mlflow-skinny==3.3.2"],
      lakebase,
      "MLflow 3.3.2, with which the agent runs, cannot write down a Lakebase instance (since 3.4.0)",
    ],
    [["mlflow<2.17"], genie, "Genie space (since 2.17.1), acting for the calling user (since 2.22.1)"],
    [["mlflow~=2.20.1"], genie, "acting for the calling user"],
  ])("%j is refused, with the way out", async (lines, authPolicy, words) => {
    const { engine } = stack("");
    const { failures } = await engine.check({ ...code, requirements: lines, authPolicy });
    expect(failures).toEqual([expect.stringContaining(words)]);
  });

  it.each([[["mlflow==3.17.2"]], [["mlflow>=2.10"]], [["mlflow~=2.22"]], [["mlflow<4"]]])(
    "%j is not",
    async (lines) => {
      const { engine } = stack("");
      expect((await engine.check({ ...code, requirements: lines, authPolicy: genie })).failures).toEqual([]);
    },
  );

  it("is told of an older server's release as well, and not of an empty policy", async () => {
    const { engine } = stack("", new FakeWorkspace("mlflow", "2.22.5"));
    const { failures } = await engine.check({ code: "agent.py", authPolicy: lakebase });
    expect(failures).toEqual([expect.stringContaining("MLflow 2.22.5, with which the agent runs")]);
    expect(
      (await engine.check({ code: "agent.py", requirements: ["mlflow==2.15.1"], authPolicy: {} })).failures,
    ).toEqual([]);
  });
});

it("a changed policy is told in words on the agent's row, and makes a new version", async () => {
  const { engine, workspace } = stack();
  await engine.up({ ...code, authPolicy: both });
  engine.log.length = 0;
  const changed = { systemResources: [chat, docs, { kind: "table", name: "a.b.c" }] };
  expect((await engine.up({ ...code, authPolicy: changed })).operation).toBe("update");
  expect(engine.log).toContain("info: the agent gains table a.b.c, in a new version.");
  expect(workspace.tracking.models.size).toBe(2);
});
