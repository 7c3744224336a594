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
  /** What of it could not be told because nothing had given it a value yet. */
  private readonly missing = new Set<string>();
  /** Where something was told since the code is run again. */
  private readonly resolved = new Set<string>();
  private readonly variables = new Map<string, VariableRead>();
  /** Whether variables are loaded from a file. */
  loadsDotenv = false;
  /** Whether a client of the calling user was made. */
  actsForUser = false;

  /**
   * Keeps a use.
   *
   * @param defaultOf the setting whose default the name is, where it is one
   */
  add(
    kind: KindName,
    name: string,
    onBehalfOfUser: boolean,
    through: string,
    at: At,
    defaultOf: string | undefined,
  ): void {
    const place = placeOf(at);
    const key = `${kind}\n${name}\n${onBehalfOfUser}\n${place.path}`;
    this.resolved.add(`${place.path}\n${place.from}\n${kind}`);
    const before = this.uses.get(key);
    const isFirst = before === undefined || place.from < before.from;
    const kept: Use = isFirst ? { kind, name, onBehalfOfUser, through, ...place } : { ...before };
    // What is written out at one place is used whatever the settings say.
    const isDefault = before === undefined ? defaultOf : before.defaultOf === defaultOf ? defaultOf : undefined;
    if (isDefault === undefined) delete kept.defaultOf;
    else kept.defaultOf = isDefault;
    this.uses.set(key, kept);
  }

  addUnresolved(
    kinds: readonly KindName[],
    onBehalfOfUser: boolean,
    through: string,
    why: string,
    at: At & { expression: string; missing: boolean },
  ): void {
    const place = placeOf(at);
    const one: UnresolvedUse = { kinds, onBehalfOfUser, through, why, expression: at.expression, ...place };
    const key = unresolvedKey(one);
    if (!this.unresolved.has(key)) this.unresolved.set(key, one);
    // Why it is not told is the same each time, unless it may be told later.
    if (at.missing) this.missing.add(key);
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
        !(
          this.missing.has(unresolvedKey(one)) &&
          one.kinds.some((kind) => this.resolved.has(`${one.path}\n${one.from}\n${kind}`))
        ),
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

function unresolvedKey({ path, from, kinds, through, why, onBehalfOfUser }: UnresolvedUse): string {
  return `${path}\n${from}\n${kinds.join()}\n${through}\n${why}\n${onBehalfOfUser}`;
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
