import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { isAlive } from "../../../workspace/environment/folderLock.js";
import { call, until } from "../../workspace/harness.js";
import { childrenOf } from "../load/processes.js";
import { report } from "./releases.js";

// A workspace is killed (SIGKILL) at random moments while it is being written to, and started again: what it acknowledged
// has to be there, and no process of the one before may be left.

const built = process.env.MLFLOW_AGENTS_CONFORMANCE_BUILT ?? join(__dirname, "..", "..", "..", "dist");
const rounds = Number(process.env.MLFLOW_AGENTS_CRASH_ROUNDS ?? 8);
const data = mkdtempSync(join(tmpdir(), "mlflow-agents-crash-"));
const connection = z.object({ host: z.string(), token: z.string(), pid: z.number() });
type Connection = z.infer<typeof connection>;
/** Whether something acknowledged is there. */
type Check = (workspace: Connection) => Promise<boolean>;

let writes = 0;
let lost = 0;
const kinds = new Map<string, number>();

async function command(...args: string[]): Promise<string> {
  const main = join(built, "cli", "main.js");
  const { stdout } = await promisify(execFile)(process.execPath, [main, "workspace", ...args, "--data", data]);
  return stdout;
}

const running = (): Connection =>
  connection.parse(JSON.parse(readFileSync(join(data, "workspace", "connection.json"), "utf8")));

afterAll(async () => {
  await command("stop").catch(() => undefined);
  rmSync(data, { recursive: true, force: true });
  await report("crash", { rounds, writes, lost, kinds: Object.fromEntries(kinds) });
});

const models = "/api/2.1/unity-catalog/models";
const endpoints = "/api/2.0/serving-endpoints";
const mlflow = "/api/2.0/mlflow";

/** Kinds of writes: each gives its check, or undefined where it was not acknowledged. */
const kindsOfWrites: Record<string, (workspace: Connection, word: string) => Promise<Check | undefined>> = {
  model: async (workspace, word) => {
    const body = { catalog_name: "main", schema_name: "agents", name: word, comment: word };
    const made = await call(workspace, "POST", models, body);
    return made.status === 200
      ? async (later) => (await call(later, "GET", `${models}/main.agents.${word}`)).json?.comment === word
      : undefined;
  },
  endpoint: async (workspace, word) => {
    const made = await call(workspace, "POST", endpoints, { name: word, tags: [{ key: "word", value: word }] });
    return made.status === 200
      ? async (later) => (await call(later, "GET", `${endpoints}/${word}`)).json?.tags?.[0]?.value === word
      : undefined;
  },
  tags: async (workspace, word) => {
    await call(workspace, "POST", endpoints, { name: `t-${word}` });
    const path = `${endpoints}/t-${word}/tags`;
    const made = await call(workspace, "PATCH", path, { add_tags: [{ key: "after", value: word }] });
    return made.status === 200
      ? async (later) => (await call(later, "GET", `${endpoints}/t-${word}`)).json?.tags?.[0]?.value === word
      : undefined;
  },
  run: async (workspace, word) => {
    const made = await call(workspace, "POST", `${mlflow}/experiments/create`, { name: `/${word}` });
    const experiment = made.json?.experiment_id;
    const begun = await call(workspace, "POST", `${mlflow}/runs/create`, { experiment_id: experiment, run_name: word });
    const id = begun.json?.run?.info?.run_id;
    const kept = await call(workspace, "POST", `${mlflow}/runs/log-parameter`, {
      run_id: id,
      key: "word",
      value: word,
    });
    return kept.status === 200
      ? async (later) =>
          (await call(later, "GET", `${mlflow}/runs/get?run_id=${id}`)).json?.run?.data?.params?.[0]?.value === word
      : undefined;
  },
  file: async (workspace, word) => {
    const path = `/api/2.0/fs/files/Models/main/agents/files/1/${word}?overwrite=true`;
    const text = word.repeat(2000);
    const made = await call(workspace, "PUT", path, text);
    return made.status < 300
      ? async (later) => (await call(later, "GET", path.replace(/\?.*/, ""))).text === text
      : undefined;
  },
  row: async (workspace, word) => {
    const warehouses = await call(workspace, "GET", "/api/2.0/sql/warehouses");
    const sql = (on: Connection, statement: string) =>
      call(on, "POST", "/api/2.0/sql/statements", { statement, warehouse_id: warehouses.json.warehouses[0].id });
    const table = `main.default.t_${word.replaceAll("-", "_")}`;
    await sql(workspace, `CREATE TABLE ${table} (word STRING)`);
    const made = await sql(workspace, `INSERT INTO ${table} VALUES ('${word}')`);
    return made.json?.status?.state === "SUCCEEDED"
      ? async (later) => (await sql(later, `SELECT word FROM ${table}`)).json?.result?.data_array?.[0]?.[0] === word
      : undefined;
  },
};

test("what was acknowledged survives SIGKILL at any moment", async () => {
  const acknowledged: { what: string; check: Check }[] = [];
  for (let round = 0; round < rounds; round++) {
    await command("start");
    const workspace = running();
    let going = true;
    const writer = async (kind: string): Promise<void> => {
      for (let index = 0; going; index++) {
        const word = `${kind}-${round}-${index}`;
        // The connection breaks under one of them: that one was not acknowledged.
        const check = await kindsOfWrites[kind]?.(workspace, word).catch(() => undefined);
        if (check !== undefined) {
          acknowledged.push({ what: word, check });
          writes += 1;
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        }
      }
    };
    const writers = Object.keys(kindsOfWrites).map(writer);
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1500));
    const children = childrenOf(workspace.pid).map(({ pid }) => pid);
    process.kill(workspace.pid, "SIGKILL");
    going = false;
    await Promise.all(writers);
    await until(
      async () => children.filter(isAlive),
      (alive) => alive.length === 0,
    );
  }
  await command("start");
  const workspace = running();
  const missing: string[] = [];
  for (const { what, check } of acknowledged) {
    if (!(await check(workspace))) {
      missing.push(what);
    }
  }
  lost = missing.length;
  expect(missing).toEqual([]);
  expect([...kinds.keys()].sort()).toEqual(Object.keys(kindsOfWrites).sort());
});
