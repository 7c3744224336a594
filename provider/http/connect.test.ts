import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { isAgentsError } from "../errors.js";
import { testClock } from "../wait/index.js";
import { type ConnectionSettings, connect, route } from "./index.js";

const a = "https://a.cloud.databricks.com";
const b = "https://b.cloud.databricks.com";
let home = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "agents-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
});

function profiles(text: string): void {
  writeFileSync(join(home, ".databrickscfg"), text);
}

async function refused(settings: ConnectionSettings, env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    await connect(settings, env, { home, cwd: home });
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    expect(error.code).toBe("configuration");
    return error.message;
  }
  throw new Error("connect succeeded");
}

/** The host and the credential that a first call would use, seen by a server that stands in for every host. */
async function used(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv = {},
): Promise<{ authorization: string | undefined }> {
  const workspace = await connect(settings, env, { home, cwd: home, clock: testClock() });
  await workspace.call({ method: "GET", path: route`/x` });
  return { authorization: lastAuthorization };
}
let lastAuthorization: string | undefined;

/** A host that remembers what it was shown. */
async function host(): Promise<string> {
  const { origin } = await serve((seen, response) => {
    lastAuthorization = seen.headers.authorization;
    send(response, 200, {});
  });
  return origin;
}

describe("where", () => {
  test.each<[string, ConnectionSettings, NodeJS.ProcessEnv, string, string]>([
    ["settings", { host: a, token: "t" }, {}, "databricks", a],
    ["no scheme, a page's address", { host: "a.cloud.databricks.com/?o=1#x", token: "t" }, {}, "databricks", a],
    ["environment", {}, { DATABRICKS_HOST: `${a}/`, DATABRICKS_TOKEN: "t" }, "databricks", a],
    ["settings before environment", { host: a, token: "t" }, { DATABRICKS_HOST: b }, "databricks", a],
    [
      "tracking URI databricks",
      { trackingUri: "databricks" },
      { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "t" },
      "databricks",
      a,
    ],
    [
      "tracking URI of the environment",
      {},
      { MLFLOW_TRACKING_URI: "https://u:p@mlflow.example/m/" },
      "mlflow",
      "https://mlflow.example/m",
    ],
    [
      "settings' host before a tracking URI of the environment",
      { host: a, token: "t" },
      { MLFLOW_TRACKING_URI: "http://localhost:5000" },
      "databricks",
      a,
    ],
    [
      "settings' host before a file store of the environment",
      { host: a, token: "t" },
      { MLFLOW_TRACKING_URI: "sqlite:///m.db" },
      "databricks",
      a,
    ],
    [
      "settings' tracking URI before DATABRICKS_HOST",
      { trackingUri: "http://localhost:5000" },
      { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "t" },
      "mlflow",
      "http://localhost:5000",
    ],
    ["empty texts are unset", { host: "", profile: "", token: "t" }, { DATABRICKS_HOST: a }, "databricks", a],
  ])("%s", async (_name, settings, env, kind, expected) => {
    expect(await connect(settings, env, { home, cwd: home })).toMatchObject({ kind, host: expected });
  });

  test("profiles: named in settings, in a tracking URI, in the environment, by __settings__, DEFAULT", async () => {
    profiles(
      `host = ${a}\ntoken = t0\n[__settings__]\ndefault_profile = two\n[two]\nhost = ${b}\ntoken = t2\n[three]\nhost=https://c\ntoken=t3\n`,
    );
    const at = async (settings: ConnectionSettings, env: NodeJS.ProcessEnv = {}) =>
      (await connect(settings, env, { home, cwd: home })).host;
    expect(await at({ profile: "three" })).toBe("https://c");
    expect(await at({ profile: "three" }, { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "x" })).toBe("https://c");
    expect(await at({ trackingUri: "databricks://three" })).toBe("https://c");
    expect(await at({}, { DATABRICKS_CONFIG_PROFILE: "three" })).toBe("https://c");
    expect(await at({}, { MLFLOW_TRACKING_URI: "databricks://three" })).toBe("https://c");
    expect(await at({})).toBe(b);
    profiles(`host = ${a}\ntoken = t0\n`);
    expect(await at({})).toBe(a);
    expect(await at({ configFile: "~/.databrickscfg" })).toBe(a);
  });

  test("registry", async () => {
    const registry = async (settings: ConnectionSettings, env: NodeJS.ProcessEnv = {}) =>
      (await connect(settings, env, { home })).registry;
    expect(await registry({ host: a, token: "t" })).toBe("unityCatalog");
    expect(await registry({ host: a, token: "t", registryUri: "databricks" })).toBe("workspace");
    expect(await registry({ host: a, token: "t" }, { MLFLOW_REGISTRY_URI: "databricks" })).toBe("unityCatalog");
    expect(await registry({}, { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "t", MLFLOW_REGISTRY_URI: "databricks" })).toBe(
      "workspace",
    );
    expect(await registry({ trackingUri: "http://localhost:5000", registryUri: "http://localhost:5000/" })).toBe(
      "mlflow",
    );
    expect(await refused({ trackingUri: "http://localhost:5000", registryUri: "databricks-uc" })).toContain(
      "mlflow-agents:registryUri",
    );
  });

  test("nothing at all: three ways", async () => {
    const message = await refused({});
    expect(message).toContain("mlflow-agents:host local");
    expect(message).toContain("DATABRICKS_TOKEN");
    expect(message).toContain("mlflow-agents:trackingUri");
  });

  test.each<[string, ConnectionSettings, NodeJS.ProcessEnv, RegExp]>([
    [
      "a host and another server",
      {},
      { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "t", MLFLOW_TRACKING_URI: "http://localhost:5000" },
      /DATABRICKS_HOST .* MLFLOW_TRACKING_URI/,
    ],
    ["a file store", {}, { MLFLOW_TRACKING_URI: "sqlite:///m.db" }, /mlflow server/],
    ["no host", { token: "t" }, {}, /No Databricks host/],
    ["not an address", { host: "https://canary secret", token: "t" }, {}, /^mlflow-agents:host is not the address/],
    ["http over a network", { host: "http://a.example", token: "t" }, {}, /https/],
    [
      "a login over http",
      { trackingUri: "http://m.example" },
      { MLFLOW_TRACKING_TOKEN: "t" },
      /MLFLOW_AGENTS_ALLOW_HTTP/,
    ],
    ["a user name in a Databricks address", { host: "https://canary:canary@a.example", token: "t" }, {}, /user name/],
    ["service principal for plain MLflow", { trackingUri: "http://localhost:1", clientId: "c" }, {}, /plain MLflow/],
    ["a line break", { host: a, token: "can\nary" }, {}, /mlflow-agents:token contains a line break/],
  ])("refused: %s", async (_name, settings, env, pattern) => {
    const message = await refused(settings, env);
    expect(message).toMatch(pattern);
    expect(message).not.toContain("canary");
  });

  test("http over a network is allowed without credentials, or when it is said to be trusted", async () => {
    const settings = { trackingUri: "http://mlflow.example:5000" };
    expect((await connect(settings, {}, { home })).authType).toBe("none");
    const env = { MLFLOW_TRACKING_TOKEN: "t", MLFLOW_AGENTS_ALLOW_HTTP: "1" };
    expect((await connect(settings, env, { home })).authType).toBe("token");
  });
});

