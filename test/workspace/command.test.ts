import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive } from "../../workspace/environment/folderLock.js";
import { call, type Response, until } from "./harness.js";

// The command is tested as users have it: compiled, and in processes of its own.
const repository = join(__dirname, "..", "..");
const built = join(repository, "node_modules", ".cache", "workspace-command-test");
const data = mkdtempSync(join(tmpdir(), "mlflow-agents-command-"));

function command(...args: string[]): { code: number | null; output: string } {
  return commandWith({}, data, ...args);
}

/** The command with other variables, on another data folder. */
function commandWith(
  env: NodeJS.ProcessEnv,
  folder: string,
  ...args: string[]
): { code: number | null; output: string } {
  const finished = spawnSync(
    process.execPath,
    [join(built, "cli", "main.js"), "workspace", ...args, "--data", folder],
    {
      encoding: "utf8",
      env: { ...process.env, ...env },
    },
  );
  return { code: finished.status, output: finished.stdout + finished.stderr };
}

function connection(): { host: string; token: string; pid: number; mlflowUrl: string } {
  return JSON.parse(readFileSync(join(data, "workspace", "connection.json"), "utf8"));
}

function childrenOf(pid: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((child) => {
    try {
      // "pid (name) state parent …": the name may hold anything but ends with the last parenthesis.
      const rest = readFileSync(`/proc/${child}/stat`, "utf8").split(")").at(-1) ?? "";
      return Number(rest.trim().split(" ")[1]) === pid;
    } catch {
      return false;
    }
  });
}

beforeAll(() => {
  rmSync(built, { recursive: true, force: true });
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  const project = join(built, "tsconfig.json");
  mkdirSync(built, { recursive: true });
  // Only the command and what it imports, so that work elsewhere does not matter here.
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(repository, "tsconfig.json"),
      compilerOptions: { rootDir: repository, outDir: built, incremental: false, tsBuildInfoFile: null, noCheck: true },
      include: [],
      files: [join(repository, "cli", "main.ts")],
    }),
  );
  const compiled = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8", cwd: repository });
  cpSync(join(repository, "workspace", "python"), join(built, "workspace", "python"), { recursive: true });
  cpSync(join(repository, "workspace", "page", "web"), join(built, "workspace", "page", "web"), { recursive: true });
  if (!existsSync(join(built, "cli", "main.js"))) {
    throw new Error(`the command was not compiled:\n${compiled.stdout}`);
  }
});
afterAll(() => {
  command("stop");
  rmSync(data, { recursive: true, force: true });
});

