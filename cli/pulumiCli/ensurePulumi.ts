import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../workspace/environment/folderLock.js";
import { SetUpError } from "../setUpError.js";
import { makeFolder } from "../wholeFolder.js";
import { buildPulumi } from "./build.js";
import { downloadPulumi } from "./download.js";
import { cachedFolder, findPulumi, isComplete, type PulumiCli, versionOf } from "./find.js";
import type { SetUpOptions } from "./options.js";
import { byHand, pulumiVersion } from "./versions.js";

/**
 * What the CLI starts by name, and the script of @pulumi/pulumi that each is. A policy pack of `runtime: nodejs` is run by the
 * language host, and the one that can be built from Go modules is of a release that cannot; one of `runtime: node`, for which
 * there is no language host, by `pulumi-analyzer-policy-node`.
 */
const wrapped: Readonly<Record<string, string>> = {
  "pulumi-resource-pulumi-nodejs": "dynamic-provider",
  "pulumi-analyzer-policy": "run-policy-pack",
  "pulumi-analyzer-policy-node": "run-policy-pack",
};

/**
 * The CLI starts these by name, in the folder of the stack's program. They run a script of the @pulumi/pulumi that is
 * found from there, the way Node itself looks for it, but without starting Node just to find it.
 */
const wrapper = (script: string) => `#!/bin/sh
folder=$PWD
while [ ! -d "$folder/node_modules/@pulumi/pulumi" ]; do
  [ "$folder" != "\${folder%/*}" ] || { echo "@pulumi/pulumi is not installed in $PWD" >&2; exit 1; }
  folder=\${folder%/*}
done
exec node "$folder/node_modules/@pulumi/pulumi/cmd/${script}" "$@"
`;

/**
 * A Pulumi CLI with its Node parts: one that is found, else one that is set up in the cache: by the official download, else
 * from Go modules.
 *
 * @throws SetUpError where it can be had neither way
 */
export async function ensurePulumi(options: SetUpOptions): Promise<PulumiCli> {
  const found = await findPulumi(options.cache);
  const folder = cachedFolder(options.cache);
  // One that an earlier release of this package set up lacks what was added since.
  if (found?.folder === folder) writeWrappers(folder);
  if (found !== undefined) return found;
  await withLock(
    join(options.cache, "locks", `pulumi-${pulumiVersion}`),
    (pid) => options.say(`waiting for process ${pid}, which is doing the same`),
    async () => {
      if (isComplete(folder)) return;
      rmSync(folder, { recursive: true, force: true });
      await makeFolder(folder, (temporary) => fill(temporary, options));
    },
  );
  return { folder, cli: join(folder, "pulumi"), origin: pulumiVersion };
}

async function fill(folder: string, options: SetUpOptions): Promise<void> {
  const why = await downloadPulumi(pulumiVersion, folder, options);
  if (why !== undefined) await buildPulumi(folder, why, options);
  writeWrappers(folder);
  if ((await versionOf(join(folder, "pulumi"))) === pulumiVersion) return;
  throw new SetUpError("The Pulumi CLI that was just installed does not run.", [
    `Install it yourself (${byHand}), then run the same command again.`,
  ]);
}

/** Writes the wrappers that are missing, each at once as a whole: another process may be about to start it. */
function writeWrappers(folder: string): void {
  for (const [name, script] of Object.entries(wrapped)) {
    if (existsSync(join(folder, name))) continue;
    const temporary = join(folder, `.${name}-${process.pid}`);
    writeFileSync(temporary, wrapper(script));
    chmodSync(temporary, 0o755);
    renameSync(temporary, join(folder, name));
  }
}
