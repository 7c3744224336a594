import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Starter } from "./starters.js";

/** What a project ignores. npm never packs a file of this name: it is written from here. */
export const gitignore = "node_modules/\n__pycache__/\n.mlflow-agents/\n";

const described = "An AI agent with what it may touch, its model and its endpoint";

/**
 * Writes the files of a project.
 *
 * @param root folder of this package
 * @param starter what it begins with
 * @param folder where to, empty
 * @param name of the project
 * @param dependency how its package.json asks for this package
 */
export function writeTemplate(
  root: string,
  starter: Pick<Starter, "folder">,
  folder: string,
  name: string,
  dependency: string,
): void {
  // In a clone, an example may have been run where it is.
  const isOwn = (path: string) =>
    !/[/\\](?:node_modules|__pycache__|\.mlflow-agents|package-lock\.json|Pulumi\.[^/\\]+\.yaml)$/.test(path);
  cpSync(join(root, starter.folder), folder, { recursive: true, filter: isOwn });
  writeFileSync(join(folder, ".gitignore"), gitignore);
  for (const file of ["README.md", "package.json", "Pulumi.yaml"]) {
    const text = readFileSync(join(folder, file), "utf8")
      .replaceAll(/\$\{PROJECT\}/g, name)
      .replaceAll(/\$\{DESCRIPTION\}/g, described)
      .replace(file === "Pulumi.yaml" ? /^name: .*$/m : /^(?!)/, `name: ${name}`);
    writeFileSync(join(folder, file), file === "Pulumi.yaml" ? withoutQuestions(text) : text);
  }
  const manifest = join(folder, "package.json");
  const content = JSON.parse(readFileSync(manifest, "utf8"));
  content.name = name;
  content.dependencies["pulumi-mlflow-agents"] = dependency;
  writeFileSync(manifest, `${JSON.stringify(content, undefined, 2)}\n`);
}

/** Pulumi.yaml without what only `pulumi new` reads, the last of its sections. */
function withoutQuestions(text: string): string {
  const at = text.indexOf("\ntemplate:");
  return at === -1 ? text : text.slice(0, at + 1);
}

/** The folder of this package: of the clone, or of the installed package. */
export function packageRoot(): string {
  // dist/cli/new, and cli/new where the sources run.
  const up = join(__dirname, "..", "..");
  return up.endsWith("dist") ? dirname(up) : up;
}
