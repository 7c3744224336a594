import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { digest, makeFolder, readJson } from "./files.mjs";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("makeFolder", () => {
  it("leaves nothing behind when it fails, and everything when it does not", async () => {
    const path = join(folder, "made");
    const fails = makeFolder(path, async (temporary) => {
      writeFileSync(join(temporary, "a"), "");
      throw new Error("half-way");
    });
    await expect(fails).rejects.toThrow("half-way");
    expect(readdirSync(folder)).toEqual([]);
    mkdirSync(`${path}.1.partial`);
    await makeFolder(path, async (temporary) => writeFileSync(join(temporary, "a"), ""));
    expect(readdirSync(folder)).toEqual(["made"]);
    expect(existsSync(join(path, "a"))).toBe(true);
  });
});

it("digest tells lists apart that join to the same text", () => {
  expect(digest("ab", "c")).not.toBe(digest("a", "bc"));
});

it("readJson takes a half-written file for a missing one", () => {
  writeFileSync(join(folder, "half.json"), '{"a":');
  expect(readJson(join(folder, "half.json"))).toBeUndefined();
  expect(readJson(join(folder, "none.json"))).toBeUndefined();
});
