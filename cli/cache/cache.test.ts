import { spawn } from "node:child_process";
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pulumiVersion } from "../pulumiCli/versions.js";
import { cacheCommand } from "./index.js";

let cache = "";

function file(path: string, bytes = 20_000): void {
  mkdirSync(dirname(join(cache, path)), { recursive: true });
  writeFileSync(join(cache, path), "x".repeat(bytes));
}

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "cache-"));
  vi.stubEnv("MLFLOW_AGENTS_CACHE", cache);
  file(`pulumi/${pulumiVersion}/pulumi`);
  file("pulumi/3.100.0/pulumi");
  file("pulumi/on-path.json", 10);
  file("environments/model-py3.11-aa/bin/python");
  file("environments/model-py3.11-bb/bin/python");
  file("workspaces/0123.json", 10);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(cache, { recursive: true, force: true });
});

async function run(...args: string[]) {
  let printed = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    printed += `${text}\n`;
  });
  expect(await cacheCommand(args)).toBe(0);
  return printed;
}

const json = async (...args: string[]) => JSON.parse(await run(...args, "--json"));
const paths = (entries: { path: string }[]) => entries.map(({ path }) => path);

test("tells what is there, how large, and what uses it", async () => {
  linkSync(
    join(cache, "environments/model-py3.11-aa/bin/python"),
    join(cache, "environments/model-py3.11-bb/bin/same"),
  );
  const { folder, bytes, entries } = await json();
  expect(folder).toBe(cache);
  expect(paths(entries)).toEqual([
    "environments/model-py3.11-aa",
    "environments/model-py3.11-bb",
    "pulumi/3.100.0",
    `pulumi/${pulumiVersion}`,
  ]);
  // A file of two names counts once.
  expect(bytes).toBeGreaterThanOrEqual(80_000);
  expect(bytes).toBeLessThan(100_000);
  expect(await run()).toMatch(/0\.0 MB {2}pulumi\/3\.100\.0 +Pulumi CLI\n/);
});

test("clean removes what nothing uses, says so, and leaves what runs or is being made", async () => {
  const program = "setTimeout(() => {}, 60_000)";
  const child = spawn(process.execPath, ["-e", program, join(cache, "environments/model-py3.11-aa/bin/python")]);
  await new Promise((resolve) => child.once("spawn", resolve));
  try {
    file(`environments/model-py3.11-cc/bin/python`);
    writeFileSync(join(cache, "environments/model-py3.11-cc.lock"), String(process.pid));
    const { removed, freed, entries } = await json("clean");
    expect(paths(removed)).toEqual(["environments/model-py3.11-bb", "pulumi/3.100.0"]);
    expect(freed).toBeGreaterThanOrEqual(40_000);
    expect(entries).toMatchObject([
      { path: "environments/model-py3.11-aa", inUse: "a process runs from it" },
      { path: "environments/model-py3.11-cc", inUse: "being made" },
      { path: `pulumi/${pulumiVersion}`, inUse: "this release uses it" },
    ]);
    expect(existsSync(join(cache, "environments/model-py3.11-bb"))).toBe(false);
    expect(existsSync(join(cache, "workspaces/0123.json"))).toBe(true);
    expect(await run("clean")).toMatch(/^nothing to remove; 0\.1 MB left in /);
    expect(paths((await json("clean", "--all")).removed)).toEqual([`pulumi/${pulumiVersion}`]);
  } finally {
    child.kill();
  }
});

test("where the system does not tell what runs, nothing is removed", async () => {
  vi.stubEnv("PATH", join(cache, "nothing"));
  const { removed, entries } = await json("clean");
  expect(removed).toEqual([]);
  expect(entries[0]).toMatchObject({ inUse: "whether a process runs from it is not known" });
});

test("an empty cache, and a command that is not there", async () => {
  rmSync(cache, { recursive: true });
  expect(await json()).toMatchObject({ bytes: 0, entries: [] });
  await expect(cacheCommand(["claen"])).rejects.toThrow(/Unknown command "cache claen"/);
});

test("clean touches nothing that is not of this package, whatever folder it is given", async () => {
  file("pip/wheels/x");
  file("environments/mine/bin/python");
  file("pulumi/plugins/x");
  file("uv-notes/x");
  file("validation/environments/a/bin/python");
  const { removed, entries } = await json("clean", "--all");
  expect(paths(removed)).toContain("validation/environments");
  for (const path of ["pip", "environments/mine", "pulumi/plugins", "uv-notes"]) {
    expect(entries).toContainEqual(
      expect.objectContaining({ path, what: "not of this package", inUse: "not touched" }),
    );
    expect(existsSync(join(cache, path))).toBe(true);
  }
});
