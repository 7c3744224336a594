import { describe, expect, it } from "vitest";
import type { ZodType } from "zod";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { AgentsError, type ErrorCode } from "../../errors.js";
import type { ApiRequest } from "../../http/index.js";
import { authPolicy } from "./resource.js";

/** A workspace in which things are there, unless it is said what a read of them answers. */
class Things extends FakeWorkspace {
  override readonly host: string;
  readonly read: string[] = [];
  most = 0;
  #running = 0;

  constructor(
    readonly answers: Record<string, ErrorCode | Record<string, unknown>> = {},
    host = "https://fake.example.com",
  ) {
    super();
    this.host = host;
  }

  override async json<T>(schema: ZodType<T>, request: ApiRequest): Promise<T> {
    const path = request.path.text;
    this.read.push(path);
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.#running -= 1;
    const answer = this.answers[path.split("/").at(-1) ?? ""] ?? {};
    if (typeof answer === "string") throw new AgentsError(answer, `GET ${path} answered ${answer}`);
    return schema.parse(answer);
  }
}

const all = [
  { kind: "vectorSearchIndex", name: "main.kb.docs" },
  { kind: "servingEndpoint", name: "chat" },
  { kind: "sqlWarehouse", name: "a1" },
  { kind: "function", name: "main.tools.add" },
  { kind: "genieSpace", name: "01ef" },
  { kind: "ucConnection", name: "github" },
  { kind: "table", name: "main.kb.t" },
  { kind: "app", name: "desk" },
  { kind: "lakebase", name: "memory" },
];
const chat = { kind: "servingEndpoint", name: "chat" };
const genie = { kind: "genieSpace", name: "01ef", onBehalfOfUser: true };

describe("what a policy names", () => {
  it("is looked up before anything is made of it, one read each, a few at a time", async () => {
    const workspace = new Things();
    const { engine } = stackOf(authPolicy, {}, workspace);
    const many = Array.from({ length: 40 }, (_, index) => ({ kind: "table", name: `main.many.t${index}` }));
    expect((await engine.up({ systemResources: [...all, ...many] })).operation).toBe("create");
    expect(workspace.read).toHaveLength(all.length + many.length);
    expect(workspace.read).toEqual(
      expect.arrayContaining([
        "/api/2.0/vector-search/indexes/main.kb.docs",
        "/api/2.0/serving-endpoints/chat",
        "/api/2.0/sql/warehouses/a1",
        "/api/2.1/unity-catalog/functions/main.tools.add",
        "/api/2.0/genie/spaces/01ef",
        "/api/2.1/unity-catalog/connections/github",
        "/api/2.1/unity-catalog/tables/main.kb.t",
        "/api/2.0/apps/desk",
        "/api/2.0/database/instances/memory",
      ]),
    );
    expect(workspace.most).toBeGreaterThan(1);
    expect(workspace.most).toBeLessThanOrEqual(8);
    expect(engine.log).toEqual([]);
  });

  it("is refused where it is missing or may not be used, all at once, and what cannot be told is said", async () => {
    const workspace = new Things({
      "main.kb.docs": "notFound",
      a1: "notFound",
      chat: { permission_level: "CAN_VIEW" },
      "main.kb.t": { browse_only: true },
      github: "permissionDenied",
      desk: "unavailable",
    });
    const { engine } = stackOf(authPolicy, {}, workspace);
    const { operation, message } = await engine.up({ systemResources: all });
    expect([operation, engine.state]).toEqual(["failed", undefined]);
    expect(message).toMatch(
      /^systemResources: at https:\/\/fake\.example\.com there is no SQL warehouse a1, no vector search index main\.kb\.docs, and who deploys may see and not use serving endpoint chat, table main\.kb\.t, /,
    );
    expect(engine.log).toEqual([
      "warning: verify: whether it exists and may be used is not known of Databricks App desk (the workspace did not answer).",
      "info: verify: whether it exists and may be used is not known of Unity Catalog connection github (who deploys may not read it).",
    ]);
  });

  it("is looked up again by an update, where a missing one leaves the policy as it was", async () => {
    const workspace = new Things({ "main.kb.docs": "notFound" });
    const { engine } = stackOf(authPolicy, {}, workspace);
    await engine.up({ systemResources: [chat] });
    expect((await engine.up({ systemResources: all })).operation).toBe("failed");
    expect(engine.state?.outputs.systemResources).toEqual([chat]);
  });

  it("is a warning where that was asked for, and where only the caller has to find it", async () => {
    const answers = { chat: "notFound", "01ef": "notFound" } as const;
    const { engine } = stackOf(authPolicy, {}, new Things(answers));
    const args = { systemResources: [genie], userApiScopes: "derived" };
    expect((await engine.up(args)).operation).toBe("create");
    expect(engine.log).toEqual([
      expect.stringMatching(/^warning: systemResources: who deploys finds no Genie space 01ef as the calling user/),
    ]);
    const { engine: other } = stackOf(authPolicy, {}, new Things(answers));
    expect((await other.up({ systemResources: [chat], verify: "warn" })).operation).toBe("create");
    expect(other.log).toEqual([expect.stringMatching(/^warning: .*finds no serving endpoint chat/)]);
  });

  it("that is gone later shows in a refresh, as a warning, and nothing of the policy changes", async () => {
    const workspace = new Things();
    const { engine } = stackOf(authPolicy, {}, workspace);
    await engine.up({ systemResources: [chat] });
    const before = structuredClone(engine.state);
    workspace.answers.chat = "notFound";
    expect((await engine.refresh()).message).toBe("");
    expect(engine.state).toEqual(before);
    expect(engine.log).toEqual([expect.stringMatching(/^warning: .*finds no serving endpoint chat/)]);
    workspace.answers.chat = "unauthenticated";
    await engine.refresh();
    expect(engine.log.at(-1)).toMatch(/^warning: .*serving endpoint chat \(the workspace refuses the credentials\)/);
  });

  it("is not looked up where that was switched off, at a plain MLflow server, and locally unless asked for", async () => {
    for (const [workspace, verify, log] of [
      [new Things(), false, []],
      [new Things({}, "http://127.0.0.1:5000"), undefined, []],
      [new FakeWorkspace("mlflow"), undefined, []],
      [new FakeWorkspace("mlflow"), "error", [expect.stringMatching(/^info: verify: there is nothing to look up/)]],
    ] as const) {
      const { engine } = stackOf(authPolicy, {}, workspace);
      expect(
        (await engine.up({ systemResources: [chat], ...(verify === undefined ? {} : { verify }) })).operation,
      ).toBe("create");
      await engine.refresh();
      expect(workspace instanceof Things ? workspace.read : workspace.calls).toEqual([]);
      expect(engine.log).toEqual(log);
    }
    const local = new Things({ chat: "notFound" }, "http://127.0.0.1:5000");
    const { engine } = stackOf(authPolicy, {}, local);
    expect((await engine.up({ systemResources: [chat], verify: "error" })).operation).toBe("failed");
  });

  it("is told with what keeps it from being looked up, and repeats no name that is a secret", async () => {
    const workspace = new Things({ "canary-chat": "notFound" });
    const { engine } = stackOf(authPolicy, { secrets: ["systemResources"] }, workspace);
    const { message } = await engine.up({ systemResources: [{ kind: "servingEndpoint", name: "canary-chat" }] });
    expect(message).toContain("there is no serving endpoint [secret]");
    expect(JSON.stringify([message, engine.log])).not.toContain("canary");
  });
});