describe("the local workspace", () => {
  function running(folder: string, content: unknown): void {
    mkdirSync(join(folder, "workspace"), { recursive: true });
    writeFileSync(
      join(folder, "workspace", "connection.json"),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }

  test("is found upwards from the folder, and in MLFLOW_AGENTS_HOME, with its own token", async () => {
    const origin = await host();
    running(join(home, ".mlflow-agents"), { host: origin, token: "local-1", more: 1 });
    const below = join(home, "x", "y");
    mkdirSync(below, { recursive: true });
    for (const [settings, env] of [
      [{ host: "local" }, { DATABRICKS_TOKEN: "other", DATABRICKS_CLIENT_ID: "c", DATABRICKS_CLIENT_SECRET: "s" }],
      [{}, { DATABRICKS_HOST: "local", DATABRICKS_TOKEN: "other" }],
      [{ host: "local" }, { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "other", DATABRICKS_AUTH_TYPE: "oauth-m2m" }],
    ] as const) {
      const workspace = await connect(settings, env, { home, cwd: below, clock: testClock() });
      expect(workspace).toMatchObject({ kind: "databricks", host: origin, authType: "pat", registry: "unityCatalog" });
      await workspace.call({ method: "GET", path: route`/x` });
      expect(lastAuthorization).toBe("Bearer local-1");
    }
    running(join(home, "elsewhere"), { host: origin, token: "local-2" });
    await used({ host: "local" }, { MLFLOW_AGENTS_HOME: join(home, "elsewhere") });
    expect(lastAuthorization).toBe("Bearer local-2");
    await used({ host: "local", token: "own" });
    expect(lastAuthorization).toBe("Bearer own");
  });

  test.each([
    ["missing", undefined, /not running: start it with `npx mlflow-agents workspace start`/],
    ["broken", "{", /broken connection.json: start it/],
    ["incomplete", { host: "http://127.0.0.1:1" }, /broken/],
    ["not this machine", { host: "http://example.com", token: "canary" }, /not this machine/],
  ])("%s", async (_name, content, pattern) => {
    if (content !== undefined) running(join(home, ".mlflow-agents"), content);
    const message = await refused({ host: "local" });
    expect(message).toMatch(pattern);
    expect(message).not.toContain("canary");
  });

  test("dead: says how to start it", async () => {
    running(join(home, ".mlflow-agents"), { host: "http://127.0.0.1:9", token: "t-1234" });
    const workspace = await connect({ host: "local" }, {}, { home, cwd: home, clock: testClock() });
    await expect(workspace.probe()).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("npx mlflow-agents workspace start"),
    });
  });
});

