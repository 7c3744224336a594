import { spawn } from "node:child_process";
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
 * A real MLflow server, started as MLflow's documentation says (`mlflow server`, with as many processes as it likes),
 * which keeps everything in `folder`.
 *
 * @param {string} python of the environment with MLflow
 * @param {string} folder
 */
export async function startServer(python, folder) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const artifacts = join(folder, "artifacts");
  const logFile = join(folder, "log");
  const log = openSync(logFile, "w");
  const args = ["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", String(port)];
  args.push("--backend-store-uri", `sqlite:///${join(folder, "store.db")}`, "--artifacts-destination", artifacts);
  const env = pythonVariables({ MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" });
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
    about: "mlflow server, as many processes as it starts by itself",
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
