import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Client } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findRunning, startWorkspace, workspacePaths } from "../../workspace/index.js";
import { call, type TestWorkspace, testWorkspace } from "./harness.js";

let workspace: TestWorkspace;
/** Stands for any OpenAI-compatible server. */
const model = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ path: request.url, authorization: request.headers.authorization, body }));
});

beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    model.listen(0, "127.0.0.1", () => {
      const address = model.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const url = `http://127.0.0.1:${port}/v1/`;
  process.env.TEST_MODEL_KEY = "model-key";
  workspace = await testWorkspace({
    fixtures: {
      tables: ["main.agents.documents"],
      secrets: { scope: { key: "value" } },
      chatEndpoints: [
        { name: "databricks-claude-sonnet-4" },
        { name: "real", url, model: "llama", apiKeyVariable: "TEST_MODEL_KEY" },
      ],
    },
  });
});
afterAll(async () => {
  model.close();
  delete process.env.TEST_MODEL_KEY;
  await workspace?.dispose();
});
beforeEach(() => call(workspace, "DELETE", "/_local/faults"));

describe("who may ask", () => {
  it("nobody without a token, with a wrong one, or with another scheme", async () => {
    for (const token of [null, "wrong", `${workspace.token}x`]) {
      const answer = await call(workspace, "GET", "/api/2.0/preview/scim/v2/Me", undefined, token);
      expect(answer.status).toBe(401);
      expect(answer.json).toEqual({ error_code: "UNAUTHENTICATED", message: expect.any(String), details: [] });
    }
    const paths = [
      "/api/2.0/serving-endpoints",
      "/api/2.1/unity-catalog/catalogs",
      "/_local/journal",
      "/api/9/unknown",
    ];
    for (const path of paths) {
      expect((await call(workspace, "GET", path, undefined, null)).status).toBe(401);
    }
  });

  it("only by the names of loopback", async () => {
    const client = new Client(workspace.host);
    const headers = { host: "rebound.example", authorization: `Bearer ${workspace.token}` };
    const answer = await client.request({ method: "GET", path: "/api/2.0/serving-endpoints", headers });
    expect(answer.statusCode).toBe(403);
    await answer.body.dump();
    await client.close();
  });

  it("MLflow only with the key of its address, by the names of loopback, and from its own page", async () => {
    const { origin, pathname: key } = new URL(workspace.mlflowUrl);
    const client = new Client(origin);
    const get = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
      const answer = await client.request({ method: "GET", path, headers });
      await answer.body.dump();
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      return answer.statusCode;
    };
    const experiment = "/api/2.0/mlflow/experiments/get?experiment_id=0";
    expect(await get(`${key}${experiment}`)).toBe(200);
    expect(await get(`${key}/`)).toBe(200);
    const refused = [
      experiment,
      "/",
      `${key}x${experiment}`,
      `/${key}${experiment}`,
      `${key.slice(0, -1)}${experiment}`,
    ];
    for (const path of refused) expect([path, await get(path)]).toEqual([path, 401]);
    expect(await get(`${key}/`, { host: "rebound.example" })).toBe(403);
    expect(await get(`${key}${experiment}`, { origin: "http://localhost:3000" })).toBe(403);
    await client.close();
  });

  it("a service principal, with a token of its own", async () => {
    const config = (await call(workspace, "GET", "/.well-known/databricks-config", undefined, null)).json;
    const oidc = new URL(config.oidc_endpoint).pathname;
    const discovery = await call(workspace, "GET", `${oidc}/.well-known/oauth-authorization-server`, undefined, null);
    const { clientId, clientSecret } = workspace.servicePrincipal;
    const ask = (secret: string): Promise<{ status: number; json: { access_token: string } }> =>
      fetch(discovery.json.token_endpoint, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope: "all-apis" }),
      }).then(async (answer) => ({ status: answer.status, json: (await answer.json()) as { access_token: string } }));
    expect((await ask("wrong")).status).toBe(401);
    const issued = await ask(clientSecret);
    expect(issued.status).toBe(200);
    const me = await call(workspace, "GET", "/api/2.0/preview/scim/v2/Me", undefined, issued.json.access_token);
    expect(me.json.userName).toBe(clientId);
    expect(me.headers["x-databricks-org-id"]).toMatch(/^\d+$/);
  });
});

