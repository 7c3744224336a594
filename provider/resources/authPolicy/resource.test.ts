import { describe, expect, it } from "vitest";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { loggedAgent } from "../loggedAgent/resource.js";
import { authPolicy } from "./resource.js";

const chat = { kind: "servingEndpoint", name: "chat" };
const docs = { kind: "vectorSearchIndex", name: "main.kb.docs" };
const genie = { kind: "genieSpace", name: "01ef", onBehalfOfUser: true };

describe("a policy", () => {
  it("is its document, its digest and its words, and calls nobody where nothing is to be looked up", async () => {
    const { engine, workspace } = stackOf(authPolicy);
    const verify = false;
    await engine.up({ systemResources: [docs, chat, chat, genie], userApiScopes: ["dashboards.genie"], verify });
    expect(engine.state).toMatchObject({
      id: "shop/dev/thing",
      outputs: {
        systemResources: [genie, chat, docs],
        requiredScopes: ["dashboards.genie"],
        minimumMlflowVersion: "2.22.1",
        summary: "1 Genie space, 1 serving endpoint, 1 vector search index; user scopes dashboards.genie",
      },
    });
    expect(JSON.parse(String(engine.state?.outputs.document))).toEqual({
      system_auth_policy: {
        resources: {
          api_version: "1",
          databricks: {
            genie_space: [{ name: "01ef", on_behalf_of_user: true }],
            serving_endpoint: [{ name: "chat" }],
            vector_search_index: [{ name: "main.kb.docs" }],
          },
        },
      },
      user_auth_policy: { api_scopes: ["dashboards.genie"] },
    });
    expect((await engine.refresh()).message).toBe("");
    expect(
      (await engine.up({ systemResources: [chat, genie, docs], userApiScopes: ["dashboards.genie"], verify }))
        .operation,
    ).toBe("same");
    await engine.destroy();
    expect(workspace.calls).toEqual([]);
  });

  it("shows a change as the entry that changed", async () => {
    const { engine } = stackOf(authPolicy);
    await engine.up({ systemResources: [chat], verify: false });
    const { changed } = await engine.preview({ systemResources: [chat, docs], verify: false });
    expect(changed).toEqual(["digest", "document", "summary", "systemResources"]);
  });

  it("says in words what its agents gain and lose by a change", async () => {
    const { engine } = stackOf(authPolicy);
    await engine.up({ systemResources: [chat, docs], userApiScopes: ["sql"], verify: false });
    expect(engine.log).toEqual([]);
    await engine.preview({ systemResources: [chat, genie], userApiScopes: "derived" });
    expect(engine.log).toEqual([
      "info: each agent with this policy gains Genie space 01ef as the calling user, API scope dashboards.genie; loses vector search index main.kb.docs, API scope sql, in a new version.",
    ]);
  });

  describe("recorded before its document became one line", () => {
    const args = { systemResources: [chat, docs], userApiScopes: ["sql"], verify: false };
    const recordedBefore = async () => {
      const { engine } = stackOf(authPolicy);
      await engine.up(args);
      if (engine.state === undefined) throw new Error("nothing was made");
      const { id, inputs, outputs } = engine.state;
      // As the engine hands it back, its keys in an order of its own.
      const { user_auth_policy, system_auth_policy } = JSON.parse(String(outputs.document));
      const document = { user_auth_policy, system_auth_policy };
      const old = { inputs: { ...inputs, document }, outputs: { ...outputs, document, __stateVersion: 1 } };
      engine.state = { id, ...old, initErrors: [] };
      return { engine, line: outputs.document };
    };

    it("is what it is now, and recorded so by a refresh", async () => {
      const { engine, line } = await recordedBefore();
      expect(await engine.up(args)).toMatchObject({ operation: "same" });
      await engine.refresh();
      expect(engine.state?.outputs).toMatchObject({ document: line, __stateVersion: 2 });
      expect(engine.state?.inputs.document).toBe(line);
    });

    it("may come back with ignoreChanges as an input, and a foreign one may not", async () => {
      const { engine } = await recordedBefore();
      const recorded = engine.state?.inputs.document;
      expect(await engine.check({ ...args, document: recorded })).toMatchObject({ failures: [] });
      const { failures } = await engine.check({ ...args, document: { user_auth_policy: {} } });
      expect(failures).toEqual(["document: it is computed and cannot be given."]);
    });
  });

  it("can be read from the model that carries it, and is gone with it", async () => {
    agentFolder();
    const workspace = new FakeWorkspace();
    const { engine: agent } = stackOf(loggedAgent, {}, workspace);
    const policy = { systemResources: [chat], userApiScopes: ["sql"] };
    await agent.up({ code: "agent.py", authPolicy: policy });
    const { engine } = stackOf(authPolicy, {}, workspace);
    await engine.get(String(agent.state?.outputs.modelId));
    expect(engine.state?.outputs).toMatchObject(policy);
    expect(await stackOf(authPolicy, {}, workspace).engine.get("m-0")).toMatchObject({ operation: "failed" });
  });
});

