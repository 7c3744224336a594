import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkspace, type Workspace } from "../../workspace/index.js";
import { call, client, until } from "./harness.js";

/** A user who has nothing to do with the workspace. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

let data: string;
let workspace: Workspace;

beforeAll(async () => {
  // A folder that somebody made before, as wide as can be, with files in it.
  data = join(mkdtempSync(join(tmpdir(), "mlflow-agents-others-")), ".mlflow-agents");
  mkdirSync(join(data, "workspace", "mlflow"), { recursive: true });
  writeFileSync(join(data, "workspace", "fixtures.json"), JSON.stringify({ secrets: { scope: { key: "value" } } }));
  for (const path of ["", "workspace", "workspace/mlflow", "workspace/fixtures.json"])
    chmodSync(join(data, path), 0o777);
  chmodSync(join(data, ".."), 0o755);
  workspace = await startWorkspace({ data });
  await client(workspace, "register.py", join(__dirname, "clients", "agent.py"));
  const entity = {
    entity_name: "main.agents.support",
    entity_version: "1",
    workload_size: "Small",
    scale_to_zero_enabled: true,
  };
  const endpoint = { name: "support", config: { served_entities: [entity] } };
  await call(workspace, "POST", "/api/2.0/serving-endpoints", endpoint);
  await until(
    () => call(workspace, "GET", "/api/2.0/serving-endpoints/support"),
    (answer) => answer.json.state.ready === "READY",
  );
  await call(workspace, "POST", "/api/2.0/sql/statements", { statement: "SELECT 1", warehouse_id: "10ca10ca10ca10ca" });
});
afterAll(async () => {
  await workspace?.stop();
  rmSync(join(data, ".."), { recursive: true, force: true });
});

describe("another user of the machine", () => {
  it("finds nothing of the data folder open", () => {
    const paths = everything(data);
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => (lstatSync(path).mode & 0o077) !== 0)).toEqual([]);
  });

  it.runIf(isRoot)("cannot read a file of it", async () => {
    const paths = everything(data);
    const script = `
      const { openSync } = require("node:fs");
      let read = [];
      for (const path of JSON.parse(process.argv[1])) try { openSync(path, "r"); read.push(path); } catch {}
      console.log(JSON.stringify({ uid: process.getuid(), read }));`;
    expect(JSON.parse(await asNobody(script, JSON.stringify(paths)))).toEqual({ uid: nobody, read: [] });
  });

  it("gets nothing of any port that the workspace listens on", async () => {
    const ports = portsOf(process.pid);
    expect(ports).toEqual([new URL(workspace.host).port, new URL(workspace.mlflowUrl).port].map(Number).sort());
    const script = `
      const [ports, paths] = process.argv.slice(1).map(JSON.parse);
      (async () => {
        const answered = [];
        for (const port of ports) for (const [method, path] of paths) {
          const url = "http://127.0.0.1:" + port + path;
          const answer = await fetch(url, { method, redirect: "manual", ...(method === "POST" ? { body: "{}" } : {}) });
          answered.push([method + " " + path, answer.status]);
        }
        console.log(JSON.stringify(answered));
      })();`;
    const file = "/api/2.0/mlflow-artifacts/artifacts/Models/main/agents/support/1/MLmodel";
    const paths = [
      ["POST", "/api/2.0/mlflow/experiments/search"],
      ["GET", "/api/2.0/mlflow/experiments/get?experiment_id=0"],
      ["GET", "/ajax-api/2.0/mlflow/experiments/get?experiment_id=0"],
      ["GET", "/graphql"],
      ["GET", file],
      ["PUT", file],
      ["DELETE", file],
      ["GET", "/api/2.0/secrets/get?scope=scope&key=key"],
      ["POST", "/serving-endpoints/support/invocations"],
    ];
    const answered: [string, number][] = JSON.parse(
      await asNobody(script, JSON.stringify(ports), JSON.stringify(paths)),
    );
    expect(answered).toHaveLength(ports.length * paths.length);
    expect(answered.filter(([, status]) => status !== 401)).toEqual([]);
  });

  it("cannot reach a socket of the processes behind it", async () => {
    const folder = readdirSync(tmpdir())
      .filter((name) => name.startsWith(`mlflow-agents-${process.getuid?.()}-`))
      .map((name) => join(tmpdir(), name))
      .filter((path) => readdirSync(path).includes(`mlflow-${process.pid}.sock`));
    expect(folder).toHaveLength(1);
    expect(lstatSync(folder[0] ?? "").mode & 0o777).toBe(0o700);
    if (isRoot) {
      const script = `
        require("node:net").connect(process.argv[1])
          .on("connect", () => { console.log('"connected"'); process.exit(); })
          .on("error", (error) => console.log(JSON.stringify(error.code)));`;
      expect(JSON.parse(await asNobody(script, join(folder[0] ?? "", `mlflow-${process.pid}.sock`)))).toBe("EACCES");
    }
  });
});

describe("a process of the same user, as a served agent is", () => {
  it("finds no way into MLflow in the environment or the arguments of its server", async () => {
    const [server] = childrenOf(process.pid).filter((pid) => words(pid, "cmdline").includes("mlflow_server.py"));
    const script = words(server ?? 0, "cmdline");
    const socket = script.split("\0").find((word) => word.endsWith(".sock")) ?? "";
    const client = new Client("http://localhost", { socketPath: socket });
    const answer = await client.request({ method: "GET", path: "/api/2.0/mlflow/experiments/get?experiment_id=0" });
    expect([answer.statusCode, await answer.body.text()]).toEqual([401, expect.stringContaining("its workspace only")]);
    await client.close();
    expect(`${script}${words(server ?? 0, "environ")}`).not.toMatch(/[0-9a-f]{64}/);
  });
});

function everything(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return [folder, ...inside.map((name) => join(folder, name))];
}

/** Output of a script that runs as another user where this test may do so, else as this one. */
async function asNobody(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, ...args], {
    cwd: "/",
    env: { PATH: process.env.PATH ?? "" },
    timeout: 60_000,
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  return stdout;
}

function words(pid: number, file: "cmdline" | "environ"): string {
  return readFileSync(`/proc/${pid}/${file}`, "utf8");
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(pid);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** TCP ports that a process or its children listen on. */
function portsOf(pid: number): number[] {
  const listening = new Map<string, number>();
  for (const line of ["tcp", "tcp6"].flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n"))) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === "0A") listening.set(`socket:[${inode}]`, Number.parseInt(local?.split(":").at(-1) ?? "", 16));
  }
  const own = [pid, ...childrenOf(pid)].flatMap((each) =>
    spawnSync("ls", ["-l", `/proc/${each}/fd`], { encoding: "utf8" }).stdout.match(/socket:\[\d+\]/g),
  );
  const found = own.flatMap((name) => (name === null ? [] : (listening.get(name) ?? [])));
  return [...new Set(found)].sort();
}