describe("what is not covered", () => {
  it("is answered 501 with the route's name, and counted", async () => {
    const answer = await call(workspace, "POST", "/api/2.1/jobs/create", {});
    expect(answer.status).toBe(501);
    expect(answer.json.error_code).toBe("ENDPOINT_NOT_FOUND");
    expect(answer.json.message).toContain("POST /api/2.1/jobs/create");
    const journal = await call(workspace, "GET", "/_local/journal");
    expect(journal.json.unknown["POST /api/2.1/jobs/create"]).toBe(1);
  });

  it("lets MLflow's client fall back where it can", async () => {
    const answer = await call(workspace, "POST", "/api/4.0/mlflow/traces/search-long-running", {});
    expect(answer.status).toBe(404);
    expect(answer.json.error_code).toBe("ENDPOINT_NOT_FOUND");
    const { unknown, optional } = (await call(workspace, "GET", "/_local/journal")).json;
    const route = "POST /api/4.0/mlflow/traces/search-long-running";
    expect(unknown).not.toHaveProperty([route]);
    expect(optional).toContainEqual(expect.objectContaining({ route, fallback: "POST /api/3.0/mlflow/traces/search" }));
  });

  it("does not look like a plain MLflow server", async () => {
    expect((await call(workspace, "GET", "/version")).status).toBe(501);
  });
});

describe("files", () => {
  const root = "/api/2.0/fs/files/Models/main/agents/files/1";

  it("are streamed to MLflow's store and back", async () => {
    const content = "x".repeat(3_000_000);
    expect((await call(workspace, "PUT", `${root}/code/big%20file.txt?overwrite=true`, content)).status).toBe(204);
    expect((await call(workspace, "GET", `${root}/code/big%20file.txt`)).text).toBe(content);
    const head = await call(workspace, "HEAD", `${root}/code/big%20file.txt`);
    expect(head.headers["content-length"]).toBe("3000000");
    expect((await call(workspace, "PUT", `${root}/code/big%20file.txt`, "y")).json.error_code).toBe("ALREADY_EXISTS");
    const list = await call(workspace, "GET", "/api/2.0/fs/directories/Models/main/agents/files/1/code");
    expect(list.json.contents).toEqual([
      expect.objectContaining({ path: "/Models/main/agents/files/1/code/big file.txt", file_size: 3_000_000 }),
    ]);
    expect((await call(workspace, "DELETE", `${root}/code/big%20file.txt`)).status).toBe(204);
    expect((await call(workspace, "GET", `${root}/code/big%20file.txt`)).json.error_code).toBe(
      "RESOURCE_DOES_NOT_EXIST",
    );
    expect((await call(workspace, "HEAD", "/api/2.0/fs/directories/Models/main/agents/files/1/none")).status).toBe(404);
  });

  it("are taken in parts", async () => {
    const path = `${root}/parts.bin`;
    const begun = await call(workspace, "POST", `${path}?action=initiate-upload&overwrite=true`, {});
    const session_token = begun.json.multipart_upload.session_token;
    const file = "/Models/main/agents/files/1/parts.bin";
    const urls = await call(workspace, "POST", "/api/2.0/fs/create-upload-part-urls", {
      path: file,
      session_token,
      start_part_number: 1,
      count: 3,
    });
    const parts: { part_number: number; etag: string }[] = [];
    for (const { url, part_number } of urls.json.upload_part_urls.reverse()) {
      const { pathname, search } = new URL(url);
      const put = await call(workspace, "PUT", pathname + search, String(part_number).repeat(100_000), null);
      parts.push({ part_number, etag: String(put.headers.etag) });
    }
    const finish = (body: unknown): ReturnType<typeof call> =>
      call(
        workspace,
        "POST",
        `${path}?action=complete-upload&upload_type=multipart&session_token=${session_token}`,
        body,
      );
    expect((await finish({ parts: [{ part_number: 1, etag: "wrong" }] })).status).toBe(400);
    expect((await finish({ parts })).status).toBe(200);
    const content = (await call(workspace, "GET", path)).text;
    expect(content).toBe("1".repeat(100_000) + "2".repeat(100_000) + "3".repeat(100_000));
    expect((await finish({ parts })).status).toBe(404);
    const second = await call(workspace, "POST", `${path}?action=initiate-upload&overwrite=true`, {});
    const token = second.json.multipart_upload.session_token;
    const abort = `${path}?action=abort-upload&upload_type=multipart&session_token=${token}`;
    expect((await call(workspace, "POST", abort)).status).toBe(200);
    expect((await call(workspace, "POST", abort)).status).toBe(404);
  });

  it("outside what is served are refused, not missing", async () => {
    for (const path of ["Volumes/main/a/b/c", "Models/main/agents/a/1/..%2f..%2f..%2fx", "tmp/x"]) {
      expect((await call(workspace, "GET", `/api/2.0/fs/files/${path}`)).status).toBe(403);
    }
  });

  it("behind signed addresses need the signature", async () => {
    await call(workspace, "PUT", `${root}/signed.txt?overwrite=true`, "content");
    const { json } = await call(workspace, "POST", "/api/2.0/fs/create-download-url", {
      path: "/Models/main/agents/files/1/signed.txt",
    });
    const url = new URL(json.url);
    expect((await call(workspace, "GET", url.pathname + url.search, undefined, null)).text).toBe("content");
    const query = await call(
      workspace,
      "POST",
      "/api/2.0/fs/create-download-url?path=%2FModels%2Fmain%2Fagents%2Ffiles%2F1%2Fsigned.txt",
    );
    expect(query.json.url).toContain("/_local/artifacts/");
    expect((await call(workspace, "GET", url.pathname, undefined, null)).status).toBe(403);
    expect((await call(workspace, "PUT", url.pathname + url.search, "x", null)).status).toBe(403);
  });
});

