import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { AgentsError, isAgentsError, type Problem } from "../../errors.js";
import { compareText, quoteForMessage } from "../text.js";
import { type Boundary, errorCode } from "./boundary.js";
import { defaultIgnore, IgnoreRules } from "./ignore.js";
import { notAFile } from "./openSafely.js";
import { NotText, readSmall } from "./readSmall.js";

/** A file found below a declared path. */
export interface FoundFile {
  /** Path inside the model directory, with `/`. */
  path: string;
  /** Where it lies, links not followed. */
  absolute: string;
}

/** What a walk led to. */
export interface WalkResult {
  files: FoundFile[];
  problems: Problem[];
}

/** Where a walk starts and what it skips. */
export interface WalkRequest {
  /** Absolute path of the declared file or folder. */
  absolute: string;
  /** Path inside the model directory where it goes. */
  target: string;
  /** The argument that declares it, for messages. */
  argument: string;
  /** Rules in `.gitignore` syntax added to the defaults. */
  ignore: readonly string[];
}

// A tree deeper or larger than this is a mistake, such as a declared root of the disk.
const maximumDepth = 64;
const maximumFiles = 100_000;

/**
 * All files below a declared path that go into the package, in an order that is the same everywhere.
 *
 * @param request where to start and what to skip
 * @param boundary what may be read
 */
export async function walk(request: WalkRequest, boundary: Boundary): Promise<WalkResult> {
  const walker = new Walker(request, boundary);
  await walker.start();
  walker.files.sort((a, b) => compareText(a.path, b.path));
  return { files: walker.files, problems: walker.problems };
}

class Walker {
  readonly files: FoundFile[] = [];
  readonly problems: Problem[] = [];
  private rules: IgnoreRules;
  private full = false;

  constructor(
    private readonly request: WalkRequest,
    private readonly boundary: Boundary,
  ) {
    this.rules = new IgnoreRules([...defaultIgnore, ...request.ignore]);
  }

  async start(): Promise<void> {
    const { absolute, target } = this.request;
    await this.guard(absolute, async () => {
      const real = await this.boundary.check(absolute);
      const stats = await stat(real);
      if (stats.isFile()) this.files.push({ path: target, absolute });
      else if (!stats.isDirectory()) throw notAFile(this.boundary.name(absolute));
      else {
        this.rules = new IgnoreRules([...defaultIgnore, ...(await this.ignoreFile()), ...this.request.ignore]);
        await this.folder(absolute, real, "", [real]);
      }
    });
  }

  private async ignoreFile(): Promise<string[]> {
    try {
      const { text } = await readSmall(path.join(this.request.absolute, ".mlflowignore"), this.boundary);
      return text.split("\n");
    } catch (error) {
      if (isAgentsError(error) && error.code === "fileNotFound") return [];
      throw error;
    }
  }

  private async folder(absolute: string, real: string, below: string, chain: string[]): Promise<void> {
    const entries = await readdir(real, { withFileTypes: true });
    // A virtual environment is recognised by its marker, whatever it is called.
    if (below !== "" && entries.some((entry) => entry.name === "pyvenv.cfg")) return;
    for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
      if (this.full) return;
      const child = path.join(absolute, entry.name);
      const childBelow = below === "" ? entry.name : `${below}/${entry.name}`;
      await this.guard(child, () => this.entry(entry, child, childBelow, chain));
    }
  }

  private async entry(entry: Dirent, absolute: string, below: string, chain: string[]): Promise<void> {
    if (!entry.isSymbolicLink() && this.rules.ignores(below, entry.isDirectory())) return;
    // A link is judged by what it is called before anything looks at where it leads.
    if (entry.isSymbolicLink() && (this.rules.ignores(below, false) || this.rules.ignores(below, true))) return;
    const real = await this.boundary.check(absolute);
    const stats = await stat(real);
    if (stats.isDirectory()) {
      if (chain.includes(real) || chain.length > maximumDepth) throw loop(this.boundary.name(absolute));
      await this.folder(absolute, real, below, [...chain, real]);
    } else if (stats.isFile()) {
      if (this.files.length >= maximumFiles) {
        this.full = true;
        throw tooMany(this.boundary.name(this.request.absolute));
      }
      this.files.push({ path: `${this.request.target}/${below}`, absolute });
    } else throw notAFile(this.boundary.name(absolute));
  }

  private async guard(absolute: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.problems.push(toProblem(error, this.request.argument, this.boundary.name(absolute)));
    }
  }
}

/**
 * A thrown error as a problem of an argument.
 *
 * @param error what was thrown
 * @param argument the argument at fault
 * @param name the user's name of the file that was being read
 */
export function toProblem(error: unknown, argument: string, name: string): Problem {
  if (isAgentsError(error)) return { code: error.code, path: argument, message: error.message };
  const shown = quoteForMessage(name);
  if (error instanceof NotText) {
    return { code: "fileRefused", path: argument, message: `${shown} is not a text file: ${error.reason}.` };
  }
  const code = errorCode(error);
  if (code === "unknown") throw error;
  return { code: "fileRefused", path: argument, message: `${shown} cannot be read (${code}). Check its permissions.` };
}

function loop(name: string): AgentsError {
  return new AgentsError(
    "fileRefused",
    `${quoteForMessage(name)} leads back to a folder that contains it. Remove the link, or leave it out with an ignore rule.`,
  );
}

function tooMany(name: string): AgentsError {
  return new AgentsError(
    "fileRefused",
    `${quoteForMessage(name)} holds more than ${maximumFiles} files. Declare a smaller folder, or leave files out with ignore rules.`,
  );
}
