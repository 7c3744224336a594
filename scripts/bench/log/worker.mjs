import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Failure } from "../../lib/failure.mjs";
import { at } from "../../lib/paths.mjs";
import { tail } from "../../lib/run.mjs";
import { pythonVariables } from "./environment.mjs";

const workers = new Set();

/** Ends what is still running. */
export function endWorkers() {
  for (const child of workers) child.kill("SIGKILL");
  workers.clear();
}

/** How a side's program is started. */
function start(side, python, uri, args) {
  const [program, file] = side === "theirs" ? [python, "theirs.py"] : [process.execPath, "ours.cjs"];
  const env = pythonVariables({ MLFLOW_TRACKING_URI: uri });
  const child = spawn(program, [at("scripts/bench/log", file), ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
  workers.add(child);
  child.once("exit", () => workers.delete(child));
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    told = (told + text).slice(-10_000);
  });
  const failed = () => new Failure(`Logging with ${file} failed.`, [], { detail: tail(told) });
  return { child, failed };
}

/**
 * One logging by a process of its own, from its start to its end.
 *
 * @returns {Promise<number>} milliseconds
 */
export function wholeProcess(side, python, uri, request) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const { child, failed } = start(side, python, uri, [JSON.stringify(request)]);
    child.stdout.resume();
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve(performance.now() - begin) : reject(failed())));
  });
}

/**
 * A process that logs again and again.
 *
 * @returns {{ log(request: object): Promise<number>, end(): void }} `log` answers milliseconds
 */
export function warmProcess(side, python, uri) {
  const { child, failed } = start(side, python, uri, []);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on("error", () => {});
  return {
    async log(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw failed();
      return JSON.parse(value).ms;
    },
    end: () => child.kill("SIGKILL"),
  };
}
