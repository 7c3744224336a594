import { Engine } from "../../python/engine/engine.js";
import { Frame } from "../../python/engine/frame.js";
import { type Observer, silent } from "../../python/engine/observer.js";
import { filePath, rootedPath, shownPath } from "../../python/library/paths.js";
import type { LibraryCall } from "../../python/library/types.js";
import type { PythonModule } from "../../python/source/scope.js";
import { statementsOf } from "../../python/syntax/statements.js";
import { knownText } from "../../python/values/make.js";
import type { Value } from "../../python/values/types.js";

/** A folder that a file puts on Python's search path. */
export interface SearchPath {
  path: string;
  /** Whether it is counted from where the names of files are; else from the working directory. */
  fromFile: boolean;
}

/**
 * The folders that a file puts on Python's search path: `sys.path.insert(0, …)`, `append`, `extend`, `sys.path += […]`,
 * `site.addsitedir(…)`, however the path is put together.
 *
 * @param module the file
 * @param name its name, from which `__file__` is told
 */
export function searchPaths(module: PythonModule, name: string): SearchPath[] {
  const { text, tree, fault } = module.parsed;
  if (fault !== undefined || !/\bsys\b[^\n]*\bpath\b|\bpath\b[^\n]*\bsys\b|\baddsitedir\b/.test(text)) return [];
  const found = new Map<string, SearchPath>();
  const engine = new Engine(
    { environment: {}, reader: nothing },
    observer((value) => note(found, value)),
  );
  const frame = new Frame(undefined, "file", 0);
  frame.set("__file__", [filePath(name)]);
  const file = {
    ...{ name, path: name, source: module, isOutside: false, text, whole: text, frame, module: "" },
    state: "new" as const,
    statements: () => statementsOf(text, tree.topNode),
    offset: (at: number) => at,
    find: () => undefined,
  };
  try {
    engine.runFile(file);
  } catch {
    // What was found until there is true all the same.
  }
  return [...found.values()];
}

const nothing = { text: () => undefined, document: () => undefined };

function note(found: Map<string, SearchPath>, value: Value): void {
  for (const one of value) {
    if (one.kind === "list") for (const item of one.list.items) note(found, item);
    const known = one.kind === "text" ? knownText(one) : undefined;
    if (known === undefined) continue;
    const rooted = rootedPath(known);
    found.set(known, { path: shownPath(known), fromFile: rooted !== undefined && rooted.file !== "" });
  }
}

/** Sees what is given to the search path, and nothing else. */
function observer(add: (value: Value) => void): Observer {
  const all: LibraryCall = ({ given }) => {
    for (const value of given.positional) add(value);
    return [];
  };
  const names = ["sys.path.insert", "sys.path.append", "sys.path.extend", "sys.path.__iadd__", "site.addsitedir"];
  return {
    ...silent,
    calls: Object.fromEntries(names.map((path) => [path, all])),
    assigned: (of, attribute, value) => {
      if (of.path === "sys" && attribute === "path") add(value);
    },
  };
}