describe("a version without a complete signature", () => {
  it("stays pending", async () => {
    const name = "dev.agents.unsigned";
    const uc = "/api/2.0/mlflow/unity-catalog";
    await call(workspace, "POST", `${uc}/registered-models/create`, { name });
    const made = await call(workspace, "POST", `${uc}/model-versions/create`, { name, source: "dbfs:/somewhere" });
    expect(made.json.model_version).toMatchObject({ version: "1", status: "PENDING_REGISTRATION" });
    const finalize = (): ReturnType<typeof call> =>
      call(workspace, "POST", `${uc}/model-versions/finalize`, { name, version: "1" });
    expect((await finalize()).json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
    const file = "/api/2.0/fs/files/Models/dev/agents/unsigned/1/MLmodel?overwrite=true";
    await call(workspace, "PUT", file, "signature: {inputs: '[]'}\n");
    expect((await finalize()).json.message).toContain("inputs and outputs");
    const get = (): ReturnType<typeof call> =>
      call(workspace, "GET", `${uc}/model-versions/get?name=${name}&version=1`);
    expect((await get()).json.model_version.status).toBe("PENDING_REGISTRATION");
    await call(workspace, "PUT", file, "signature: {inputs: '[]', outputs: '[]'}\n");
    expect((await finalize()).json.model_version.status).toBe("READY");
    expect((await get()).json.model_version.status).toBe("READY");
    const served = await call(workspace, "GET", `/api/2.1/unity-catalog/models/${name}/versions/1`);
    expect(served.json).toMatchObject({ version: 1, status: "READY", model_name: "unsigned" });
  });
});

describe("for tests", () => {
  it("the journal tells calls without their content", async () => {
    const { last } = (await call(workspace, "GET", "/_local/journal?since=999999")).json;
    await call(workspace, "GET", "/api/2.1/unity-catalog/schemas?catalog_name=main");
    const { entries } = (await call(workspace, "GET", `/_local/journal?since=${last}`)).json;
    expect(entries).toEqual([
      expect.objectContaining({ method: "GET", path: "/api/2.1/unity-catalog/schemas", status: 200, caller: "user" }),
    ]);
    expect(JSON.stringify(entries)).not.toContain(workspace.token);
  });

  it("faults answer, or cut the connection before or after the effect", async () => {
    const path = "/api/2.1/unity-catalog/models";
    const model = (name: string): unknown => ({ name, catalog_name: "dev", schema_name: "agents" });
    await call(workspace, "POST", "/_local/faults", [
      { method: "POST", path, effect: 429, retry_after: 1 },
      { method: "POST", path, effect: "drop-before" },
      { method: "POST", path, effect: "drop-after-effect" },
    ]);
    const limited = await call(workspace, "POST", path, model("f1"));
    expect([limited.status, limited.headers["retry-after"]]).toEqual([429, "1"]);
    await expect(call(workspace, "POST", path, model("f2"))).rejects.toThrow();
    await expect(call(workspace, "POST", path, model("f3"))).rejects.toThrow();
    const exists = async (name: string): Promise<number> =>
      (await call(workspace, "GET", `${path}/dev.agents.${name}`)).status;
    expect(await Promise.all(["f1", "f2", "f3"].map(exists))).toEqual([404, 404, 200]);
  });
});

describe("the chat stand-in", () => {
  it("streams OpenAI's protocol", async () => {
    const body = { model: "databricks-claude-sonnet-4", messages: [{ role: "user", content: "hi" }], stream: true };
    const answer = await call(workspace, "POST", "/serving-endpoints/chat/completions", body);
    const events = answer.text.trim().split("\n\n");
    expect(events.at(-1)).toBe("data: [DONE]");
    const text = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)).choices[0].delta.content ?? "");
    expect(text.join("")).toBe('[local stand-in for databricks-claude-sonnet-4] You asked: "hi" (2 characters).');
  });

  it("gives way to a server named in the fixtures", async () => {
    const messages = [{ role: "user", content: "hi" }];
    const answer = await call(workspace, "POST", "/serving-endpoints/real/invocations", { messages });
    expect(answer.json).toEqual({
      path: "/v1/chat/completions",
      authorization: "Bearer model-key",
      body: { messages, model: "llama" },
    });
  });

  it("refuses an unknown endpoint and a malformed question", async () => {
    const ask = (body: unknown): ReturnType<typeof call> =>
      call(workspace, "POST", "/serving-endpoints/chat/completions", body);
    expect((await ask({ model: "none", messages: [{ role: "user", content: "x" }] })).json.error_code).toBe(
      "RESOURCE_DOES_NOT_EXIST",
    );
    expect((await ask({ model: "databricks-claude-sonnet-4", messages: [] })).status).toBe(400);
    expect((await ask("{")).json.error_code).toBe("MALFORMED_REQUEST");
  });
});

