import path from "node:path";
import { knownText, list, text, unknown } from "../values/make.js";
import { concatenate, mapText, marked, unmarked } from "../values/texts.js";
import type { Text, Value } from "../values/types.js";

// Begins a path that is counted from a file's own place, as `__file__` is, not from the working directory. The file's name
// follows, and behind it once more this mark and the path as seen from the file's folder.
const root = "\0";

/** `__file__` of a file with that name. */
export function filePath(name: string): Text {
  return text(`${root}${name}${root}${path.posix.basename(name)}`);
}

/** The working directory: a path of no file. */
export function workingPath(): Text {
  return text(`${root}${root}.`);
}

/** A path that begins at a file's own place: that file's name (empty for the working directory), and the path from its folder. */
export function rootedPath(known: string): { file: string; relative: string } | undefined {
  const [before, file, relative] = known.split(root);
  return before === "" && file !== undefined && relative !== undefined ? { file, relative } : undefined;
}

/** Changes a path, and of one that begins at a file's place the part behind that. */
function changed(known: string, change: (part: string) => string): string {
  const rooted = rootedPath(known);
  return rooted === undefined ? change(known) : `${root}${rooted.file}${root}${change(rooted.relative)}`;
}

/** A path as people write it. */
export function shownPath(known: string): string {
  const rooted = rootedPath(known);
  if (rooted === undefined || rooted.file === "") return rooted?.relative ?? known;
  return path.posix.join(path.posix.dirname(rooted.file), rooted.relative);
}

/** Paths one below the other. */
export function joinPaths(values: readonly Value[]): Value {
  const parts = values.flatMap((value, index) => (index === 0 ? [value] : [[text("/")], value]));
  return concatenate(parts).map((one) => {
    if (one.kind !== "text") return one;
    const known = knownText(one);
    if (known === undefined || /:\/\//.test(known)) return one;
    const absolute = /\/(\/.*)$/.exec(known)?.[1];
    return { ...one, parts: [absolute ?? lastRooted(known) ?? changed(known, path.posix.normalize)] };
  });
}

/** `Path("a") / Path(__file__)` is the second. */
function lastRooted(known: string): string | undefined {
  const at = known.lastIndexOf(`/${root}`);
  return at < 0 ? undefined : known.slice(at + 1);
}

const up = (one: string) => path.posix.normalize(`${one}/..`);

/** The folder that a path lies in. */
export function parentOf(of: Text): Value {
  const known = knownText(of);
  if (known !== undefined) return [{ ...of, parts: [changed(known, up)] }];
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
  const part = (take: (known: string) => string) => mapText([of], (known) => take(shownPath(known)));
  if (name === "name") return part((known) => path.posix.basename(known));
  if (name === "stem") return part((known) => path.posix.parse(known).name);
  return name === "suffix" ? part((known) => path.posix.extname(known)) : undefined;
}
