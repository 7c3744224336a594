import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { ensurePulumi } from "./ensurePulumi.js";
import { cachedFolder } from "./find.js";

const cache = mkdtempSync(join(tmpdir(), "mlflow-agents-pulumi-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

it("adds to a CLI that an earlier release of this package set up what it lacks, and leaves the rest", async () => {
  const folder = cachedFolder(cache);
  mkdirSync(folder, { recursive: true });
  const there = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];
  for (const name of there) {
    writeFileSync(join(folder, name), "#!/bin/sh\n");
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv("PATH", "/usr/bin:/bin");
  expect(await ensurePulumi({ cache, say: () => undefined })).toMatchObject({ folder });
  expect(readdirSync(folder).sort()).toEqual([...there, "pulumi-analyzer-policy-node"].sort());
  expect(readFileSync(join(folder, "pulumi-analyzer-policy-node"), "utf8")).toContain("cmd/run-policy-pack");
  expect(statSync(join(folder, "pulumi-analyzer-policy-node")).mode & 0o111).not.toBe(0);
  expect(readFileSync(join(folder, "pulumi-analyzer-policy"), "utf8")).toBe("#!/bin/sh\n");
});