describe("fixtures", () => {
  it("name the tables that exist", async () => {
    const exists = async (table: string): Promise<boolean> =>
      (await call(workspace, "GET", `/api/2.1/unity-catalog/tables/${table}/exists`)).json.table_exists;
    expect(await exists("main.agents.documents")).toBe(true);
    expect(await exists("main.agents.others")).toBe(false);
  });

  it("are refused by the name of the faulty key", async () => {
    const data = join(workspace.data, "faulty");
    mkdirSync(join(data, "workspace"), { recursive: true });
    writeFileSync(join(data, "workspace", "fixtures.json"), JSON.stringify({ catalogues: {} }));
    await expect(startWorkspace({ data })).rejects.toMatchObject({
      code: "invalidOption",
      message: expect.stringContaining("catalogues"),
    });
  });

  it("say which secrets an endpoint may refer to", async () => {
    const entity = {
      entity_name: "dev.agents.unsigned",
      entity_version: "1",
      workload_size: "Small",
      scale_to_zero_enabled: true,
    };
    const create = (value: string): ReturnType<typeof call> =>
      call(workspace, "POST", "/api/2.0/serving-endpoints", {
        name: "secretive",
        config: { served_entities: [{ ...entity, environment_vars: { KEY: value } }] },
      });
    const missing = await create("{{secrets/scope/other}}");
    expect([missing.status, missing.json.message]).toEqual([
      404,
      expect.stringContaining("scope: scope and key: other"),
    ]);
    const made = await create("{{secrets/scope/key}}");
    // The reference is shown, never the secret.
    expect(made.json.pending_config.served_entities[0].environment_vars).toEqual({ KEY: "{{secrets/scope/key}}" });
    await call(workspace, "DELETE", "/api/2.0/serving-endpoints/secretive");
  });
});

