import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";
import { run } from "./run.mjs";

const folder = mkdtempSync(join(tmpdir(), "lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("withLock", () => {
  it("lets one process in at a time, also when all find a lock that a dead process left", async () => {
    const path = join(folder, "many");
    const ended = await run(process.execPath, ["-e", ""]);
    expect(ended.code).toBe(0);
    writeFileSync(path, JSON.stringify({ pid: 2 ** 30, host: hostname(), start: "1" }));
    const inside = join(folder, "inside");
    const program = `
      import { rmSync, writeFileSync } from "node:fs";
      const { withLock } = await import(${JSON.stringify(new URL("./lock.mjs", import.meta.url).href)});
      await withLock(${JSON.stringify(path)}, "Testing", async () => {
        writeFileSync(${JSON.stringify(inside)}, "", { flag: "wx" });
        await new Promise((resolve) => setTimeout(resolve, 30));
        rmSync(${JSON.stringify(inside)});
      });`;
    const codes = await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, ["--input-type=module", "-e", program])),
    );
    expect(codes.map(({ code, stderr }) => [code, stderr])).toEqual(codes.map(() => [0, ""]));
    expect(existsSync(path)).toBe(false);
  });

  it("takes over a lock that was left half written", async () => {
    const path = join(folder, "empty");
    writeFileSync(path, "");
    expect(await withLock(path, "Testing", async () => "in")).toBe("in");
  });

  it("gives up with the process's id when another holds it for too long", async () => {
    const path = join(folder, "held");
    const first = withLock(path, "Testing", () => sleep(900));
    await expect(withLock(path, "Testing", async () => {}, { limit: 100 })).rejects.toThrow(`process ${process.pid}`);
    await first;
  });

  it("is released when the work fails", async () => {
    const path = join(folder, "fails");
    await expect(withLock(path, "Testing", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(path)).toBe(false);
  });
});
