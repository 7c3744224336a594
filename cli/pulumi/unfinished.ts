import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownBackend, projectFolder } from "./project.js";

/**
 * Removes what a killed run left half written beside the state that a project keeps itself. Pulumi's file backend writes
 * attributes of each file into a second one (`….attrs`, JSON): an empty one keeps the CLI from the state ("failed to load
 * checkpoint: EOF"), none at all does not. The state itself is never touched.
 *
 * @param folder of the project, or one in it
 */
export function dropUnfinished(folder: string): void {
  const project = projectFolder(folder);
  if (project === undefined) return;
  const stacks = join(ownBackend(project).folder, ".pulumi", "stacks");
  for (const path of attributeFiles(stacks)) if (!isJson(path)) rmSync(path, { force: true });
}

function attributeFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return entries.filter((name) => name.endsWith(".attrs")).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return true;
  } catch {
    return false;
  }
}