describe("check", () => {
  const check = async (args: Record<string, unknown>, secrets?: string[]) => {
    const { engine } = stackOf(authPolicy, secrets === undefined ? {} : { secrets });
    return { ...(await engine.check(args)), log: engine.log };
  };

  it.each([
    [
      { systemResources: [{ kind: "genie", name: "x" }] },
      /^systemResources\[0\]\.kind: it must be one of "vectorSearch/,
    ],
    [
      { systemResources: [{ kind: "table", name: "t" }] },
      /^systemResources\[0\]\.name: a table needs a three-part name/,
    ],
    [{ systemResources: [genie] }, /^systemResources\[0\]: "01ef" is used on behalf of the user, which needs "dashb/],
    [{ userApiScopes: ["Dash Boards"] }, /^userApiScopes\[0\]: an API scope is one word/],
    [
      { systemResources: ["databricks-x"] },
      /^systemResources\[0\]: a name alone .*write `servingEndpoint\("databricks-x"\)`/,
    ],
    [
      { systemResources: ["main.kb.docs"] },
      /write `vectorSearchIndex\("main.kb.docs"\)` or `table\(.*or `ucFunction\(/,
    ],
    [{ systemResources: chat }, /^systemResources: it must be a list, but an object was given/],
  ])("refuses %j", async (args, message) => {
    expect((await check(args)).failures).toEqual([expect.stringMatching(message)]);
  });

  it("warns of a scope that is not known, with the nearest one", async () => {
    const { failures, log } = await check({ userApiScopes: ["dashboards.geni"] });
    expect(failures).toEqual([]);
    expect(log).toEqual([
      expect.stringMatching(/"dashboards\.geni" is not a scope.*Did you mean "dashboards\.genie"\?/),
    ]);
  });

  const ofApps =
    "is a scope of Databricks Apps. Model Serving was not known to take it (August 2026), and may refuse the agent's endpoint.";
  it.each([
    ["sql:restricted-query", ofApps],
    ["postgres", ofApps],
    ["files", ofApps],
    ["files.files", ofApps],
    ["catalog.catalogs:read", ofApps],
    ["catalog.schemas:read", ofApps],
    ["catalog.tables:read", ofApps],
    ["of.Next_Year", "is not a scope that Model Serving was known to take (August 2026)."],
  ])("never refuses the scope %s, and says what is known of it", async (scope, known) => {
    const { failures, log } = await check({ userApiScopes: [scope] });
    expect(failures).toEqual([]);
    expect(log).toEqual([`warning: userApiScopes: ${JSON.stringify(scope)} ${known}`]);
  });

  it("repeats no name that is a secret", async () => {
    const secret = { kind: "genieSpace", name: "canary-01ef", onBehalfOfUser: true };
    const { failures, log } = await check({ systemResources: [secret], userApiScopes: ["canary-scope"] }, [
      "systemResources",
      "userApiScopes",
    ]);
    expect(failures).toHaveLength(1);
    expect(JSON.stringify([failures, log])).not.toContain("canary");
  });

  it("of something that is not known yet knows nothing that follows from it", async () => {
    const { inputs, failures } = await check({ systemResources: [{ ...chat, name: unknownValue }] });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ digest: unknownValue, document: unknownValue });
  });

  it("of a name that is not known yet knows the scopes that its kind needs", async () => {
    const later = { ...genie, name: unknownValue };
    const { inputs, failures } = await check({ systemResources: [later], userApiScopes: "derived" });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ userApiScopes: ["dashboards.genie"], requiredScopes: ["dashboards.genie"] });
    const lacking = await check({ systemResources: [later], userApiScopes: ["sql"] });
    expect(lacking.failures).toEqual([expect.stringMatching(/^systemResources\[0\]: a Genie space is used on behalf/)]);
    const nothing = await check({ systemResources: unknownValue, userApiScopes: "derived" });
    expect(nothing.inputs).toMatchObject({ userApiScopes: unknownValue, requiredScopes: unknownValue });
  });

  it.each([
    ["derived", ["dashboards.genie"]],
    [
      ["derived", "iam.current-user:read"],
      ["dashboards.genie", "iam.current-user:read"],
    ],
    [["dashboards.genie"], ["dashboards.genie"]],
  ])("takes the scopes %j as %j, also the second time", async (userApiScopes, scopes) => {
    const { inputs, failures } = await check({ systemResources: [chat, genie], userApiScopes });
    expect([failures, inputs.userApiScopes]).toEqual([[], scopes]);
    expect((await check({ systemResources: [chat, genie], userApiScopes: scopes })).inputs).toEqual(inputs);
  });

  it("understands a scope that stands for narrower ones", async () => {
    const warehouse = { kind: "sqlWarehouse", name: "a1", onBehalfOfUser: true };
    expect(await check({ systemResources: [warehouse], userApiScopes: ["sql"] })).toMatchObject({
      failures: [],
      log: [],
    });
    const { failures } = await check({ systemResources: [warehouse], userApiScopes: ["sql.warehouses"] });
    expect(failures).toEqual([
      expect.stringMatching(
        /needs "sql\.statement-execution" in userApiScopes \(a SQL warehouse needs "sql\.statement-execution", "sql\.warehouses"\)/,
      ),
    ]);
  });

  it("warns of a scope that nothing needs, and not where nothing says what the scopes are for", async () => {
    const { failures, log } = await check({
      systemResources: [genie],
      userApiScopes: ["genie", "vector-search", "iam.current-user:read", "workspace.workspace"],
    });
    expect(failures).toEqual([]);
    expect(log).toEqual([expect.stringMatching(/^warning: userApiScopes: nothing .* needs "vector-search"/)]);
    expect((await check({ systemResources: [chat], userApiScopes: ["vector-search"] })).log).toEqual([]);
  });
});