describe("mlflow-agents workspace", () => {
  it("tells what it can do, and what is wrong with a command line", () => {
    expect(command("--help")).toMatchObject({ code: 0, output: expect.stringContaining("start") });
    expect(command("begin")).toMatchObject({ code: 2, output: expect.stringContaining('"workspace begin"') });
    expect(command("start", "--port", "many")).toMatchObject({ code: 2, output: expect.stringContaining("--port") });
    expect(command("start", "--wat").code).toBe(2);
    expect(command("status")).toEqual({ code: 3, output: expect.stringMatching(/^not running\ndata: \S+\n/) });
    expect(command("env")).toMatchObject({ code: 1, output: expect.stringContaining("No workspace runs here") });
    expect(command("open")).toMatchObject({ code: 1, output: expect.stringContaining("No workspace runs here") });
    expect(command("stop")).toEqual({ code: 0, output: "no workspace runs here\n" });
    expect(command("seed")).toMatchObject({ code: 1, output: expect.stringContaining("No workspace runs here") });
  });

  it("says what is wrong with a Python that was named, and with a disk that is full", () => {
    const other = join(data, "other");
    const broken = commandWith({ MLFLOW_AGENTS_PYTHON: "/bin/false" }, other, "start");
    expect(broken).toMatchObject({ code: 1, output: expect.stringContaining("MLFLOW_AGENTS_PYTHON names /bin/false") });
    // Stands in for a full disk: a test cannot fill one. By hand it was tried on a tmpfs of 64 KiB and one of 1 MiB.
    const full = join(data, "full.cjs");
    writeFileSync(
      full,
      `const fs = require("node:fs");
       fs.copyFileSync = (from, to) => {
         throw Object.assign(new Error(\`ENOSPC: no space left on device, copyfile '\${to}'\`), { code: "ENOSPC" });
       };`,
    );
    const refused = commandWith({ NODE_OPTIONS: `--require=${full}` }, other, "start");
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining("error: No space is left on the disk of"),
    });
    expect(refused.output).not.toContain("    at ");
    expect(commandWith({}, other, "status").code).toBe(3);
  });

  it("starts once, tells how to reach it, and prints no token unless asked for it", async () => {
    const first = command("start");
    expect(first.code, first.output).toBe(0);
    const { host, pid, token } = connection();
    const again = command("start");
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining(`already running at ${host}`) });
    expect(connection().pid).toBe(pid);
    const status = command("status", "--json");
    expect(JSON.parse(status.output)).toMatchObject({ running: true, host, pid, unknown: {} });
    expect(command("env").output).toContain(`export DATABRICKS_TOKEN='${token}'`);
    expect(JSON.parse(command("env", "--json").output)).toMatchObject({
      DATABRICKS_HOST: host,
      DATABRICKS_TOKEN: token,
    });
    expect(command("env", "--dotenv").output.split("\n")).toContain(`DATABRICKS_TOKEN='${token}'`);
    expect(command("env", "--user", "visitor@localhost").output).toMatch(
      /export DATABRICKS_TOKEN='local-[0-9a-f]{48}'/,
    );
    expect(command("env", "--user", "nobody")).toMatchObject({
      code: 1,
      output: expect.stringContaining("developer@localhost, analyst@localhost, visitor@localhost"),
    });
    expect(first.output + status.output + command("status").output + command("logs").output).not.toContain(token);
    expect(command("status").output).toContain(`data: ${data}\n`);
    // From another folder, it is one of the others.
    const elsewhere = commandWith({}, join(data, "other"), "status");
    const line = `another runs at ${host} (process ${pid}), data: ${data}`;
    expect(elsewhere).toMatchObject({ code: 3, output: expect.stringContaining(line) });
    expect(command("reset", "--yes")).toMatchObject({ code: 1, output: expect.stringContaining("stop it first") });
  });

  it("prints a link that opens the page once, and no token", async () => {
    const { host, token } = connection();
    const opened = command("open");
    expect(opened).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#open=[\w-]+\n$/),
    });
    expect(opened.output).not.toContain(token);
    const page = await fetch(opened.output.trim());
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("/_local/page/web/main.mjs")]);
    const code = opened.output.trim().split("#open=")[1];
    const open = (): Promise<Response> => call({ host, token: "" }, "POST", "/_local/page/keys", { code }, null);
    expect([(await open()).status, (await open()).status]).toEqual([200, 403]);
  });

  it("makes an example to look at, once", async () => {
    const made = command("seed");
    expect(made.code, made.output).toBe(0);
    for (const what of [
      "model main.agents.example",
      "version 2",
      "alias champion",
      "endpoint example-agent",
      "4 questions",
    ]) {
      expect(made.output).toContain(`made ${what}`);
    }
    expect(command("seed")).toEqual({ code: 0, output: "the example is there already\n" });
    const running = connection();
    const { rows } = (await call(running, "GET", "/_local/inference/example-agent")).json;
    expect(rows.map((row: { status_code: number }) => row.status_code)).toEqual([200, 200, 200, 200]);
    const { config } = (await call(running, "GET", "/api/2.0/serving-endpoints/example-agent")).json;
    expect(config.traffic_config.routes.map((one: { traffic_percentage: number }) => one.traffic_percentage)).toEqual([
      20, 80,
    ]);
  });

  it("survives SIGKILL with everything it acknowledged, and leaves no process behind", async () => {
    const before = connection();
    const models = "/api/2.1/unity-catalog/models";
    const model = { name: "kept", catalog_name: "main", schema_name: "agents" };
    const endpoint = { name: "kept", tags: [{ key: "a", value: "b" }] };
    const made = await Promise.all([
      call(before, "POST", models, model),
      call(before, "POST", "/api/2.0/serving-endpoints", endpoint),
      call(before, "POST", "/api/2.0/mlflow/experiments/create", { name: "/kept" }),
    ]);
    expect(made.map((answer) => answer.status)).toEqual([200, 200, 200]);
    const id = made[1]?.json.id;
    const permission = { access_control_list: [{ group_name: "users", permission_level: "CAN_QUERY" }] };
    await call(before, "PATCH", `/api/2.0/permissions/serving-endpoints/${id}`, permission);
    const children = childrenOf(before.pid);
    expect(children.length).toBeGreaterThan(0);
    process.kill(before.pid, "SIGKILL");
    await until(
      async () => children.filter(isAlive),
      (alive) => alive.length === 0,
    );
    expect(command("status").code).toBe(3);
    const started = command("start");
    expect(started.code, started.output).toBe(0);
    const after = connection();
    // Addresses and token stay, so that stacks and links stay good.
    expect([after.host, after.mlflowUrl, after.token]).toEqual([before.host, before.mlflowUrl, before.token]);
    const get = (path: string): Promise<Response> => call(after, "GET", path);
    expect((await get(`${models}/main.agents.kept`)).json.created_by).toBe("developer@localhost");
    expect((await get("/api/2.0/serving-endpoints/kept")).json).toMatchObject({ id, tags: endpoint.tags });
    expect((await get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=/kept")).status).toBe(200);
    const list = (await get(`/api/2.0/permissions/serving-endpoints/${id}`)).json.access_control_list;
    expect(list.map((entry: { group_name?: string }) => entry.group_name)).toContain("users");
  });

  it("restarts MLflow when that dies", async () => {
    const running = connection();
    const [child] = childrenOf(running.pid);
    process.kill(child ?? 0, "SIGKILL");
    const search = (): Promise<Response> => call(running, "GET", "/api/2.0/mlflow/experiments/search?max_results=1");
    expect((await search()).json.error_code).toBe("TEMPORARILY_UNAVAILABLE");
    await until(search, (answer) => answer.status === 200);
  });

  it("stops what it started, and can be reset", async () => {
    const { pid, host } = connection();
    const children = childrenOf(pid);
    expect(command("stop")).toEqual({ code: 0, output: `workspace at ${host} stopped\n` });
    expect([pid, ...children].filter(isAlive)).toEqual([]);
    expect(existsSync(join(data, "workspace", "connection.json"))).toBe(false);
    expect(command("reset")).toMatchObject({ code: 2, output: expect.stringContaining("--yes") });
    expect(command("reset", "--yes").code).toBe(0);
    expect(existsSync(join(data, "workspace"))).toBe(false);
  });

  it("names a port that is taken", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const refused = command("start", "--port", String(port));
    other.close();
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(`Port ${port} is taken`) });
  });
});
