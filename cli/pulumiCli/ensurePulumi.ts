import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../workspace/environment/folderLock.js";
import { SetUpError } from "../setUpError.js";
import { makeFolder } from "../wholeFolder.js";
import { buildPulumi } from "./build.js";
import { downloadPulumi } from "./download.js";
import { cachedFolder, findPulumi, isComplete, type PulumiCli, versionOf } from "./find.js";
import type { SetUpOptions } from "./options.js";
import { byHand, pulumiVersion } from "./versions.js";

/** What the CLI starts by name, and the script of @pulumi/pulumi that each is. */
const wrapped: Readonly<Record<string, string>> = {
  "pulumi-resource-pulumi-nodejs": "dynamic-provider",
  "pulumi-analyzer-policy": "run-policy-pack",
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
  if (found !== undefined) return found;
  const folder = cachedFolder(options.cache);
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
  for (const [name, script] of Object.entries(wrapped)) {
    writeFileSync(join(folder, name), wrapper(script));
    chmodSync(join(folder, name), 0o755);
  }
  if ((await versionOf(join(folder, "pulumi"))) === pulumiVersion) return;
  throw new SetUpError("The Pulumi CLI that was just installed does not run.", [
    `Install it yourself (${byHand}), then run the same command again.`,
  ]);
}
