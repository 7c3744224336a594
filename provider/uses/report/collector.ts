import type { KindName } from "../../policy/kinds.js";
import type { PythonFile } from "../../python/engine/file.js";
import type { UnresolvedUse, Use, UsePlace, VariableRead } from "../types.js";

/** A place in a file as it was read. */
export interface At {
  file: PythonFile;
  from: number;
  to: number;
}

/** Keeps what was found, each once. */
export class Collector {
  private readonly uses = new Map<string, Use>();
  private unresolved = new Map<string, UnresolvedUse>();
  /** What could not be told when the code was run before. */
  private earlier: UnresolvedUse[] = [];
  /** Where something was told since the code is run again. */
  private readonly resolved = new Set<string>();
  private readonly variables = new Map<string, VariableRead>();
  /** Whether variables are loaded from a file. */
  loadsDotenv = false;
  /** Whether a client of the calling user was made. */
  actsForUser = false;

  add(kind: KindName, name: string, onBehalfOfUser: boolean, through: string, at: At): void {
    const place = placeOf(at);
    const key = `${kind}\n${name}\n${onBehalfOfUser}\n${place.path}`;
    this.resolved.add(`${place.path}\n${place.from}\n${kind}`);
    const before = this.uses.get(key);
    if (before === undefined || place.from < before.from)
      this.uses.set(key, { kind, name, onBehalfOfUser, through, ...place });
  }

  addUnresolved(
    kinds: readonly KindName[],
    onBehalfOfUser: boolean,
    through: string,
    why: string,
    at: At & { expression: string },
  ): void {
    const place = placeOf(at);
    const key = unresolvedKey({ ...place, kinds, through });
    if (!this.unresolved.has(key))
      this.unresolved.set(key, { kinds, onBehalfOfUser, through, why, expression: at.expression, ...place });
  }

  /** Notes that the code reads a variable of the environment. */
  addVariable(name: string, required: boolean, at: At, instead: readonly string[] = []): void {
    const place = placeOf(at);
    const key = `${name}\n${place.path}\n${place.from}`;
    if (!this.variables.has(key)) this.variables.set(key, { name, required, instead, ...place });
  }

  /** What follows is code that is run once more: what was not resolved so far stays, unless it is resolved then. */
  again(): void {
    this.earlier = [...this.earlier, ...this.unresolved.values()];
    this.unresolved = new Map();
    this.resolved.clear();
  }

  /** What could not be told, also of code that was run again without coming by there once more. */
  private allUnresolved(): UnresolvedUse[] {
    const missing = this.earlier.filter(
      (one) =>
        !this.unresolved.has(unresolvedKey(one)) &&
        !one.kinds.some((kind) => this.resolved.has(`${one.path}\n${one.from}\n${kind}`)),
    );
    return [...this.unresolved.values(), ...missing];
  }

  /** What was found, in order of file and offset. */
  all(files: readonly string[]): { uses: Use[]; unresolved: UnresolvedUse[]; variables: VariableRead[] } {
    const order = new Map(files.map((path, index) => [path, index]));
    const compare = (a: UsePlace, b: UsePlace) =>
      (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) || a.from - b.from;
    return {
      uses: [...this.uses.values()].sort(compare),
      unresolved: this.allUnresolved().sort(compare),
      variables: [...this.variables.values()].sort(compare),
    };
  }
}

function unresolvedKey({
  path,
  from,
  kinds,
  through,
}: Pick<UnresolvedUse, "path" | "from" | "kinds" | "through">): string {
  return `${path}\n${from}\n${kinds.join()}\n${through}`;
}

const lines = new WeakMap<PythonFile, { starts: number[] }>();

function placeOf({ file, from, to }: At): { file: string; path: string; from: number; to: number; line: number } {
  let table = lines.get(file);
  if (table === undefined) {
    const starts = [0];
    for (let at = file.whole.indexOf("\n"); at >= 0; at = file.whole.indexOf("\n", at + 1)) starts.push(at + 1);
    table = { starts };
    lines.set(file, table);
  }
  // The parser is given a line end more than there may be.
  const inside = (at: number) => Math.min(file.offset(at), file.whole.length);
  const start = inside(from);
  let low = 0;
  let high = table.starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table.starts[middle] ?? 0) <= start) low = middle;
    else high = middle;
  }
  return { file: file.name, path: file.path, from: start, to: inside(to), line: low + 1 };
}
