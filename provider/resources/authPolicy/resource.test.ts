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
  it("is its document, its digest and its words, and calls nobody", async () => {
    const { engine, workspace } = stackOf(authPolicy);
    await engine.up({ systemResources: [docs, chat, chat, genie], userApiScopes: ["dashboards.genie"] });
    expect(engine.state).toMatchObject({
      id: "shop/dev/thing",
      outputs: {
        systemResources: [genie, chat, docs],
        document: {
          system_auth_policy: {
            resources: {
              databricks: {
                genie_space: [{ name: "01ef", on_behalf_of_user: true }],
                serving_endpoint: [{ name: "chat" }],
                vector_search_index: [{ name: "main.kb.docs" }],
              },
            },
          },
          user_auth_policy: { api_scopes: ["dashboards.genie"] },
        },
        requiredScopes: ["dashboards.genie"],
        minimumMlflowVersion: "2.21.0",
        summary: "1 Genie space, 1 serving endpoint, 1 vector search index; user scopes dashboards.genie",
      },
    });
    expect((await engine.refresh()).message).toBe("");
    expect(
      (await engine.up({ systemResources: [chat, genie, docs], userApiScopes: ["dashboards.genie"] })).operation,
    ).toBe("same");
    await engine.destroy();
    expect(workspace.calls).toEqual([]);
  });

  it("shows a change as the entry that changed", async () => {
    const { engine } = stackOf(authPolicy);
    await engine.up({ systemResources: [chat] });
    const { changed } = await engine.preview({ systemResources: [chat, docs] });
    expect(changed).toEqual(["digest", "document", "summary", "systemResources"]);
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
    [{ userApiScopes: ["Dash Boards"] }, /^userApiScopes\[0\]: an API scope is lower-case words/],
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
});
