import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connect } from "../../../provider/http/index.js";
import { testClock } from "../../../provider/wait/index.js";
import { FakeWorkspace } from "../../support/fakeWorkspace.js";
import { serve } from "../http/server.js";
import { agentFolder } from "./support/agentFolder.js";
import { Engine } from "./support/engine.js";
import { resources } from "./support/registry.js";
import { stackOf } from "./support/stack.js";

const programs: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(__dirname, "../../goldens/state/programs.json"), "utf8"),
);

/** What a gateway says in place of the workspace behind it. */
const answers: Record<string, [string, string]> = {
  Kong: ["application/json", '{"message":"no Route matched with those values"}'],
  Spring: ["application/json", '{"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/api"}'],
  "API Management": ["application/json", '{"error":{"code":"ResourceNotFound","message":"none"}}'],
  S3: ["application/xml", "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"],
  Envoy: ["text/plain", ""],
};

/** A resource that was deployed, and the same one seen through a gateway that knows no route. */
async function behindGateway(type: string, [contentType, body]: [string, string]) {
  agentFolder();
  const workspace = new FakeWorkspace();
  const { engine: agent } = stackOf(resources.loggedAgent as never, { name: "agent" }, workspace);
  await agent.up({ code: "agent.py" });
  const reference = { modelId: agent.state?.outputs.modelId, digest: "d".repeat(64) };
  const resource = Object.values(resources).find((each) => each.type === type);
  if (resource === undefined) throw new Error(`there is no ${type}`);
  const { engine } = stackOf(resource, {}, workspace);
  const { message } = await engine.up({
    ...programs[type],
    ...(type === "RegisteredModel" ? { agent: reference, forceDestroy: true } : {}),
  });
  expect(message).toBe("");
  const { origin } = await serve((_seen, response) =>
    response.writeHead(404, { "content-type": contentType }).end(body),
  );
  const real = await connect({ host: origin, token: "canary-token-1" }, {}, { clock: testClock() });
  const { host, registry } = workspace;
  const seen = new Engine(resource, async () => ({ ...real, host, registry }));
  seen.state = structuredClone(engine.state);
  return { engine: seen, workspace };
}

describe.each(Object.entries(answers))("a 404 of %s in place of the workspace", (_who, answer) => {
  it.each(["LoggedAgent", "RegisteredModel", "ServingEndpoint"])("takes no %s out of the state", async (type) => {
    const { engine } = await behindGateway(type, answer);
    const before = structuredClone(engine.state);
    expect(await engine.refresh()).toMatchObject({ message: "" });
    expect(engine.state).toEqual(before);
    expect(engine.log.join("\n")).toMatch(
      /not refreshed, the recorded state is kept: .*answered 404.*a gateway, proxy/,
    );
    const { operation, message } = await engine.destroy();
    expect(operation).toBe("failed");
    expect(message).toMatch(/answered 404.*does not show that anything is gone/);
    expect(engine.state?.id).toBe(before?.id);
  });
});
