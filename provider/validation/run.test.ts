import os from "node:os";
import { expect, test } from "vitest";
import { isAlive } from "../../test/support/alive.js";
import { type Command, run } from "./run.js";

function node(script: string, more: Partial<Command> = {}): Command {
  return { program: process.execPath, args: ["-e", script], cwd: os.tmpdir(), env: {}, timeoutMs: 20_000, ...more };
}

test("both outputs are kept, of a long one its end; reports are told apart from them", async () => {
  const lines: string[] = [];
  const script =
    'console.error("first"); console.log("x".repeat(300000)); console.log("last"); require("fs").writeSync(3, "a\\nb\\n"); process.exitCode = 3';
  const finished = await run(node(script, { onReport: (line) => lines.push(line) }));
  expect(finished).toMatchObject({ code: 3, late: false });
  expect(finished.output.length).toBeLessThanOrEqual(64 * 1024);
  expect(finished.output.endsWith("last\n")).toBe(true);
  expect(lines).toEqual(["a", "b"]);
});

test("nothing of this process's environment is inherited", async () => {
  const { output } = await run(node("console.log(Object.keys(process.env).join())", { env: { ONLY: "1" } }));
  expect(output.trim()).toBe("ONLY");
});

test("what cannot be started says so", async () => {
  const finished = await run({ ...node(""), program: "/nowhere/program" });
  expect(finished).toMatchObject({ code: null, unstarted: expect.stringContaining("ENOENT") });
});

test("at the end of its time, or when it is cancelled, a program goes with its children", async () => {
  const script =
    'const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log(child.pid); setInterval(() => {}, 1000)';
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 3000);
  const both = [run(node(script, { timeoutMs: 3000 })), run(node(script, { signal: cancel.signal }))];
  const ended = await Promise.all(both);
  expect(ended.map(({ code, late }) => [code, late])).toEqual([
    [null, true],
    [null, false],
  ]);
  for (const { output } of ended) {
    const pid = Number(output.trim());
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  }
});
