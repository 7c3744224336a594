import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cachedFolder } from "../pulumiCli/find.js";
import { pulumiEnvironment } from "./environment.js";
import { ownBackend } from "./project.js";

let project = "";

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "project-"));
  mkdirSync(join(project, "src", "deep"), { recursive: true });
  writeFileSync(join(project, "Pulumi.yaml"), "name: x\n");
  vi.stubEnv("MLFLOW_AGENTS_CACHE", join(project, "cache"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true, force: true });
});

test("a project that keeps no state of its own changes nothing", () => {
  expect(pulumiEnvironment(project, { PATH: "/bin", A: "b" })).toEqual({ PATH: "/bin", A: "b" });
});

test("a project's own backend and passphrase are found from any folder in it, and yield to a backend that is named", () => {
  const { folder, passphrase } = ownBackend(project);
  mkdirSync(folder, { recursive: true });
  const url = `file://${folder}`;
  const deep = join(project, "src", "deep");
  // The stacks were made with the user's own passphrase.
  expect(pulumiEnvironment(deep, { PULUMI_CONFIG_PASSPHRASE: "mine" })).toMatchObject({
    PULUMI_BACKEND_URL: url,
    PULUMI_CONFIG_PASSPHRASE: "mine",
  });
  writeFileSync(passphrase, "made");
  const env = pulumiEnvironment(deep, { PULUMI_CONFIG_PASSPHRASE: "of others" });
  expect(env).toMatchObject({ PULUMI_BACKEND_URL: url, PULUMI_CONFIG_PASSPHRASE_FILE: passphrase });
  expect(env.PULUMI_CONFIG_PASSPHRASE).toBeUndefined();
  const named = { PULUMI_BACKEND_URL: "s3://state", PULUMI_CONFIG_PASSPHRASE: "of others" };
  expect(pulumiEnvironment(deep, named)).toEqual(named);
});

test("the CLI that was set up is found where none is on PATH, and only there", () => {
  const set = cachedFolder(join(project, "cache"));
  const bin = join(project, "bin");
  for (const folder of [set, bin]) {
    mkdirSync(folder, { recursive: true });
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"])
      writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
  }
  expect(pulumiEnvironment(project, { PATH: "/nowhere" }).PATH).toBe([set, "/nowhere"].join(delimiter));
  expect(pulumiEnvironment(project, { PATH: bin }).PATH).toBe(bin);
});