describe("who", () => {
  test("each source fills what the ones before left unset", async () => {
    const origin = await host();
    profiles(
      `[p]\nhost = ${origin}\ntoken = from-profile\n[q]\ntoken = from-q\n[other]\nhost = ${a}\ntoken = canary\n`,
    );
    const bearer = async (settings: ConnectionSettings, env: NodeJS.ProcessEnv = {}) =>
      (await used(settings, env)).authorization;
    expect(await bearer({ host: origin, token: "one" }, { DATABRICKS_TOKEN: "two" })).toBe("Bearer one");
    expect(await bearer({ host: origin }, { DATABRICKS_TOKEN: " two\n" })).toBe("Bearer two");
    expect(await bearer({ profile: "p" })).toBe("Bearer from-profile");
    expect(await bearer({ profile: "p" }, { DATABRICKS_TOKEN: "two" })).toBe("Bearer from-profile");
    expect(await bearer({ profile: "q", host: origin })).toBe("Bearer from-q");
    expect(await bearer({ profile: "p", token: "one" })).toBe("Bearer one");
    expect(await bearer({ host: origin, tokenEnv: "MINE" }, { MINE: "three", DATABRICKS_TOKEN: "two" })).toBe(
      "Bearer three",
    );
    expect(await bearer({}, { DATABRICKS_CONFIG_PROFILE: "p", DATABRICKS_TOKEN: "two" })).toBe("Bearer two");
    expect(await bearer({ host: origin.replace("//", "//token:in-url@") })).toBe("Bearer in-url");
  });

  test("the environment renews a credential of the settings when it names the same host", async () => {
    const origin = await host();
    const stale = { host: origin, token: "stale" };
    expect(await used(stale, { DATABRICKS_HOST: origin, DATABRICKS_TOKEN: "fresh" })).toEqual({
      authorization: "Bearer fresh",
    });
    expect(await used(stale, { DATABRICKS_HOST: a, DATABRICKS_TOKEN: "fresh" })).toEqual({
      authorization: "Bearer stale",
    });
    expect(await used(stale, { DATABRICKS_HOST: origin })).toEqual({ authorization: "Bearer stale" });
    expect(
      await used({ host: origin, tokenEnv: "MINE" }, { MINE: "named", DATABRICKS_HOST: origin, DATABRICKS_TOKEN: "x" }),
    ).toEqual({ authorization: "Bearer named" });
    expect(
      await used(
        { trackingUri: origin, token: "stale" },
        { MLFLOW_TRACKING_URI: origin, MLFLOW_TRACKING_TOKEN: "fresh" },
      ),
    ).toEqual({ authorization: "Bearer fresh" });
    const m2m = { DATABRICKS_HOST: origin, DATABRICKS_CLIENT_ID: "i", DATABRICKS_CLIENT_SECRET: "s" };
    expect((await connect(stale, m2m, { home })).authType).toBe("oauth-m2m");
    expect(await used({ ...stale, authType: "pat" }, m2m)).toEqual({ authorization: "Bearer stale" });
  });

  test("a credential never goes to a host it was not meant for", async () => {
    profiles(`[other]\nhost = ${b}\ntoken = canary\n`);
    expect(await refused({ host: a }, { DATABRICKS_HOST: b, DATABRICKS_TOKEN: "canary" })).toContain(
      `DATABRICKS_TOKEN is set, but for ${b}`,
    );
    expect(await refused({ host: a }, { DATABRICKS_HOST: "local", DATABRICKS_TOKEN: "canary" })).toContain(
      "for the local workspace",
    );
    expect(await refused({ host: a }, { DATABRICKS_CONFIG_PROFILE: "other" })).toContain(
      `token of profile "other" is set, but for ${b}`,
    );
    expect(await refused({ host: a, profile: "other" })).toMatch(
      /profile "other" is of .*b\.cloud.* but mlflow-agents:host is .*a\.cloud/,
    );
    const mlflow = { MLFLOW_TRACKING_URI: "https://x.example", MLFLOW_TRACKING_TOKEN: "canary" };
    expect((await connect({ trackingUri: "https://y.example" }, mlflow, { home })).authType).toBe("none");
  });

  test("plain MLflow: token, user and password, nothing", async () => {
    const origin = await host();
    const env = { MLFLOW_TRACKING_USERNAME: "ann", MLFLOW_TRACKING_PASSWORD: "p:w" };
    const basic = { authorization: `Basic ${Buffer.from("ann:p:w").toString("base64")}` };
    expect(await used({ trackingUri: origin }, env)).toEqual(basic);
    expect(await used({ trackingUri: origin.replace("//", "//ann:p%3Aw@") })).toEqual(basic);
    expect(await used({ trackingUri: origin, token: "t" })).toEqual({ authorization: "Bearer t" });
    expect(await used({ trackingUri: origin })).toEqual({ authorization: undefined });
    expect(await refused({ trackingUri: origin, token: "t" }, env)).toMatch(
      /token \(mlflow-agents:token\) and basic \(MLFLOW_TRACKING_USERNAME\)/,
    );
  });

  test("two methods without authType: both are named; with it, one is used", async () => {
    const env = { DATABRICKS_TOKEN: "canary", DATABRICKS_CLIENT_ID: "canary", DATABRICKS_CLIENT_SECRET: "canary" };
    const message = await refused({ host: a }, env);
    expect(message).toContain(
      "pat (DATABRICKS_TOKEN) and oauth-m2m (DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET)",
    );
    expect(message).not.toContain("canary");
    expect((await connect({ host: a, authType: "oauth-m2m" }, env, { home })).authType).toBe("oauth-m2m");
    expect((await connect({ host: a }, { ...env, DATABRICKS_AUTH_TYPE: "pat" }, { home })).authType).toBe("pat");
  });

  test.each<[string, ConnectionSettings, NodeJS.ProcessEnv, RegExp]>([
    ["none", { host: a }, { PATH: "" }, /No credentials for .* are configured/],
    [
      "an unknown method",
      { host: a, authType: "magic", token: "t" },
      {},
      /mlflow-agents:authType is "magic".*There is: pat, oauth-m2m/,
    ],
    [
      "a method without what it needs",
      { host: a, token: "t" },
      { DATABRICKS_AUTH_TYPE: "oauth-m2m" },
      /DATABRICKS_AUTH_TYPE asks for oauth-m2m, which needs DATABRICKS_CLIENT_ID/,
    ],
    ["tokenEnv not set", { host: a, tokenEnv: "MINE" }, {}, /variable MINE, which is not set/],
    ["token and tokenEnv", { host: a, token: "t", tokenEnv: "MINE" }, { MINE: "x" }, /keep one/],
    ["half a service principal", { host: a, clientId: "c" }, { PATH: "" }, /No credentials/],
  ])("refused: %s", async (_name, settings, env, pattern) => {
    expect(await refused(settings, env)).toMatch(pattern);
  });

  test("a missing profile: the ones there are", async () => {
    expect(await refused({ profile: "prod" })).toContain("~/.databrickscfg does not exist");
    profiles("[dev]\nhost = x\n[__settings__]\ndefault_profile = gone\n[stage]\n");
    expect(await refused({ profile: "prod" })).toContain(
      'There is no profile "prod" (mlflow-agents:profile): ~/.databrickscfg has "dev", "stage".',
    );
    expect(await refused({})).toContain('"gone" (default_profile of __settings__)');
    profiles("[dev]\nhost = x\ncanary-without-sign\n");
    const message = await refused({ profile: "dev" });
    expect(message).toContain("line 3");
    expect(message).not.toContain("canary");
  });

  test("printing a workspace shows no secret", async () => {
    const settings = { host: a, token: "canary-token", clientSecret: "canary-secret", clientId: "x", authType: "pat" };
    const workspace = await connect(settings, {}, { home });
    expect(inspect(workspace, { depth: 20, showHidden: true }) + JSON.stringify(workspace)).not.toContain("canary");
  });
});
