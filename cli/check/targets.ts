import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../usage.js";
import { type Declared, declaredAgents } from "./program.js";

/** An agent to check. */
export interface Target {
  /** Absolute path of its file. */
  code: string;
  /** What a Pulumi program says of it, where one does. */
  declared: Declared | undefined;
  /** Found in a folder because its text names `set_model` or MLflow's agent server: whether it is an agent, reading it tells. */
  maybe: boolean;
}

// Nothing that anybody wrote lies in these.
const skipped = new Set([
  "node_modules",
  "__pycache__",
  "venv",
  "env",
  "site-packages",
  "dist",
  "build",
  "mlruns",
  "mlartifacts",
]);

/** Files beside which a Pulumi program in TypeScript lies. */
const programSigns = ["Pulumi.yaml", "package.json"];

// A folder tree deeper or larger than this is no folder of agents.
const maximumDepth = 30;

/**
 * The agents that the paths of the command line mean.
 *
 * @param paths files and folders, from `base`
 * @param base absolute folder
 * @throws UsageError for a path that is not there
 */
export function findTargets(paths: readonly string[], base: string): Target[] {
  const targets: Target[] = [];
  for (const given of paths) {
    const absolute = path.resolve(base, given);
    const found = isFolder(absolute, given) ? inFolder(absolute) : ofFile(absolute, base);
    targets.push(...found);
  }
  const seen = new Set<string>();
  return targets.filter(({ code, declared }) => {
    const key = JSON.stringify([code, declared?.folder, declared?.literals]);
    return !seen.has(key) && seen.add(key);
  });
}

function isFolder(absolute: string, given: string): boolean {
  try {
    return statSync(absolute).isDirectory();
  } catch {
    throw new UsageError(`${given} does not exist, or cannot be read.`);
  }
}

/** One file: a program in its folder, or in a folder above it up to `base`, may say what belongs to it. */
function ofFile(code: string, base: string): Target[] {
  for (let folder = path.dirname(code); ; folder = path.dirname(folder)) {
    if (programSigns.some((name) => existsSync(path.join(folder, name)))) {
      const own = ofProgram(folder).filter((target) => target.code === code);
      return own.length > 0 ? own : [{ code, declared: undefined, maybe: false }];
    }
    if (folder === base || folder === path.dirname(folder) || !folder.startsWith(base))
      return [{ code, declared: undefined, maybe: false }];
  }
}

function inFolder(folder: string): Target[] {
  const files: string[] = [];
  const programs: string[] = [];
  look(folder, 0, files, programs);
  const declared = programs.flatMap(ofProgram);
  const told = new Set(declared.map(({ code }) => code));
  return [
    ...declared,
    ...files.filter((code) => !told.has(code)).map((code) => ({ code, declared: undefined, maybe: true })),
  ];
}

function look(folder: string, depth: number, files: string[], programs: string[]): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const absolute = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isOther =
        skipped.has(entry.name) || entry.name.startsWith(".") || existsSync(path.join(absolute, "pyvenv.cfg"));
      if (!isOther && depth < maximumDepth) look(absolute, depth + 1, files, programs);
    } else if (programSigns.includes(entry.name)) {
      if (programs.at(-1) !== folder) programs.push(folder);
    }
    if (entry.isFile() && /\.(?:py|ipynb)$/.test(entry.name) && mayBeAgent(absolute)) files.push(absolute);
  }
}

function mayBeAgent(file: string): boolean {
  return /\bset_model\b|\bagent_server\b/.test(readFileSync(file, "utf8"));
}

function ofProgram(folder: string): Target[] {
  return declaredAgents(folder).flatMap((declared) => {
    const { code } = declared.literals;
    if (typeof code !== "string") return [];
    // `main` of Pulumi.yaml may name a folder below, which is where the program runs.
    const absolute = path.resolve(declared.folder, code);
    return existsSync(absolute) ? [{ code: absolute, declared, maybe: false }] : [];
  });
}

/** The current folder as the files in it are named. */
export function workingFolder(): string {
  return realpathSync(process.cwd());
}
