import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Pool } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { pythonVariables } from "../../../workspace/environment/pythonVariables.js";
import { call, type Response, until } from "../../workspace/harness.js";
import { median, percentile } from "../load/figures.js";
import { childrenOf, memoryOf, processorTimeOf } from "../load/processes.js";
import { report } from "./releases.js";

// A workspace of the built package in a process of its own: questions of many clients at once, what it adds to a question,
// endpoints that sleep, and how long one takes to wake. Figures of a busy machine say more of the machine: the goals are
// judged where the load was below 2 when it began, and told otherwise.

const built = process.env.MLFLOW_AGENTS_CONFORMANCE_BUILT ?? join(__dirname, "..", "..", "..", "dist");
const seconds = Number(process.env.MLFLOW_AGENTS_LOAD_SECONDS ?? 60);
const quiet = (loadavg()[0] ?? 0) < 2;
const model = "main.agents.load";
const question = JSON.stringify({ inputs: ["x"] });
const data = mkdtempSync(join(tmpdir(), "mlflow-agents-load-"));
const started = z.object({ host: z.string(), token: z.string(), pid: z.number(), python: z.string() });
const found: Record<string, unknown> = { quiet, loadAtBegin: loadavg() };
const mebibytes = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;

let child: ChildProcess | undefined;
let workspace: z.infer<typeof started>;

beforeAll(async () => {
  const script = join(__dirname, "..", "load", "startWorkspace.mjs");
  const one = spawn(process.execPath, [script, built, data, "3"], { stdio: ["pipe", "pipe", "inherit"] });
  child = one;
  workspace = await new Promise((resolve, reject) => {
    createInterface(one.stdout).once("line", (line) => resolve(started.parse(JSON.parse(line))));
    one.once("exit", (code) => reject(new Error(`the workspace ended with ${code}`)));
  });
  const register = join(__dirname, "..", "clients", "load_model.py");
  await promisify(execFile)(workspace.python, [register, join(data, "version.json"), model, "small.py"], {
    env: pythonVariables({
      DATABRICKS_HOST: workspace.host,
      DATABRICKS_TOKEN: workspace.token,
      MLFLOW_TRACKING_URI: "databricks",
      MLFLOW_REGISTRY_URI: "databricks-uc",
      MLFLOW_DISABLE_TELEMETRY: "true",
    }),
  });
  for (const name of ["busy-1", "busy-2"]) {
    await serve(name, false);
  }
});

afterAll(async () => {
  await report("load", { ...found, loadAtEnd: loadavg() });
  const ended = new Promise((resolve) => child?.once("exit", resolve));
  child?.stdin?.end();
  await ended;
  rmSync(data, { recursive: true, force: true });
});

/** Makes an endpoint and waits until it is up. */
async function serve(name: string, sleeps: boolean): Promise<void> {
  const entity = { entity_name: model, entity_version: "1", scale_to_zero_enabled: sleeps, workload_size: "Small" };
  const body = { name, config: { served_entities: [entity] } };
  expect((await call(workspace, "POST", "/api/2.0/serving-endpoints", body)).status).toBe(200);
  const state = (answer: Response): string => answer.json.state.config_update;
  const settled = await until(
    () => call(workspace, "GET", `/api/2.0/serving-endpoints/${name}`),
    (answer) => state(answer) !== "IN_PROGRESS",
  );
  expect(state(settled)).toBe("NOT_UPDATING");
}

const scoring = () => childrenOf(workspace.pid).filter(({ command }) => command[1]?.endsWith("scoring.py"));

/** Asks over one pool; the milliseconds it took, or why it failed. */
async function ask(pool: Pool, path: string): Promise<number | string> {
  const begin = performance.now();
  try {
    const headers = { "content-type": "application/json", authorization: `Bearer ${workspace.token}` };
    const answer = await pool.request({ method: "POST", path, body: question, headers });
    const text = await answer.body.text();
    return answer.statusCode === 200 && text.includes("you said x")
      ? performance.now() - begin
      : `${answer.statusCode} ${text.slice(0, 200)}`;
  } catch (error) {
    return String(error);
  }
}