describe("a second start", () => {
  it("on the same data is refused; the connection file is private", async () => {
    await expect(startWorkspace({ data: workspace.data })).rejects.toMatchObject({ code: "alreadyRunning" });
    const paths = workspacePaths(workspace.data);
    expect(statSync(paths.connection).mode & 0o777).toBe(0o600);
    expect(statSync(join(paths.root, "credentials.json")).mode & 0o777).toBe(0o600);
    expect((await findRunning(paths))?.host).toBe(workspace.host);
  });

  it("on a taken port is refused", async () => {
    const port = Number(new URL(workspace.host).port);
    const data = join(workspace.data, "other");
    await expect(startWorkspace({ data, port })).rejects.toMatchObject({ code: "portTaken" });
  });
});

describe("what does not exist", () => {
  it("is answered 404 with Databricks' code for it, by every route", async () => {
    const asked = [
      "/api/2.0/mlflow/experiments/get?experiment_id=987654",
      "/api/2.0/mlflow/experiments/no-such-call",
      "/api/2.0/mlflow/runs/get?run_id=none",
      "/api/2.0/mlflow/logged-models/m-none",
      "/api/3.0/mlflow/traces/tr-none",
      "/api/2.0/mlflow/traces/tr-none/credentials-for-data-download",
      "/api/2.0/mlflow/unity-catalog/registered-models/get?name=main.agents.none",
      "/api/2.0/mlflow/unity-catalog/model-versions/get?name=main.agents.none&version=1",
      "/api/2.1/unity-catalog/models/main.agents.none",
      "/api/2.1/unity-catalog/models/main.agents.none/versions/1",
      "/api/2.1/unity-catalog/models/main.agents.none/aliases/none",
      "/api/2.1/unity-catalog/catalogs/none",
      "/api/2.1/unity-catalog/schemas/main.none",
      "/api/2.1/unity-catalog/schemas/none",
      "/api/2.1/unity-catalog/tables/main.agents.none",
      "/api/2.1/unity-catalog/functions/main.agents.none",
      "/api/2.1/unity-catalog/permissions/function/main.agents.none",
      "/api/2.0/serving-endpoints/none",
      "/api/2.0/serving-endpoints/none/served-models/x/logs",
      "/api/2.0/permissions/serving-endpoints/none",
      "/api/2.0/secrets/list?scope=none",
      "/api/2.0/secrets/get?scope=scope&key=none",
      "/api/2.0/vector-search/indexes/main.agents.none",
      "/api/2.0/vector-search/endpoints/none",
      "/api/2.0/sql/warehouses/none",
      "/api/2.0/genie/spaces/none",
      "/api/2.0/apps/none",
      "/api/2.0/fs/files/Models/main/agents/none/1/MLmodel",
      "/api/2.0/fs/directories/Models/main/agents/none/1",
      "/_local/page/web/none.mjs",
    ];
    for (const path of asked) {
      const { status, json } = await call(workspace, "GET", path);
      expect([path, status, json?.error_code]).toEqual([
        path,
        404,
        expect.stringMatching(/_(DOES_NOT_EXIST|NOT_FOUND)$/),
      ]);
      expect([path, json.message]).toEqual([path, expect.stringMatching(/\w/)]);
    }
    for (const [method, path] of [
      ["DELETE", "/api/2.0/serving-endpoints/none"],
      ["DELETE", "/api/2.1/unity-catalog/models/main.agents.none"],
      ["POST", "/serving-endpoints/none/invocations"],
      ["POST", "/_local/endpoints/none/stop"],
    ] as const) {
      const { status, json } = await call(workspace, method, path, method === "POST" ? {} : undefined);
      expect([path, status, json?.error_code]).toEqual([path, 404, "RESOURCE_DOES_NOT_EXIST"]);
    }
  });
});
