import path from "node:path";
import { knownText, list, text, unknown } from "../values/make.js";
import { concatenate, mapText, marked, unmarked } from "../values/texts.js";
import type { Text, Value } from "../values/types.js";

// Begins a path that is counted from the user's folder, as `__file__` is, not from the working directory.
const root = "\0";

/** `__file__` of a file with that name. */
export function filePath(name: string): Text {
  return text(`${root}${name}`);
}

/** A path that begins at the user's folder: its part behind that. */
export function rootedPath(known: string): string | undefined {
  return known.startsWith(root) ? known.slice(root.length) : undefined;
}

/** Paths one below the other. */
export function joinPaths(values: readonly Value[]): Value {
  const parts = values.flatMap((value, index) => (index === 0 ? [value] : [[text("/")], value]));
  return concatenate(parts).map((one) => {
    if (one.kind !== "text") return one;
    const known = knownText(one);
    if (known === undefined || /:\/\//.test(known)) return one;
    const [head, absolute] = [known, /\/(\/.*)$/.exec(known)?.[1]];
    return { ...one, parts: [absolute ?? normal(head)] };
  });
}

function normal(known: string): string {
  const rooted = rootedPath(known);
  return rooted === undefined ? path.posix.normalize(known) : root + path.posix.normalize(rooted);
}

/** The folder that a path lies in. */
export function parentOf(of: Text): Value {
  const known = knownText(of);
  if (known !== undefined) {
    const rooted = rootedPath(known);
    const up = (one: string) => path.posix.normalize(`${one}/..`);
    return [{ ...of, parts: [rooted === undefined ? up(known) : root + up(rooted)] }];
  }
  const whole = marked(of);
  const at = whole.lastIndexOf("/");
  return at < 0 ? [unknown("it is a folder that cannot be told")] : [unmarked(whole.slice(0, at), of)];
}

/** Attributes of a path: `.parent`, `.name`, `.stem` … Undefined for any other. */
export function pathAttribute(of: Text, name: string, born: number): Value | undefined {
  if (name === "parent") return parentOf(of);
  if (name === "parents") {
    const items: Value[] = [];
    let current: Value = [of];
    for (let step = 0; step < 8; step++) {
      const [one] = current;
      if (one?.kind !== "text") break;
      current = parentOf(one);
      items.push(current);
    }
    return [list(items, born)];
  }
  if (name === "name") return mapText([of], (known) => path.posix.basename(known));
  if (name === "stem") return mapText([of], (known) => path.posix.parse(known).name);
  return name === "suffix" ? mapText([of], (known) => path.posix.extname(known)) : undefined;
}
