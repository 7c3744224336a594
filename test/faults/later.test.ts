import { expect, it } from "vitest";
import { connect, type Workspace } from "../../provider/http/index.js";
import { testClock } from "../../provider/wait/index.js";
import { FakeWorkspace } from "../support/fakeWorkspace.js";
import { send, serve } from "../unit/http/server.js";
import { agentFolder } from "../unit/provider/support/agentFolder.js";
import { Engine } from "../unit/provider/support/engine.js";
import { resources } from "../unit/provider/support/registry.js";

// The faults of `convergence` speak for provider/http themselves. Here its real client stands before the workspace in memory:
// what it sends again, and what it leaves to be looked up, is its own doing.

/** The workspace over HTTP, whose first creation of each kind is answered "later" behind its effect. */
async function busy(status: number) {
  agentFolder();
  const workspace = new FakeWorkspace();
  const answered = new Set<string>();
  const sent: string[] = [];
  const { origin } = await serve((seen, response) => {
    const url = new URL(seen.url, "http://host");
    const isJson = String(seen.headers["content-type"] ?? "").includes("json");
    if (url.pathname.startsWith("/api/2.0/preview/scim")) return send(response, 200, { userName: "ann@example.com" });
    const body: unknown = isJson ? JSON.parse(seen.body || "{}") : {};
    const answer = workspace.answer(
      seen.method,
      url.pathname,
      Object.fromEntries(url.searchParams),
      body as Record<string, unknown>,
      Buffer.from(seen.body),
    );
    const creation = seen.method === "POST" && /(logged-models|model-versions\/create)$/.exec(url.pathname)?.[1];
    if (creation) {
      sent.push(creation);
      if (!answered.has(creation)) {
        answered.add(creation);
        return send(response, status, {}, { "retry-after": "1" });
      }
    }
    if (Buffer.isBuffer(answer.body)) return response.writeHead(answer.status).end(answer.body);
    return send(response, answer.status, answer.body);
  });
  const real = await connect({ host: origin, token: "canary-token" }, {}, { clock: testClock() });
  const reached: Workspace = { ...real, host: workspace.host, registry: workspace.registry };
  return {
    workspace,
    sent,
    engine: (type: keyof typeof resources) => new Engine(resources[type] as never, async () => reached),
  };
}

it.each([503, 429])("a creation that is answered %i behind its effect is looked up, not sent again", async (status) => {
  const { workspace, sent, engine } = await busy(status);
  const agent = engine("loggedAgent");
  expect(await agent.up({ code: "agent.py" })).toMatchObject({ message: "" });
  const { modelId, digest } = agent.state?.outputs ?? {};
  const model = engine("registeredModel");
  expect(await model.up({ name: "main.agents.support", agent: { modelId, digest } })).toMatchObject({ message: "" });
  expect(sent).toEqual(["logged-models", "model-versions/create"]);
  expect([...workspace.tracking.models.values()]).toHaveLength(1);
  expect(workspace.models.models.get("main.agents.support")?.versions).toHaveLength(1);
  expect(await agent.up({ code: "agent.py" })).toMatchObject({ operation: "same" });
});
