import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { AgentSource } from "../../provider/modelPackage/index.js";
import { projectDependencies } from "../../provider/modelPackage/localCode/dependencies.js";
import { gives, isTexts } from "./literals.js";
import type { Options } from "./options.js";
import type { Declared } from "./program.js";
import type { Target } from "./targets.js";

/** Each may be a file or a list; the first replaces MLflow's own, the second adds to it. */
const argumentsOfThem = ["requirements", "extraRequirements"] as const;

/** The requirements that an agent is logged with. */
export interface Requirements {
  given: Pick<AgentSource, (typeof argumentsOfThem)[number]>;
  /** Their file; empty where the program holds them itself. */
  from: string;
}

/**
 * The requirements of an agent: what the command line says, else its program, else what lies beside it.
 *
 * @param base the current folder
 * @returns undefined where they are not known
 */
export function requirementsOf(target: Target, options: Options, base: string): Requirements | undefined {
  if (options.requirements !== undefined) {
    const file = path.resolve(base, options.requirements);
    return { given: { requirements: file }, from: file };
  }
  const { declared } = target;
  if (declared !== undefined) return ofProgram(declared);
  for (let folder = path.dirname(target.code); ; folder = path.dirname(folder)) {
    const found = ofFolder(folder);
    if (found !== undefined) return found;
    const inside = folder.startsWith(base + path.sep);
    if (!inside || existsSync(path.join(folder, ".git")) || existsSync(path.join(folder, "Pulumi.yaml")))
      return undefined;
  }
}

/** A requirements file, else what the project of the folder depends on. */
function ofFolder(folder: string): Requirements | undefined {
  const file = path.join(folder, "requirements.txt");
  if (isPlainFile(file) && !holdsToolsOnly(file)) return { given: { requirements: file }, from: file };
  const project = projectDependencies(folder);
  if (project === undefined) return undefined;
  const files = project.files.map((one) => `-r ${path.resolve(folder, one)}`);
  return { given: { requirements: [...files, ...project.lines] }, from: path.join(folder, "pyproject.toml") };
}

/** Whether a file is there that can be read to its end. */
function isPlainFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** What makes an environment and is no part of it: a file with nothing else is no list of what the agent needs. */
const tools = new Set(["uv", "pip", "pip-tools", "pipenv", "pdm", "poetry", "hatch", "setuptools", "wheel"]);

function holdsToolsOnly(file: string): boolean {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const named = lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "");
    return named.every((line) => tools.has(/^[A-Za-z0-9._-]+/.exec(line)?.[0].toLowerCase() ?? ""));
  } catch {
    return false;
  }
}

/** A program that gives neither leaves MLflow alone in the environment. */
function ofProgram(declared: Declared): Requirements | undefined {
  const found: Requirements = { given: {}, from: "" };
  for (const argument of argumentsOfThem) {
    const value = declared.literals[argument];
    if (typeof value === "string") {
      found.from = path.resolve(declared.folder, value);
      found.given[argument] = found.from;
    } else if (isTexts(value)) found.given[argument] = value;
    else if (gives(declared, argument)) return undefined;
  }
  return found;
}