test("the proxy adds at most a millisecond to a question at p50, measured side by side", async () => {
  const [process] = scoring();
  const socketPath = process?.command[3] ?? "";
  const direct = new Pool("http://localhost", { socketPath, connections: 1 });
  const through = new Pool(workspace.host, { connections: 1 });
  const times = { direct: [] as number[], through: [] as number[] };
  const begin = processorTimeOf(workspace.pid);
  const count = 1500;
  for (let index = -100; index < count; index++) {
    const one = await ask(direct, "/invocations");
    const other = await ask(through, "/serving-endpoints/busy-1/invocations");
    expect([one, other].filter((time) => typeof time === "string")).toEqual([]);
    if (index >= 0) {
      times.direct.push(Number(one));
      times.through.push(Number(other));
    }
  }
  await Promise.all([direct.close(), through.close()]);
  const overhead = median(times.through) - median(times.direct);
  found.proxy = {
    questions: count,
    direct: { p50: median(times.direct), p95: percentile(times.direct, 0.95) },
    through: { p50: median(times.through), p95: percentile(times.through, 0.95) },
    overhead,
    processorMillisecondsOfTheWorkspace: (processorTimeOf(workspace.pid) - begin) / (count + 100),
  };
  expect(overhead).toBeLessThanOrEqual(quiet ? 1 : 5);
});

test("8 clients on two endpoints: no failure, memory flat", async () => {
  const failures: string[] = [];
  const times: number[] = [];
  const names = ["busy-1", "busy-2"];
  const pids = { workspace: workspace.pid, scoring1: scoring()[0]?.pid ?? 0, scoring2: scoring()[1]?.pid ?? 0 };
  const samples: Record<string, number>[] = [];
  const sample = (): void => {
    samples.push(Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, memoryOf(pid)])));
  };
  const processor = processorTimeOf(workspace.pid);
  const begin = Date.now();
  const end = begin + seconds * 1000;
  const timer = setInterval(sample, 1000);
  const worker = async (index: number): Promise<void> => {
    const pool = new Pool(workspace.host, { connections: 1 });
    while (Date.now() < end) {
      const result = await ask(pool, `/serving-endpoints/${names[index % 2]}/invocations`);
      if (typeof result === "number") {
        times.push(result);
      } else {
        failures.push(result);
      }
    }
    await pool.close();
  };
  await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)));
  clearInterval(timer);
  const spent = processorTimeOf(workspace.pid) - processor;
  const sixth = Math.max(1, Math.floor(samples.length / 6));
  const growth = Object.fromEntries(
    Object.keys(pids).map((name) => {
      const values = samples.map((one) => one[name] ?? 0);
      // The first sixth fills buffers, journal and heap; then it has to stay.
      const [early, late] = [median(values.slice(sixth, sixth * 3)), median(values.slice(-sixth * 2))];
      return [name, { beginning: mebibytes(early), end: mebibytes(late), growth: late / early - 1 }];
    }),
  );
  found.clients = {
    seconds,
    questions: times.length,
    failures: failures.length,
    perSecond: times.length / seconds,
    p50: median(times),
    p95: percentile(times, 0.95),
    processorMillisecondsOfTheWorkspace: spent / times.length,
    memory: growth,
  };
  expect(failures).toEqual([]);
  for (const one of Object.values(growth)) {
    expect(one.growth).toBeLessThan(0.1);
  }
});

test("20 endpoints that sleep cost nothing but their rows, and one wakes within 3 s", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `sleeper-${index + 1}`);
  const before = memoryOf(workspace.pid);
  for (const name of names) {
    await serve(name, true);
  }
  const awake = await until(
    async () => scoring().length,
    (count) => count === 2,
  );
  const processor = processorTimeOf(workspace.pid);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const idle = processorTimeOf(workspace.pid) - processor;
  const after = memoryOf(workspace.pid);
  const pool = new Pool(workspace.host, { connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const wakes: number[] = [];
  // Its own processor time, which other programs of the machine do not change.
  const processors: number[] = [];
  for (const name of names.slice(0, 5)) {
    const asleep = scoring().map(({ pid }) => pid);
    const workspaceBefore = processorTimeOf(workspace.pid);
    const time = await ask(pool, `/serving-endpoints/${name}/invocations`);
    expect(time).toBeTypeOf("number");
    wakes.push(Number(time));
    const woken = scoring().filter(({ pid }) => !asleep.includes(pid));
    expect(woken.length).toBe(1);
    processors.push(processorTimeOf(woken[0]?.pid ?? 0) + processorTimeOf(workspace.pid) - workspaceBefore);
  }
  await pool.close();
  found.sleepers = {
    endpoints: names.length,
    scoringProcesses: awake,
    memory: { before: mebibytes(before), after: mebibytes(after) },
    idleProcessorMillisecondsPerSecond: idle / 5,
    wakes: wakes.map(Math.round),
    wake: median(wakes),
    processorMillisecondsOfAWake: median(processors),
    loadAtWake: loadavg()[0],
  };
  expect(awake).toBe(2);
  expect(mebibytes(after - before)).toBeLessThan(20);
  expect(quiet ? median(wakes) : median(processors)).toBeLessThanOrEqual(3_000);
});
