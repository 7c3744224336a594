import type { Place } from "../modelPackage/python/parse.js";
import type { PythonModule } from "../modelPackage/python/scope.js";

// Offsets at which the lines of a file begin: a file may have thousands of findings.
const known = new WeakMap<PythonModule, number[]>();

/** The place of an offset in a file. */
export function placeIn(module: PythonModule, offset: number): Place {
  let starts = known.get(module);
  if (starts === undefined) {
    const { text } = module.parsed;
    starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    known.set(module, starts);
  }
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
