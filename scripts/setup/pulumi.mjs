import { chmodSync, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { compareVersions, makeFolder, readJson, which, writeWhole } from "../lib/files.mjs";
import { withLock } from "../lib/lock.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { downloadPulumi } from "./pulumiDownload.mjs";
import { buildPulumi } from "./pulumiFromGo.mjs";
import { byHand, pulumiCli } from "./versions.mjs";

/** The CLI and what it starts by name from PATH for a Node program with dynamic providers. */
const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

/**
 * The CLI starts these by name, in the folder of the stack's program. They run a script of the @pulumi/pulumi that is
 * found from there, the way Node itself looks for it, but without starting Node just to find it.
 */
const wrapper = (script) => `#!/bin/sh
folder=$PWD
while [ ! -d "$folder/node_modules/@pulumi/pulumi" ]; do
  [ "$folder" != "\${folder%/*}" ] || { echo "@pulumi/pulumi is not installed in $PWD" >&2; exit 1; }
  folder=\${folder%/*}
done
exec node "$folder/node_modules/@pulumi/pulumi/cmd/${script}" "$@"
`;

/**
 * A Pulumi CLI with its Node parts: the one on PATH if it is new enough and complete, else the cached one, which is made
 * if it is not there: by the official download, else from Go modules.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<{ folder: string, cli: string, origin: string }>} `folder` goes first on PATH.
 */
export async function ensurePulumi(say = () => {}) {
  const found = await onPath();
  if (found) return { folder: dirname(found), cli: found, origin: "from PATH" };
  const folder = join(cacheFolder(), "pulumi", pulumiCli);
  const answer = { folder, cli: join(folder, "pulumi"), origin: `${pulumiCli}, cached` };
  if (isComplete(folder)) return answer;
  const lock = join(cacheFolder(), "locks", `pulumi-${pulumiCli}`);
  await withLock(lock, "Installing the Pulumi CLI", () => install(folder, say), { say });
  return { ...answer, origin: pulumiCli };
}

// A folder gets its name only when it is complete; what can still happen is that a file of it was removed or emptied.
const isComplete = (folder) =>
  programs.every((name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0);

async function install(folder, say) {
  if (isComplete(folder)) return;
  await makeFolder(folder, async (temporary) => {
    const why = await downloadPulumi(pulumiCli, temporary, say);
    if (why !== undefined) await buildPulumi(pulumiCli, temporary, say, why);
    for (const [name, script] of [
      ["pulumi-resource-pulumi-nodejs", "dynamic-provider"],
      ["pulumi-analyzer-policy", "run-policy-pack"],
    ]) {
      writeFileSync(join(temporary, name), wrapper(script));
      chmodSync(join(temporary, name), 0o755);
    }
    const trial = await run(join(temporary, "pulumi"), ["version"], { timeLimit: 60_000, env: quiet });
    if (trial.code !== 0 || !trial.stdout.includes(pulumiCli)) {
      throw new Failure(
        "The Pulumi CLI that was just installed does not run.",
        `Install it yourself (${byHand}), then run the same command again.`,
        {
          detail: trial.output,
        },
      );
    }
  });
}

const quiet = { PULUMI_SKIP_UPDATE_CHECK: "1", PULUMI_SKIP_CHECKPOINTS: undefined };

/** The CLI on PATH, if it can be used as it is. Its two trial runs are remembered until one of its files changes. */
async function onPath() {
  const cli = which("pulumi");
  if (!cli) return undefined;
  const search = `${dirname(cli)}:${process.env.PATH ?? ""}`;
  const files = programs.map((name) => which(name, search));
  if (files.slice(0, 3).some((file) => file === undefined)) return undefined;
  const identity = files
    .map((file) => (file ? `${file} ${statSync(file).mtimeMs} ${statSync(file).size}` : ""))
    .join("\n");
  const memory = join(cacheFolder(), "pulumi", "on-path.json");
  const known = readJson(memory);
  if (known?.identity === identity && existsSync(cli)) return known.usable ? cli : undefined;
  const version = await run(cli, ["version"], { timeLimit: 20_000, env: quiet });
  // It prints the port it listens on and then waits for a caller: the port is all that is wanted of it here.
  const heard = new AbortController();
  const host = await run(files[1] ?? "", [], { timeLimit: 10_000, signal: heard.signal, onLine: () => heard.abort() });
  const usable =
    version.code === 0 && compareVersions(version.stdout.trim(), pulumiCli) >= 0 && /^\d+$/m.test(host.stdout.trim());
  writeWhole(memory, JSON.stringify({ identity, usable }));
  return usable ? cli : undefined;
}
