import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Seen, send, serve, type TestServer } from "../../../test/unit/http/server.js";
import { type TestClock, testClock } from "../../wait/index.js";
import { type ConnectionSettings, connect, route, type Workspace } from "../index.js";

interface Issuer extends TestServer {
  /** Token requests, in order. */
  asked: Seen[];
  /** Tokens that calls are accepted with. */
  valid: Set<string>;
}

/** A workspace with OAuth: discovery, a token endpoint that counts, and routes that want the newest token. */
async function issuer(options: { config?: boolean; expiresIn?: number; refuse?: () => boolean } = {}): Promise<Issuer> {
  const asked: Seen[] = [];
  const valid = new Set<string>();
  const server = await serve(async (seen, response) => {
    const { origin } = server;
    if (seen.url === "/.well-known/databricks-config") {
      if (options.config === false) return send(response, 404, "no", { "content-type": "text/plain" });
      return send(response, 200, {
        oidc_endpoint: `${origin}/elsewhere/{account_id}`,
        account_id: "acc",
        workspace_id: "1",
      });
    }
    if (seen.url.endsWith("/.well-known/oauth-authorization-server")) {
      const base = options.config === false ? "/oidc" : "/elsewhere/acc";
      if (!seen.url.startsWith(base)) return send(response, 404, {});
      return send(response, 200, { token_endpoint: `${origin}/token`, issuer: "x" });
    }
    if (seen.url === "/token") {
      asked.push(seen);
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (options.refuse?.() === true)
        return send(response, 401, { error: "invalid_client", error_description: "no such client" });
      const token = `access-${asked.length}`;
      valid.add(token);
      return send(response, 200, { access_token: token, token_type: "Bearer", expires_in: options.expiresIn ?? 3_600 });
    }
    const token = seen.headers.authorization?.replace("Bearer ", "") ?? "";
    return valid.has(token)
      ? send(response, 200, {})
      : send(response, 401, { error_code: "UNAUTHENTICATED", message: "expired" });
  });
  return { ...server, asked, valid };
}

const principal = { DATABRICKS_CLIENT_ID: "app-id", DATABRICKS_CLIENT_SECRET: "canary s+/%cret" };

async function connected(
  server: TestServer,
  env: NodeJS.ProcessEnv,
  clock: TestClock = testClock(),
  settings: ConnectionSettings = {},
): Promise<Workspace> {
  return connect({ host: server.origin, ...settings }, { PATH: "", ...env }, { clock, home: "/nonexistent" });
}

const get = (workspace: Workspace) => workspace.call({ method: "GET", path: route`/api/x` });

