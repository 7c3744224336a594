import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { withLock } from "../../../workspace/environment/folderLock.js";

const folder = mkdtempSync(join(tmpdir(), "folder-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));
const nobody = () => {
  throw new Error("there is nobody to wait for");
};

test("is held while the work runs, also where it fails, and names its holder", async () => {
  const file = join(folder, "a", "held.lock");
  const failing = withLock(file, nobody, async () => {
    expect(readFileSync(file, "utf8")).toBe(String(process.pid));
    throw new Error("the work failed");
  });
  await expect(failing).rejects.toThrow("the work failed");
  expect(readdirSync(join(folder, "a"))).toEqual([]);
});

test("a second one waits, and is told for whom", async () => {
  const file = join(folder, "second.lock");
  const order: string[] = [];
  const first = withLock(file, nobody, async () => {
    await sleep(300);
    order.push("first");
  });
  let awaited = 0;
  await withLock(
    file,
    (pid) => {
      awaited = pid;
    },
    async () => order.push("second"),
  );
  await first;
  expect([order, awaited]).toEqual([["first", "second"], process.pid]);
});

test("processes that all find the lock of a dead one go in one at a time", async () => {
  const file = join(folder, "stale.lock");
  // No process has this number.
  writeFileSync(file, "4194999");
  const source = readFileSync(join(__dirname, "../../../workspace/environment/folderLock.ts"), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(folder, "lock.cjs"), outputText);
  const inside = join(folder, "inside");
  const program = `
    const { writeFileSync, rmSync } = require("node:fs");
    require("./lock.cjs").withLock(${JSON.stringify(file)}, () => {}, async () => {
      writeFileSync(${JSON.stringify(inside)}, "", { flag: "wx" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      rmSync(${JSON.stringify(inside)});
    });`;
  await Promise.all(
    Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, ["-e", program], { cwd: folder })),
  );
  expect(existsSync(file)).toBe(false);
});
