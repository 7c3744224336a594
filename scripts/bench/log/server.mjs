import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../lib/failure.mjs";
import { tail } from "../../lib/run.mjs";
import { pythonVariables } from "./environment.mjs";

const startLimit = 180_000;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * How the server is started. `one` (the default) is MLflow's own application in one uvicorn process, as the local workspace
 * starts it: 6 to 10 ms for a call. `stock` is `mlflow server` with as many processes as it likes, where a call takes 70 ms
 * whoever makes it, so that it says less of the clients. `MLFLOW_AGENTS_BENCH_SERVER=stock` chooses it.
 */
const ways = {
  one: {
    about: "MLflow's application in one uvicorn process",
    prepare: (store) => ["-m", "mlflow", "db", "upgrade", store],
    args: (port) => ["-m", "uvicorn", "mlflow.server.fastapi_app:app", "--host", "127.0.0.1", "--port", String(port)],
    env: (store, artifacts) => ({
      _MLFLOW_SERVER_FILE_STORE: store,
      _MLFLOW_SERVER_REGISTRY_STORE: store,
      _MLFLOW_SERVER_ARTIFACT_ROOT: "mlflow-artifacts:/",
      _MLFLOW_SERVER_SERVE_ARTIFACTS: "true",
      _MLFLOW_SERVER_ARTIFACT_DESTINATION: artifacts,
    }),
  },
  stock: {
    about: "mlflow server, as many processes as it starts by itself",
    prepare: () => undefined,
    args: (port, store, artifacts) => [
      ...["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", String(port)],
      ...["--backend-store-uri", store, "--artifacts-destination", artifacts],
    ],
    env: () => ({}),
  },
};

/**
 * A real MLflow server, which keeps everything in `folder`.
 *
 * @param {string} python of the environment with MLflow
 * @param {string} folder
 */
export async function startServer(python, folder) {
  const name = process.env.MLFLOW_AGENTS_BENCH_SERVER ?? "one";
  const way = ways[name];
  if (way === undefined)
    throw new Failure(`There is no way "${name}" to start the server.`, Object.keys(ways).join(", "));
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const artifacts = join(folder, "artifacts");
  const store = `sqlite:///${join(folder, "store.db")}`;
  const logFile = join(folder, "log");
  const log = openSync(logFile, "w");
  const env = pythonVariables({ MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false", ...way.env(store, artifacts) });
  const preparing = way.prepare(store);
  if (preparing !== undefined) spawnSync(python, preparing, { cwd: folder, env, stdio: ["ignore", log, log] });
  const args = way.args(port, store, artifacts);
  const child = spawn(python, args, { cwd: folder, env, stdio: ["ignore", log, log], detached: true });
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // already gone
    }
  };
  const endHard = () => end("SIGKILL");
  process.once("exit", endHard);
  const begin = Date.now();
  while (!(await answers(url))) {
    if (ended || Date.now() - begin > startLimit) {
      throw new Failure("The MLflow server did not start.", [], { detail: tail(readFileSync(logFile, "utf8")) });
    }
    await sleep(200);
  }
  // Its processes start one after the other: the first one answers while the others still load.
  await Promise.all(Array.from({ length: 40 }, () => answers(url)));
  await sleep(5_000);
  return {
    url,
    about: way.about,
    /** Forgets the files of all models, so that they do not fill the disk. */
    empty: () => rmSync(artifacts, { recursive: true, force: true }),
    async stop() {
      process.removeListener("exit", endHard);
      end("SIGKILL");
      while (!ended) await sleep(20);
    },
  };
}

async function answers(url) {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}
