import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { callsDuring, writes } from "../support/workspace.js";

const agent = `from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
docs = VectorSearchRetrieverTool(index_name="main.kb.docs")
${echoAgent("one")}`;

/** A program whose index is named by an output that no preview knows. */
const program = (resources: string, more = "", allow = "") => `const a = require("pulumi-mlflow-agents");
const first = new a.AuthPolicy("first");
const later = first.id.apply(() => "main.kb.docs");
const access = new a.AuthPolicy("access", { systemResources: [${resources}], userApiScopes: "derived", ${more} });
const agent = new a.LoggedAgent("agent", {
  code: "agent.py", requirements: ["mlflow==3.17.2", "databricks-langchain"], authPolicy: access, ${allow}
});
exports.scopes = access.userApiScopes;
exports.summary = access.summary;
`;
const chat = 'a.servingEndpoint("databricks-claude-sonnet-4")';
const genie = 'a.genieSpace("01ef", { onBehalfOfUser: true })';

describe("what an agent uses and what is declared", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("policies", { "agent.py": agent });
  });
  afterAll(() => project.remove());

  it("is compared in the preview: what is not declared is an error with its place", async () => {
    project.write("index.js", program(chat));
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/authPolicy: agent\.py:3:8: the vector search index `main\.kb\.docs` is used here/);
    expect(output).toContain('Add vectorSearchIndex("main.kb.docs") to its systemResources. [undeclared-use]');
  });

  it("waits in a preview for a name that comes later, and is deployed with the scopes that follow", async () => {
    project.write("index.js", program(`${chat}, ${genie}, a.vectorSearchIndex({ name: later })`));
    expect((await project.preview()).map(({ op }) => op)).toEqual(["create", "create", "create", "create"]);
    expect(await project.up()).toMatch(/Genie space `01ef` is declared, and no use of it is seen/);
    expect(await project.outputs()).toEqual({
      scopes: ["dashboards.genie"],
      summary: "1 Genie space, 1 serving endpoint, 1 vector search index; user scopes dashboards.genie",
    });
    expect(await project.preview()).toEqual([]);
  });

  it("may differ where that is allowed, and the preview says why; gains and losses are told in words", async () => {
    const allow = 'allow: [{ finding: "undeclared-use", resource: "main.kb.docs", reason: "a talk" }]';
    project.write("index.js", program(chat, "", allow));
    const text = await project.previewText();
    expect(text).toContain("undeclared-use of main.kb.docs is allowed, because: a talk");
    expect(text).toContain(
      "each agent with this policy loses Genie space 01ef as the calling user, vector search index main.kb.docs, API scope dashboards.genie, in a new version.",
    );
  });

  it("stops an update before anything changes where a thing is not there", async () => {
    project.write(
      "index.js",
      program(`${chat}, a.vectorSearchIndex({ name: later }), a.table("main.none.such")`, 'verify: "error",'),
    );
    const calls = await callsDuring(async () => {
      const { code, output } = await project.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toMatch(/systemResources: at http:\/\/127\.0\.0\.1:\d+ there is no .*table main\.none\.such/);
    });
    expect(writes(calls)).toEqual([]);
  });
});
