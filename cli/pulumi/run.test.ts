import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { cachedFolder } from "../pulumiCli/find.js";
import { askPulumi } from "./run.js";

/** A folder with programs that say which of them ran. */
function programs(folder: string, says: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const preview = JSON.stringify({ steps: [], diagnostics: [{ severity: "info", message: says }] });
  const script = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.1.0; else echo '${preview}'; fi\n`;
  for (const name of names) writeFileSync(join(folder, name), script, { mode: 0o755 });
}

it("a preview runs the CLI that was set up, where the one on PATH is too old; without one the one on PATH", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-run-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const cache = join(folder, "cache");
  vi.stubEnv("MLFLOW_AGENTS_CACHE", cache);
  vi.stubEnv("PATH", [join(folder, "bin"), process.env.PATH].join(delimiter));
  const parts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];
  programs(join(folder, "bin"), "old", parts);
  const ran = async () => {
    const { diagnostics } = await askPulumi({ mode: "preview", folder, more: [] });
    return diagnostics?.map(({ message }) => message);
  };
  expect(await ran()).toEqual(["old"]);
  programs(cachedFolder(cache), "set up", parts);
  expect(await ran()).toEqual(["set up"]);
});
