import { readFileSync } from "node:fs";
import path from "node:path";
import { type ProgramFiles, programsIn, runFiles } from "./programFiles.js";
import { type Literal, Reader } from "./reader.js";

/** An agent that a Pulumi program declares. */
export interface Declared {
  /** Folder of the program, from which its paths are meant. */
  folder: string;
  /** The program's file, from that folder. */
  file: string;
  /** Arguments that are given, written out or not. */
  names: Set<string>;
  /** Arguments that are written out. */
  literals: { [name: string]: Literal | undefined };
  /** Source of each argument, and of the `access` of an AgentDeployment. */
  sources: { [name: string]: string };
  /** The program's whole text. */
  text: string;
}

/** The arguments of one agent in a program. */
export interface Arguments {
  literals: { [name: string]: Literal | undefined };
  /** Source of each. */
  sources: { [name: string]: string };
}

/**
 * The LoggedAgents, and the agents of AgentDeployments, that the Pulumi program of a folder declares, as far as their arguments
 * are written out there. The program is read, not run: its entry and what that imports, and where neither declares an agent,
 * which a way of importing that is not known here may cause, all files of the folder.
 */
export function declaredAgents(folder: string): Declared[] {
  const run = runFiles(folder);
  const found = run === undefined ? [] : declaredIn(run);
  return found.length > 0 ? found : declaredIn(programsIn(folder));
}

function declaredIn({ folder, files }: ProgramFiles): Declared[] {
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (!/\b(?:LoggedAgent|AgentDeployment)\b/.test(text)) return [];
    return argumentsIn(text).map(({ literals, sources }) => ({
      folder,
      file: path.relative(folder, file),
      names: new Set(Object.keys(literals)),
      literals,
      sources,
      text,
    }));
  });
}

/** The arguments in each `new LoggedAgent(name, {…})` and `new AgentDeployment(name, { agent: {…} })`. */
export function argumentsIn(text: string): Arguments[] {
  const found: Arguments[] = [];
  const reader = new Reader(text);
  for (const { kind, behind } of reader.constructions(/new\s+(?:[\w$]+\s*\.\s*)?(LoggedAgent|AgentDeployment)\s*\(/y)) {
    reader.at = behind;
    reader.skipExpression();
    if (!reader.take(",")) continue;
    const start = reader.at;
    const whole = reader.value();
    const own = sourcesIn(text.slice(start, reader.at));
    if (kind === "LoggedAgent") {
      if (isObject(whole)) found.push({ literals: whole, sources: own });
    } else if (isObject(whole) && isObject(whole.agent)) {
      // A component declares an empty policy where none is given.
      const sources = { ...sourcesIn(own.agent ?? ""), authPolicy: own.access ?? "{}" };
      found.push({ literals: { ...whole.agent, authPolicy: whole.access }, sources });
    }
  }
  return found;
}

/** The source of each entry of an object that is written out. */
export function sourcesIn(source: string): { [name: string]: string } {
  const reader = new Reader(source);
  reader.value();
  return Object.fromEntries(reader.entries);
}

function isObject(value: Literal | undefined): value is { [name: string]: Literal | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
