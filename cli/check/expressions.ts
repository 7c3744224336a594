import { sourcesIn } from "./program.js";
import { Reader } from "./reader.js";

// Names that stand for each other must end somewhere.
const longestChain = 10;

/** Expressions of a program, as far as reading tells what they come to. */
export class Expressions {
  readonly #constants = new Map<string, string>();

  /** @param text of the program */
  constructor(text: string) {
    const reader = new Reader(text);
    // Only constants, whose value nothing changes; the last declaration of a name that is there twice is no better than none.
    for (const { kind: name, behind } of reader.constructions(/\bconst\s+([\w$]+)\s*(?::[^=;]*)?=(?![=>])/y)) {
      reader.at = behind;
      reader.skipStatement();
      const source = text.slice(behind, reader.at).trim();
      this.#constants.set(name, this.#constants.has(name) ? "" : source);
    }
  }

  /** What an expression is once names are followed and what only concerns types is left out. */
  settled(source: string): string {
    let current = source;
    for (let step = 0; step < longestChain; step++) {
      const bare = current.replace(/\s+(?:as|satisfies)\s+[\w$.<>[\]| ]+$/, "").trim();
      const followed = /^[A-Za-z_$][\w$]*$/.test(bare) ? this.#constants.get(bare) : undefined;
      if (followed === undefined || followed === "") return bare;
      current = followed;
    }
    return "";
  }

  /** The text that an expression is; undefined where that is not written out. */
  text(source: string): string | undefined {
    const value = new Reader(this.settled(source)).value();
    return typeof value === "string" ? value : undefined;
  }

  /** Items of a list, with `...name` of lists that are written out; undefined where it is not written out. */
  list(source: string): string[] | undefined {
    const settled = this.settled(source);
    if (!settled.startsWith("[") || !settled.endsWith("]")) return undefined;
    const reader = new Reader(settled);
    reader.at = 1;
    const found: string[] = [];
    for (const item of reader.items("]")) {
      const inner = item.startsWith("...") ? this.list(item.slice(3)) : [item];
      if (inner === undefined) return undefined;
      found.push(...inner);
    }
    return found;
  }

  /** Entries of an object; undefined where it, or one of their names, is not written out. */
  object(source: string): { [name: string]: string } | undefined {
    const settled = this.settled(source);
    if (!settled.startsWith("{")) return undefined;
    const value = new Reader(settled).value();
    return typeof value !== "object" || value === null || "..." in value ? undefined : sourcesIn(settled);
  }

  /** Name and arguments of `name(…)`, `module.name(…)` and `new Name(…)`. */
  call(source: string): { name: string; given: string[] } | undefined {
    const settled = this.settled(source);
    const match = /^(?:new\s+)?(?:[\w$]+\s*\.\s*)?([\w$]+)\s*\(/.exec(settled);
    if (match === null || !settled.endsWith(")")) return undefined;
    const reader = new Reader(settled);
    reader.at = match[0].length;
    const given = reader.items(")");
    return reader.at === settled.length ? { name: match[1] ?? "", given } : undefined;
  }
}
