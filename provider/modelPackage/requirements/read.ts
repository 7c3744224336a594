import path from "node:path";
import { AgentsError, type Problem } from "../../errors.js";
import { quoteForMessage } from "../text.js";
import { type Boundary, isInside } from "../walk/boundary.js";
import { readSmall, type SmallFile } from "../walk/readSmall.js";
import { toProblem } from "../walk/walk.js";

/** Requirements read from an argument. */
export interface ReadRequirements {
  requirements: string[];
  constraints: string[];
  /** Files that were read: absolute path to content. */
  files: Map<string, SmallFile>;
  problems: Problem[];
}

/** Where requirement lines come from. */
export interface RequirementsRequest {
  /** Lines, or the path of a file. */
  value: readonly string[] | string;
  /** The argument's name. */
  argument: string;
  /** Whether they are constraints. */
  constraints: boolean;
  /** Absolute folder that lines given directly resolve `-r` and `-c` against. */
  base: string;
}

/**
 * Reads requirement lines as MLflow does: comments and blank lines dropped, lines ending in a backslash joined, `-r`
 * files put in their place and `-c` files taken as constraints, each relative to the file that names it.
 *
 * @param request where the lines come from
 * @param boundary what may be read
 */
export async function readRequirements(request: RequirementsRequest, boundary: Boundary): Promise<ReadRequirements> {
  const reader = new Reader(request.argument, boundary);
  if (typeof request.value === "string") {
    const absolute = boundary.resolve(request.value);
    reader.folders.push(path.dirname(absolute), request.base);
    await reader.file(absolute, request.constraints, []);
  } else {
    reader.folders.push(request.base);
    await reader.lines(request.value, request.base, request.constraints, []);
  }
  return reader.result;
}

class Reader {
  readonly result: ReadRequirements = { requirements: [], constraints: [], files: new Map(), problems: [] };
  /** Folders that `-r` and `-c` may reach into. */
  readonly folders: string[] = [];

  constructor(
    private readonly argument: string,
    private readonly boundary: Boundary,
  ) {}

  async file(absolute: string, constraints: boolean, chain: string[]): Promise<void> {
    const name = this.boundary.name(absolute);
    try {
      if (chain.includes(absolute)) {
        throw new AgentsError("fileRefused", `${quoteForMessage(name)} includes itself. Remove the line with -r.`);
      }
      if (!this.folders.some((folder) => isInside(absolute, folder))) {
        const folder = quoteForMessage(this.boundary.name(this.folders[0] ?? absolute));
        throw new AgentsError("fileRefused", `${quoteForMessage(name)} lies outside of ${folder}, so it is not read.`);
      }
      const file = await readSmall(absolute, this.boundary);
      this.result.files.set(absolute, file);
      await this.lines(file.text.split(/\r\n|\r|\n/), path.dirname(absolute), constraints, [...chain, absolute]);
    } catch (error) {
      this.result.problems.push(toProblem(error, this.argument, name));
    }
  }

  async lines(lines: readonly string[], folder: string, constraints: boolean, chain: string[]): Promise<void> {
    for (const line of joinContinued(lines.map((text) => stripComment(text.trim())))) {
      if (line === "" || line.startsWith("#")) continue;
      const include = /^(-r|--requirement|-c|--constraint)(?:\s+|=)(.*)$/.exec(line);
      if (include === null) (constraints ? this.result.constraints : this.result.requirements).push(line);
      else await this.include(include[1] ?? "", (include[2] ?? "").trim(), folder, chain);
    }
  }

  private async include(option: string, target: string, folder: string, chain: string[]): Promise<void> {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
      this.result.problems.push({
        code: "invalidArgument",
        path: this.argument,
        message: `${option} of an address is not supported: save the file beside the agent and name it there.`,
      });
      return;
    }
    await this.file(path.resolve(folder, target), option.startsWith("-c") || option === "--constraint", chain);
  }
}

function stripComment(line: string): string {
  const at = line.indexOf(" #");
  return at < 0 ? line : line.slice(0, at).trimEnd();
}

function joinContinued(lines: string[]): string[] {
  const joined: string[] = [];
  let pending = "";
  for (const line of lines) {
    if (line.endsWith("\\")) pending += line.slice(0, -1);
    else {
      joined.push(pending + line);
      pending = "";
    }
  }
  if (pending !== "") joined.push(pending);
  return joined;
}
