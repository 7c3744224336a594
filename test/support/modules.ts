import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");

/**
 * A folder whose `node_modules` holds the built package, as a copy and not as a link, so that it finds the same
 * @pulumi/pulumi as the programs do, and everything else as links to the repository's own.
 *
 * `MLFLOW_AGENTS_TEST_PULUMI_SDK` names a folder with another release of @pulumi/pulumi to run on.
 *
 * @returns the folder
 */
export function prepareModules(folder: string): string {
  if (!existsSync(join(root, "dist/sdk/index.js"))) throw new Error("dist/ is missing: run `npm run build` first.");
  const modules = join(folder, "node_modules");
  const own = join(modules, "pulumi-mlflow-agents");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  mkdirSync(own);
  cpSync(join(root, "package.json"), join(own, "package.json"));
  cpSync(join(root, "dist"), join(own, "dist"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name.startsWith(".") || name === "@pulumi" || name === "pulumi-mlflow-agents") continue;
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  symlinkSync(pulumiSdk(), join(modules, "@pulumi/pulumi"));
  return folder;
}

/** The release of @pulumi/pulumi under test. */
function pulumiSdk(): string {
  const given = process.env.MLFLOW_AGENTS_TEST_PULUMI_SDK;
  if (given === undefined) return join(root, "node_modules/@pulumi/pulumi");
  const candidates = [given, join(given, "node_modules/@pulumi/pulumi")];
  const found = candidates.find((path) => existsSync(join(path, "cmd/dynamic-provider")));
  if (found === undefined) throw new Error(`MLFLOW_AGENTS_TEST_PULUMI_SDK names no @pulumi/pulumi: ${dirname(given)}`);
  return found;
}
