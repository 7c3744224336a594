import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a project ignores. npm never packs a file of this name: it is written from here. */
export const gitignore = "node_modules/\n__pycache__/\n.mlflow-agents/\n";

/** Values of the stack's configuration, those that `pulumi new` would ask for. */
export const configuration = {
  "mlflow-agents:host": "local",
  catalog: "main",
  llm: "databricks-claude-sonnet-4",
} as const;

const described = "An AI agent with what it may touch, its model and its endpoint";

/**
 * Writes the files of a project.
 *
 * @param root folder of this package
 * @param folder where to, empty
 * @param name of the project
 * @param dependency how its package.json asks for this package
 */
export function writeTemplate(root: string, folder: string, name: string, dependency: string): void {
  const template = join(root, "templates", "agent");
  cpSync(template, folder, { recursive: true });
  writeFileSync(join(folder, ".gitignore"), gitignore);
  for (const file of ["README.md", "package.json", "Pulumi.yaml"]) {
    const text = readFileSync(join(folder, file), "utf8")
      .replaceAll(/\$\{PROJECT\}/g, name)
      .replaceAll(/\$\{DESCRIPTION\}/g, described);
    writeFileSync(join(folder, file), file === "Pulumi.yaml" ? withoutQuestions(text) : text);
  }
  const manifest = join(folder, "package.json");
  const content = JSON.parse(readFileSync(manifest, "utf8"));
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
