import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { digest, filesUnder, readJson, writeWhole } from "../lib/files.mjs";
import { isAlive } from "../lib/lock.mjs";
import { at, localFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";

const program = at("dist/cli/main.js");
/** Which workspace `npm start` started: `npm run stop` ends that one and no other. */
const mark = join(localFolder, "started-workspace.json");
const connectionFile = join(localFolder, "workspace", "connection.json");

/** Environment that makes every part of the project use this checkout's local workspace. */
export const workspaceEnvironment = { MLFLOW_AGENTS_HOME: localFolder };

const cli = (args, options = {}) =>
  run(process.execPath, [program, "workspace", ...args], { env: workspaceEnvironment, ...options });

/** The programs that a running workspace was started from: when they change, it is started anew. */
function programStamp() {
  const folder = at("dist/workspace");
  const files = filesUnder(folder, (path) => /\.d\.ts$|\.map$|\.pyc$|__pycache__/.test(path));
  return digest(...files.flatMap((path) => [path, readFileSync(join(folder, path))]));
}

/** The connection of the workspace that runs now, as its own process wrote it. */
function running() {
  const connection = readJson(connectionFile);
  return connection && isAlive(connection.pid) ? connection : undefined;
}

const ours = (connection) => connection !== undefined && readJson(mark)?.pid === connection.pid;

/**
 * Starts the local workspace, or finds it running.
 *
 * @param {(text: string) => void} say
 * @returns {Promise<{ host: string, token: string, pid: number, note: string }>}
 */
export async function startWorkspace(say) {
  const before = running();
  const stamp = programStamp();
  let note = "was running";
  if (ours(before) && readJson(mark).stamp !== stamp) {
    say("its programs changed: starting it anew");
    await cli(["stop"], { timeLimit: 60_000 });
    note = "started anew, its programs changed";
  }
  say("starting");
  const result = await cli(["start", "--json"], {
    timeLimit: 15 * 60_000,
    log: join(localFolder, "logs", "workspace-start.log"),
    onLine: (line) => {
      if (line.trim() && !/^\s*[{}"]/.test(line)) say(line.trim());
    },
  });
  const connection = readJson(connectionFile);
  if (result.code !== 0 || !connection) {
    const log = join(localFolder, "workspace", "workspace.log");
    throw new Failure(
      result.timedOut ? "The local workspace was not ready in 15 minutes." : "The local workspace did not start.",
      [
        ...(existsSync(log) ? [`Its own output: ${log}`] : []),
        "To begin with an empty workspace: npm run stop, delete .mlflow-agents/workspace, npm start.",
      ],
      { detail: tail(result.output, 10) },
    );
  }
  if (connection.pid !== before?.pid) {
    writeWhole(mark, JSON.stringify({ pid: connection.pid, stamp }));
    if (note === "was running") note = "started";
  }
  return { ...connection, note };
}

/**
 * Ends the workspace that `npm start` started; its data stays.
 *
 * @returns {Promise<string>} what was done, one sentence
 */
export async function stopWorkspace() {
  const connection = running();
  const marked = readJson(mark);
  if (!marked) {
    return connection
      ? `A local workspace runs here (process ${connection.pid}), but \`npm start\` did not start it: left alone.`
      : "Nothing to stop: `npm start` started nothing here that still runs.";
  }
  if (!ours(connection)) {
    rmSync(mark, { force: true });
    const other = connection
      ? ` The one that runs now (process ${connection.pid}) was started by someone else: left alone.`
      : "";
    return `Nothing to stop: the local workspace that \`npm start\` started runs no more.${other}`;
  }
  const result = await cli(["stop"], { timeLimit: 60_000 });
  if (result.code !== 0 || running()?.pid === connection.pid) {
    throw new Failure("The local workspace did not stop.", `kill ${connection.pid}`, { detail: tail(result.output) });
  }
  rmSync(mark, { force: true });
  return `Stopped the local workspace at ${connection.host} (process ${connection.pid}). Its data and the stack's state stay in .mlflow-agents/; \`npm start\` continues from there.`;
}
