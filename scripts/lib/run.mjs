import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { root } from "./paths.mjs";

const children = new Set();

// A child runs in its own process group so that its own children end with it; the terminal's Ctrl-C therefore does not
// reach it by itself and is passed on here.
// The first lets a child end in order (`pulumi` waits for running operations), the second hastens it, the third ends all.
let signals = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (++signals > 2 || children.size === 0) process.exit(130);
    for (const child of children) endGroup(child, "SIGINT");
  });
}
process.on("exit", () => {
  for (const child of children) endGroup(child, "SIGKILL");
});

function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
}

/**
 * Runs a program to its end and collects what it prints. Never throws for an exit code; a program that cannot be started
 * has `code` -1 and `missing` true.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] Default: the repository's root.
 * @param {Record<string, string | undefined>} [options.env] Added to this process's environment; undefined removes.
 * @param {number} [options.timeLimit] Milliseconds, after which the program and its children are ended.
 * @param {string} [options.log] File that gets all output.
 * @param {string} [options.input] Text for standard input; without it standard input is empty.
 * @param {(line: string) => void} [options.onLine] Called for each line of either stream.
 * @param {AbortSignal} [options.signal] Ends the program.
 * @returns {Promise<{ code: number, stdout: string, stderr: string, output: string, missing: boolean, timedOut: boolean, interrupted: boolean }>}
 */
export function run(command, args, { cwd = root, env = {}, timeLimit, log, input, onLine, signal } = {}) {
  return new Promise((resolve) => {
    const merged = { ...process.env, ...env };
    for (const name of Object.keys(merged)) if (merged[name] === undefined) delete merged[name];
    if (log) mkdirSync(dirname(log), { recursive: true });
    const file = log ? createWriteStream(log) : undefined;
    const child = spawn(command, args, {
      cwd,
      env: merged,
      detached: true,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    children.add(child);
    if (input !== undefined) {
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    }
    const texts = { stdout: "", stderr: "" };
    let output = "";
    let missing = false;
    let timedOut = false;
    let settled = false;
    for (const name of ["stdout", "stderr"]) {
      let rest = "";
      child[name].setEncoding("utf8");
      child[name].on("data", (text) => {
        texts[name] += text;
        output += text;
        file?.write(text);
        if (!onLine) return;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(onLine);
      });
      child[name].on("end", () => {
        if (onLine && rest) onLine(rest);
      });
    }
    const end = () => {
      endGroup(child, "SIGTERM");
      setTimeout(() => endGroup(child, "SIGKILL"), 3000).unref();
    };
    const expire = () => {
      timedOut = true;
      end();
    };
    const timer = timeLimit ? setTimeout(expire, timeLimit) : undefined;
    signal?.addEventListener("abort", end, { once: true });
    const finish = (code) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      children.delete(child);
      const done = () => resolve({ code, ...texts, output, missing, timedOut, interrupted: signals > 0 });
      file ? file.end(done) : done();
    };
    child.on("error", (error) => {
      missing = error.code === "ENOENT";
      texts.stderr += error.message;
      output += error.message;
      finish(-1);
    });
    // A grandchild that keeps the pipes open must not keep us waiting: `exit` plus a short time for the last output.
    child.on("exit", (code, why) => setTimeout(() => finish(code ?? (why === "SIGINT" ? 130 : 1)), 500));
    child.on("close", (code, why) => finish(code ?? (why === "SIGINT" ? 130 : 1)));
  });
}

/** The last lines of a program's output that say something. */
export function tail(text, count = 12) {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
    .join("\n");
}
