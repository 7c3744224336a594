import { readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import type { FoundModule, Outside } from "../../python/source/localModules.js";
import type { WrittenFile } from "../../python/source/notebook.js";
import type { PythonModule } from "../../python/source/scope.js";
import { coverageOf } from "../imports/coverage.js";
import { providersOf } from "../imports/distributions.js";
import { inStandardLibrary } from "../imports/standardLibrary.js";
import { type Boundary, isInside } from "../walk/boundary.js";
import { readTextIfAny } from "../walk/readSmall.js";
import { codeFolders, topFolder } from "./folders.js";
import { searchPaths } from "./searchPaths.js";

/** What local code is looked for with. */
export interface LocalCodeRequest {
  /** Absolute path of the agent's file. */
  agent: string;
  boundary: Boundary;
  /** Absolute folder that paths are meant from. */
  base: string;
  /** Lines of the requirements, and the folder that paths in them are meant from. */
  requirements: readonly string[];
  requirementsFolder: string;
  /** Files that the agent's notebook writes. */
  written: readonly WrittenFile[];
}

/** Finds the code of a repository that an agent imports and that is not in its package. */
export class LocalCode implements Outside {
  /** The agent's module, as its repository names it: `desk.agent`. */
  readonly agentName: string;
  /** Where Python looks because of what the files themselves say. */
  private readonly near: string[];
  private readonly far: () => readonly string[];
  private readonly top: string;
  /** What may be read lies below these. */
  private readonly roots: readonly string[];
  private readonly elsewhere = new Map<string, boolean>();
  private readonly entries = new Map<string, ReadonlySet<string>>();
  private readonly request: LocalCodeRequest;

  constructor(request: LocalCodeRequest) {
    this.request = request;
    const folder = path.dirname(request.agent);
    this.top = topFolder(folder, request.base);
    this.near = [folder];
    let far: readonly string[] | undefined;
    this.far = () => {
      far ??= codeFolders(folder, this.top, editableFolders(request));
      return far;
    };
    this.agentName = this.dottedName(request.agent);
    this.roots = [this.top, ...nearlyAbove(folder)];
  }

  /** Takes in what a file that is read puts on Python's search path. */
  follow(module: PythonModule, name: string): void {
    const { base, agent } = this.request;
    for (const { path: written, fromFile } of searchPaths(module, name)) {
      // What is meant from the working directory begins where the agent is developed.
      const starts = fromFile || path.isAbsolute(written) ? [base] : [base, path.dirname(agent)];
      const folders = starts.map((start) => path.resolve(start, written));
      this.near.push(...folders.filter((one) => this.roots.some((root) => isInside(one, root))));
    }
  }

  /**
   * The file of a module.
   *
   * @param name its dotted name
   */
  find(name: string): FoundModule | undefined {
    const parts = name.split(".");
    const [top = ""] = parts;
    if (!parts.every((part) => /^\w+$/.test(part))) return undefined;
    const cell = this.request.written.find((one) => moduleOf(one.path) === name);
    if (cell !== undefined) return this.ofCell(cell);
    // A library of that name has not the very module that lies here.
    const isOther = this.comesFromElsewhere(top) && (parts.length === 1 || inStandardLibrary(top, "3.11.0") !== "no");
    const folders = isOther ? this.near : [...this.near, ...this.far()];
    for (const folder of folders) {
      const names = this.namesIn(folder);
      const lies = names.has(top) ? top : names.has(`${top}.py`) ? `${top}.py` : undefined;
      const file = lies === undefined ? undefined : this.fileOf(folder, parts);
      if (lies !== undefined && file !== undefined) return this.found(file, path.join(folder, lies));
    }
    return undefined;
  }

  run(written: string, name: string): FoundModule | undefined {
    const file = path.resolve(this.request.base, path.dirname(name), written);
    const candidates = path.extname(file) === "" ? [`${file}.py`, `${file}.ipynb`] : [file];
    const lies = candidates.find((one) => this.namesIn(path.dirname(one)).has(path.basename(one)));
    return lies === undefined ? undefined : this.found(lies, lies);
  }

  private ofCell({ path: written, text, origin }: WrittenFile): FoundModule {
    const name = this.request.boundary.name(this.request.agent);
    const place = { path: `code/${written}`, name, lies: name, absolute: this.request.agent };
    return { ...place, origin, isWritten: true, read: async () => text };
  }

  private found(file: string, lies: string): FoundModule | undefined {
    const { boundary } = this.request;
    try {
      // A link may not lead out of what belongs together.
      const real = realpathSync(file);
      if (!this.roots.some((root) => isInside(real, realpathSync(root)))) return undefined;
    } catch {
      return undefined;
    }
    const inside = path.relative(path.dirname(lies), file).split(path.sep).join("/");
    return {
      path: `code/${inside}`,
      name: boundary.name(file),
      lies: boundary.name(lies),
      absolute: lies,
      read: () => readTextIfAny(file, boundary),
    };
  }

  private fileOf(folder: string, parts: readonly string[]): string | undefined {
    const whole = path.join(folder, ...parts);
    if (this.namesIn(path.dirname(whole)).has(`${path.basename(whole)}.py`)) return `${whole}.py`;
    return this.namesIn(whole).has("__init__.py") ? path.join(whole, "__init__.py") : undefined;
  }

  /** Whether Python or a package that is required is meant, and not a folder that happens to have its name. */
  private comesFromElsewhere(top: string): boolean {
    const known = this.elsewhere.get(top) ?? this.isLibrary(top);
    this.elsewhere.set(top, known);
    return known;
  }

  private isLibrary(top: string): boolean {
    if (inStandardLibrary(top, "3.11.0") !== "no") return true;
    const { packages, known } = providersOf(top);
    const coverage = coverageOf(this.request.requirements);
    return known && packages.some((name) => coverage.brings(name));
  }

  private namesIn(folder: string): ReadonlySet<string> {
    const known = this.entries.get(folder);
    if (known !== undefined) return known;
    let names: ReadonlySet<string>;
    try {
      names = new Set(readdirSync(folder));
    } catch {
      names = new Set();
    }
    this.entries.set(folder, names);
    return names;
  }

  /** A file's dotted name, from the first folder above it that is no package; always one folder at least. */
  private dottedName(file: string): string {
    const parts = [path.basename(file, path.extname(file))];
    for (let folder = path.dirname(file); folder !== this.top; folder = path.dirname(folder)) {
      if (folder === path.dirname(folder)) break;
      const isPackage = this.namesIn(folder).has("__init__.py");
      if (!isPackage && parts.length > 1) break;
      parts.unshift(path.basename(folder));
      if (!isPackage) break;
    }
    return parts.join(".");
  }
}

/**
 * Where the code itself may say that more of it lies, though the command is run in the agent's own folder: two folders up
 * (`../src`, `../../lib`), and never a home or the whole disk.
 */
function nearlyAbove(folder: string): string[] {
  const [up, above] = [path.dirname(folder), path.dirname(path.dirname(folder))];
  return [above, up].filter((one) => path.relative(path.parse(one).root, one).split(path.sep).length > 2).slice(0, 1);
}

function moduleOf(written: string): string {
  return written.replace(/(?:\/__init__)?\.py$/, "").replaceAll("/", ".");
}

/** Folders that requirements name: `-e ../shared`, `./shared`, `shared @ file:../shared`. */
function editableFolders({ requirements, requirementsFolder, base }: LocalCodeRequest): string[] {
  return requirements.flatMap((line) => {
    const written =
      /^(?:-e|--editable)[ =]+(?:file:)?([^\s#[]+)/.exec(line)?.[1] ?? /^(\.{1,2}(?:\/[^\s#[;]*)?)/.exec(line)?.[1];
    if (written === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return [];
    return [path.resolve(requirementsFolder, written), path.resolve(base, written)];
  });
}
