import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The folder of the Pulumi project that a folder lies in: the nearest with a Pulumi.yaml, as the CLI looks for it; undefined
 * outside of a project.
 *
 * @param folder where the search starts
 */
export function projectFolder(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** What a project that `mlflow-agents new` made keeps of its stacks, where its user had no backend. */
export interface OwnBackend {
  /** Folder with the stacks' state. Is there exactly where the project keeps its own. */
  folder: string;
  /** File with the passphrase; is there exactly where the user had none. */
  passphrase: string;
}

/** @param project its folder */
export function ownBackend(project: string): OwnBackend {
  const folder = join(project, ".mlflow-agents", "backend");
  return { folder, passphrase: join(folder, "passphrase") };
}