describe("oauth-m2m", () => {
  test("discovery, Basic header, form; one token for many callers at once", async () => {
    const server = await issuer();
    const workspace = await connected(server, principal);
    await Promise.all(Array.from({ length: 25 }, () => get(workspace)));
    expect(server.asked).toHaveLength(1);
    const { headers, body } = server.asked[0] ?? { headers: {}, body: "" };
    const pair = Buffer.from(headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    expect(pair.split(":").map(decodeURIComponent)).toEqual(["app-id", "canary s+/%cret"]);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: "client_credentials",
      scope: "all-apis",
    });
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(workspace.authType).toBe("oauth-m2m");
    expect(server.seen.slice(0, 2).map(({ url }) => url)).toEqual([
      "/.well-known/databricks-config",
      "/elsewhere/acc/.well-known/oauth-authorization-server",
    ]);
  });

  test("an older workspace: its own /oidc", async () => {
    const server = await issuer({ config: false });
    await get(await connected(server, principal));
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    [3_600, 2_399_000, 2_401_000],
    [600, 299_000, 301_000],
  ])("a token of %i s is renewed before its end", async (expiresIn, stillGood, due) => {
    const server = await issuer({ expiresIn });
    const clock = testClock({ manual: true });
    const workspace = await connected(server, principal, clock);
    await get(workspace);
    clock.advance(stillGood);
    await get(workspace);
    expect(server.asked).toHaveLength(1);
    clock.advance(due - stillGood);
    await Promise.all([get(workspace), get(workspace), get(workspace)]);
    expect(server.asked).toHaveLength(2);
  });

  test("when renewing ahead of time fails, the old token serves as long as it lives", async () => {
    let down = false;
    const server = await issuer({ expiresIn: 600, refuse: () => down });
    const clock = testClock({ manual: true });
    const workspace = await connected(server, principal, clock);
    await get(workspace);
    down = true;
    clock.advance(400_000);
    await get(workspace);
    clock.advance(300_000);
    await expect(get(workspace)).rejects.toMatchObject({ code: "unauthenticated", serverCode: "invalid_client" });
  });

  test("a 401 renews once, for all callers together, also of a POST", async () => {
    const server = await issuer();
    const workspace = await connected(server, principal);
    await get(workspace);
    server.valid.clear();
    const post = workspace.call({ method: "POST", path: route`/api/x`, body: {} });
    await Promise.all([post, ...Array.from({ length: 10 }, () => get(workspace))]);
    expect(server.asked).toHaveLength(2);
  });

  test("a 401 with a fresh token is final", async () => {
    const server = await issuer();
    const workspace = await connected(server, principal);
    const original = server.valid.add.bind(server.valid);
    server.valid.add = (token) => original(`not ${token}`);
    await expect(get(workspace)).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
    expect(server.asked).toHaveLength(2);
  });

  test("a refused service principal: words, the server's reason, no secret", async () => {
    const server = await issuer({ refuse: () => true });
    const error: unknown = await connected(server, principal)
      .then(get)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "unauthenticated", status: 401, serverCode: "invalid_client" });
    expect(String(error)).toContain("no such client");
    expect(String(error)).toContain("DATABRICKS_CLIENT_SECRET");
    expect(String(error)).not.toContain("canary");
  });

  test("a host without OAuth is no workspace", async () => {
    const server = await serve((_seen, response) => send(response, 404, "<html>", { "content-type": "text/html" }));
    await expect(connected(server, principal).then(get)).rejects.toMatchObject({ code: "notAWorkspace" });
    expect(server.seen.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  test("the secret is not sent where https does not protect it", async () => {
    const server: TestServer = await serve((seen, response) =>
      seen.url === "/.well-known/databricks-config"
        ? send(response, 200, { oidc_endpoint: `${server.origin}/oidc` })
        : send(response, 200, { token_endpoint: "http://tokens.example/token" }),
    );
    await expect(connected(server, principal).then(get)).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("identity tokens of other systems", () => {
  const exchange = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    scope: "all-apis",
  };
  const form = (seen: Seen | undefined) => Object.fromEntries(new URLSearchParams(seen?.body));

  test("env-oidc, also from another variable", async () => {
    const server = await issuer();
    const workspace = await connected(server, { DATABRICKS_OIDC_TOKEN: "subject-1", DATABRICKS_CLIENT_ID: "app" });
    expect(workspace.authType).toBe("env-oidc");
    await get(workspace);
    expect(form(server.asked[0])).toEqual({ ...exchange, subject_token: "subject-1", client_id: "app" });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
    await get(await connected(server, { DATABRICKS_OIDC_TOKEN_ENV: "JOB_TOKEN", JOB_TOKEN: "subject-2" }));
    expect(form(server.asked[1])).toEqual({ ...exchange, subject_token: "subject-2" });
  });

  test("file-oidc reads the file anew for each token", async () => {
    const folder = mkdtempSync(join(tmpdir(), "agents-oidc-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "token");
    const server = await issuer();
    const workspace = await connected(server, { DATABRICKS_OIDC_TOKEN_FILEPATH: path });
    expect(workspace.authType).toBe("file-oidc");
    await expect(get(workspace)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("ENOENT"),
    });
    for (const subject of ["subject-1", "subject-2"]) {
      writeFileSync(path, `${subject}\n`);
      server.valid.clear();
      await get(workspace);
      expect(form(server.asked.at(-1)).subject_token).toBe(subject);
    }
  });

  test("github-oidc asks the job for a token with the right audience", async () => {
    const server = await issuer();
    const github = await serve((_seen, response) => send(response, 200, { value: "subject-gh" }));
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${github.origin}/t?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job",
      DATABRICKS_CLIENT_ID: "app",
    };
    const workspace = await connected(server, env);
    expect(workspace.authType).toBe("github-oidc");
    await get(workspace);
    expect(github.seen[0]?.headers.authorization).toBe("Bearer job");
    const query = new URLSearchParams(github.seen[0]?.url.split("?")[1]);
    expect(Object.fromEntries(query)).toEqual({ "api-version": "2", audience: `${server.origin}/token` });
    expect(form(server.asked[0])).toEqual({ ...exchange, subject_token: "subject-gh", client_id: "app" });
    expect((await connected(server, { ...env, DATABRICKS_TOKEN: "t" })).authType).toBe("pat");
  });
});

describe("databricks-cli", () => {
  function cli(script: string): { folder: string; env: NodeJS.ProcessEnv } {
    const folder = mkdtempSync(join(tmpdir(), "agents-cli-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "databricks");
    writeFileSync(path, `#!${process.execPath}\n${script}\n`);
    chmodSync(path, 0o755);
    return { folder, env: { PATH: folder } };
  }

  test("asks the CLI for a token of the host, once", async () => {
    const server = await issuer();
    server.valid.add("cli-token");
    const { folder, env } = cli(`
      require("node:fs").appendFileSync(__dirname + "/calls", process.argv.slice(2).join(" ") + "\\n");
      console.log(JSON.stringify({ access_token: "cli-token", token_type: "Bearer", expiry: new Date(Date.now() + 3.6e6).toISOString() }));`);
    const workspace = await connect({ host: server.origin }, env, { home: "/nonexistent" });
    expect(workspace.authType).toBe("databricks-cli");
    await Promise.all([get(workspace), get(workspace)]);
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe(`auth token --host ${server.origin}\n`);
  });

  test("a CLI that is not logged in", async () => {
    const server = await issuer();
    const { env } = cli('console.error("cache: no token; token=canary-123"); process.exit(1);');
    const error: unknown = await connected(server, env)
      .then(get)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "unauthenticated" });
    expect(String(error)).toContain(`databricks auth login --host ${server.origin}`);
    expect(String(error)).toContain("no token");
    expect(String(error)).not.toContain("canary");
  });

  test("a legacy CLI", async () => {
    const { env } = cli('console.log("Version 0.18");');
    await expect(connected(await issuer(), env).then(get)).rejects.toMatchObject({ code: "configuration" });
  });

  test("asked for and not there", async () => {
    const server = await issuer();
    await expect(connected(server, {}, testClock(), { authType: "databricks-cli" })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("Databricks CLI on PATH"),
    });
  });
});
