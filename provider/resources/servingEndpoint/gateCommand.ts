import { spawn } from "node:child_process";
import type { Verdict } from "./gate.js";

/** Most that is kept of a command's output, in characters. */
const keptCharacters = 20_000;
/** Time for the last output of a command that has ended, in milliseconds. */
const flushMs = 1_000;

/**
 * Runs a gate's command in the program's folder; its exit code decides.
 *
 * @param variables what it is told beside the environment
 * @param signal ends it, with everything that it started
 * @returns what it said; also what it had printed until it was ended
 */
export function runCommand(
  command: string,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Verdict> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that its children end with it.
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...variables },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-keptCharacters);
      });
    }
    const kill = () => killTree(child.pid);
    signal.addEventListener("abort", kill, { once: true });
    if (signal.aborted) kill();
    const settle = (refusal: string | undefined) => {
      signal.removeEventListener("abort", kill);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      resolve({ refusal, output });
    };
    child.once("error", (error) => settle(`the command could not be started (${error.message})`));
    const verdict = (code: number | null, by: NodeJS.Signals | null) =>
      code === 0 ? undefined : `the command ${code === null ? `was ended by ${by}` : `ended with ${code}`}`;
    child.once("close", (code, by) => settle(verdict(code, by)));
    child.once("exit", (code, by) => {
      // What it left running in the background would keep its output open, and what got out of the group still does.
      kill();
      AbortSignal.timeout(flushMs).addEventListener("abort", () => settle(verdict(code, by)), { once: true });
    });
  });
}

/** Ends a process that leads a group, and its descendants. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    if (process.platform !== "win32") process.kill(-pid, "SIGKILL");
    // Windows knows no process groups; a process ends alone there, and its children live on.
    else spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" }).on("error", () => undefined);
  } catch {
    // It is gone already.
  }
}
