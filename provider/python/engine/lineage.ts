import type { External, PythonClass } from "../values/types.js";

/** Where a class looks for its attributes. */
export interface Lineage {
  /** The class and its own bases, in Python's method resolution order. */
  readonly own: readonly PythonClass[];
  /** Its base of a library, the first that does something. */
  readonly external: External | undefined;
}

const known = new WeakMap<PythonClass, Lineage>();
const longest = 300;

/** A class and its own bases, most derived first, and its base of a library. */
export function lineageOf(of: PythonClass): Lineage {
  const before = known.get(of);
  if (before !== undefined) return before;
  const own = linear(of);
  const outside = own.flatMap(({ bases }) => bases.filter((base) => "path" in base));
  const made = { own, external: outside.find(({ path }) => !plainBases.test(path)) ?? outside[0] };
  known.set(of, made);
  return made;
}

/** Bases that call nothing of a class by themselves. */
export const plainBases =
  /^(?:builtins\.object|abc\.ABC|typing\.|typing_extensions\.|collections\.abc\.|threading\.local)/;

/** C3, as Python has it: a class before its bases, bases in the order in which they are written. */
function linear(of: PythonClass): PythonClass[] {
  const bases = of.bases.filter((base): base is PythonClass => !("path" in base));
  // A class is made after its bases, so each of them is known by its own order: a lattice of classes is gone through once.
  const lines = [...bases.map((base) => [...lineageOf(base).own]), [...bases]];
  // Deeper than any program: what lies behind it decides nothing.
  if (lines.some(({ length }) => length > longest)) return [of, ...(lines[0] ?? []).slice(0, longest)];
  const found = [of];
  for (;;) {
    const open = lines.filter((line) => line.length > 0);
    // Classes that Python would refuse are read in the order in which they are written.
    const heads = open.flatMap((line) => line.slice(0, 1));
    const next = heads.find((head) => open.every((line) => line.indexOf(head) < 1)) ?? heads[0];
    if (next === undefined) return found;
    if (!found.includes(next)) found.push(next);
    for (const line of lines) {
      const at = line.indexOf(next);
      if (at >= 0) line.splice(at, 1);
    }
  }
}
