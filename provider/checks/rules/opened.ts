import path from "node:path";
import { rootedPath } from "../../python/library/paths.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import { catches, whenOf } from "../../python/source/when.js";
import { knownText } from "../../python/values/make.js";
import type { Alternative } from "../../python/values/types.js";
import type { Check, CheckedFile } from "../types.js";
import { writtenDeeds } from "./deeds.js";

/** A file or folder that the agent's code opens for reading, by a path that is always the same. */
export interface Opened {
  file: CheckedFile;
  node: SyntaxNode;
  /** As the code names it, seen from where it begins. */
  written: string;
  /** `working`: from the working directory. `file`: from the place of the file that says `__file__`. */
  anchor: "working" | "file";
  /** Path inside the model directory; for `working`, seen from the agent's folder. Leaves it when it begins with `..`. */
  place: string;
}

/** What the agent's files open to read, without what they write themselves and without what they look for first. */
export function openedFiles(check: Check): Opened[] {
  const found: Opened[] = [];
  const written = new Set<string>();
  for (const { deed, file, node } of writtenDeeds(check, check.run.observer.files)) {
    for (const one of deed.paths) {
      const at = placeOf(check, one);
      if (at === undefined) continue;
      if (deed.writes) written.add(`${at.anchor} ${at.place}`);
      else if (!isExpectedToFail(file, node)) found.push({ file, node, ...at });
    }
  }
  return found.filter(({ anchor, place }) => !written.has(`${anchor} ${place}`));
}

/** Where a path leads that is the same in every run, seen from the model's folder; undefined for any other. */
function placeOf(check: Check, one: Alternative): Pick<Opened, "written" | "anchor" | "place"> | undefined {
  const known = one.kind === "text" && one.soft === undefined ? knownText(one) : undefined;
  if (known === undefined) return undefined;
  const rooted = rootedPath(known);
  if (rooted !== undefined && rooted.file !== "") {
    const base = check.files.find(({ name }) => name === rooted.file)?.path;
    const relative = path.posix.normalize(rooted.relative);
    if (base === undefined || path.posix.isAbsolute(relative)) return undefined;
    return { written: relative, anchor: "file", place: path.posix.join(path.posix.dirname(base), relative) };
  }
  const written = rooted?.relative ?? known;
  // An address or a Windows path is nobody's relative file.
  if (written === "" || /^[a-zA-Z][\w+.-]*:/.test(written) || /^[~/]/.test(written) || written.includes("\\"))
    return undefined;
  const relative = path.posix.normalize(written);
  return { written: relative, anchor: "working", place: relative };
}

const failures = ["FileNotFoundError", "OSError", "IOError", "EnvironmentError"];

function isExpectedToFail(file: CheckedFile, node: SyntaxNode): boolean {
  const when = whenOf(file.module, node);
  if (when.runs === "never" || catches(when, failures)) return true;
  return when.conditions.some((text) => /exist|is_file|isfile|is_dir|isdir|local|dev/i.test(text));
}
