import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Reader } from "./reader.js";

/** The sources of a Pulumi program. */
export interface ProgramFiles {
  /** Where it runs: from there its paths are meant. */
  folder: string;
  /** Absolute, the entry first. */
  files: string[];
}

const programFile = /^(?!.*\.d\.ts$).*\.(?:ts|mts|cts|js|mjs|cjs)$/;
/** What an import may leave out, or name as what TypeScript makes of it. */
const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
const made = /\.([mc]?)js$/;

/**
 * The files of the program that Pulumi runs in a folder: the entry that Pulumi.yaml, else package.json names, and what it
 * imports of its own.
 *
 * @returns undefined where there is no entry
 */
export function runFiles(folder: string): ProgramFiles | undefined {
  const entry = entryOf(folder);
  if (entry === undefined) return undefined;
  const files = [entry.file];
  // The list grows while it is gone through.
  for (const file of files) {
    for (const imported of importsOf(file)) if (!files.includes(imported)) files.push(imported);
  }
  return { folder: entry.folder, files };
}

/** All files of a folder that a program may be written in. */
export function programsIn(folder: string): ProgramFiles {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && programFile.test(entry.name));
  return { folder, files: files.map(({ name }) => path.join(folder, name)) };
}

function entryOf(folder: string): { folder: string; file: string } | undefined {
  const project = textOf(path.join(folder, "Pulumi.yaml"));
  const main = /^main:[ \t]*["']?([^"'#\s]+)/m.exec(project ?? "")?.[1];
  const target = path.resolve(folder, main ?? ".");
  const file = sourceOf(target);
  // Pulumi runs a program in the folder that `main` names, or in which the file lies that it names.
  if (file !== undefined) return { folder: path.dirname(file), file };
  const named = mainOf(path.join(target, "package.json"));
  // Without a project there is a program only where package.json says so.
  if (named === undefined && project === undefined) return undefined;
  const found = sourceOf(path.resolve(target, named ?? "index")) ?? sourceOf(path.join(target, "index"));
  return found === undefined ? undefined : { folder: target, file: found };
}

function mainOf(file: string): string | undefined {
  try {
    const { main } = JSON.parse(readFileSync(file, "utf8"));
    return typeof main === "string" ? main : undefined;
  } catch {
    return undefined;
  }
}

/** The file that a path means, with or without its ending. */
function sourceOf(target: string): string | undefined {
  const names = [...endings.map((ending) => `${target}${ending}`), target.replace(made, ".$1ts")];
  return names.find((name) => programFile.test(name) && existsSync(name) && statSync(name).isFile());
}

function importsOf(file: string): string[] {
  const text = textOf(file) ?? "";
  const found = new Reader(text).constructions(/(?:from|import|require)\s*\(?\s*["'](\.[^"'\n]*)["']/y);
  return [...found].flatMap(({ kind }) => sourceOf(path.resolve(path.dirname(file), kind)) ?? []);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
