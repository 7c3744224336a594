import { existsSync } from "node:fs";
import path from "node:path";
import { isInside } from "../walk/boundary.js";
import { projectIn } from "./project.js";

/**
 * The folder that holds all that belongs together: the repository of the agent, else what holds the agent and the folder
 * that paths are meant from. Nothing above it is looked at.
 *
 * @param folder absolute folder of the agent's file
 * @param base absolute folder that paths are meant from
 */
export function topFolder(folder: string, base: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (at === path.dirname(at)) break;
  }
  let common = folder;
  while (!isInside(base, common)) common = path.dirname(common);
  // The whole disk, or all homes, hold no code that belongs together.
  return path.dirname(path.dirname(common)) === path.dirname(common) ? folder : common;
}

/**
 * Where the local code of an agent may lie, in the order in which it is looked for: where the settings of its project and of
 * those around it say, in the folders above it and in their `src`.
 *
 * @param folder absolute folder of the agent's file
 * @param top from `topFolder`
 * @param editable absolute folders of projects that the requirements name by their paths
 */
export function codeFolders(folder: string, top: string, editable: readonly string[]): string[] {
  const above = foldersUpTo(folder, top);
  const told: string[] = [];
  const projects = [...above, ...editable];
  const ofOthers = new Set(editable);
  // The list grows while it is gone through.
  for (const project of projects) {
    const { roots, others } = projectIn(project);
    told.push(...roots);
    if (ofOthers.has(project)) told.push(path.join(project, "src"), project);
    for (const other of others) {
      if (projects.length > maximumProjects || !isInside(other, top)) continue;
      ofOthers.add(other);
      if (!projects.includes(other)) projects.push(other);
    }
  }
  const likely = above.flatMap((one) => [one, path.join(one, "src")]);
  return [...new Set([...told, ...likely])].filter((one) => isInside(one, top));
}

// Enough for any workspace.
const maximumProjects = 100;

function foldersUpTo(folder: string, top: string): string[] {
  const found = [folder];
  for (let at = folder; at !== top && at !== path.dirname(at); ) {
    at = path.dirname(at);
    found.push(at);
  }
  return found;
}
