import { agree, both, furtherAlternatives, text, unknown, withoutNone } from "./make.js";
import type { Alternative, Text, Unknown, Value } from "./types.js";

// More combinations than that are nobody's intention.
const maximumTexts = 64;

/** What an alternative is as a text, as `str()` and f-strings have it. */
export function asText(one: Alternative): Text {
  switch (one.kind) {
    case "text":
      return one;
    case "constant": {
      const { value, soft, when } = one;
      if (value === null)
        return { kind: "text", parts: [{ ...unknown(one.why ?? "it is None", "none"), missing: true }], when };
      const written = value === true ? "True" : value === false ? "False" : String(value);
      return { kind: "text", parts: [written], soft, when };
    }
    case "unknown":
      return { kind: "text", parts: [one], when: one.when };
    case "instance": {
      const value = one.instance.class.traits.has("enum") ? one.instance.fields.get("value")?.[0] : undefined;
      return value === undefined ? hole(one, `an object of ${one.instance.class.definition.name}`) : asText(value);
    }
    case "external":
      return hole(one, originOf(one.external.path));
    default:
      return hole(one, "it is not a text");
  }
}

function hole(one: Alternative, why: string): Text {
  const part = unknown(why);
  if (one.kind === "external") {
    const { external } = one;
    part.key = `x${external.path}`;
    // An attribute of a library's object may be one that the agent sets, in what is run later.
    if (!/[)\]]$/.test(external.path)) part.missing = true;
    for (let base: typeof external | undefined = external; base !== undefined; base = base.base)
      if (base.told) part.told = true;
  }
  return { kind: "text", parts: [part], when: one.when };
}

/** Where something of a library comes from, in words: whose answer it is, or of what it is a part. */
function originOf(path: string): string {
  const [head = path, first = "", ...more] = path.replaceAll("[]", "").split("()");
  const maker = head.split(".");
  const last = maker.at(-1) ?? head;
  if (head === path.replaceAll("[]", "")) return `a library gives it: ${head}`;
  // A method of an object says more than the class that the object is of.
  if (/^[A-Z]/.test(last))
    return more.length > 0
      ? `it comes from the answer of ${last}${first}`
      : `it is ${first.slice(1) || "an object"} of ${last}`;
  return `it comes from the answer of ${maker.slice(-2).join(".")}`;
}

/** A path for people: without the packages and calls in it. */
export function readable(path: string): string {
  // What is there without an import is an object, and nothing that was called.
  const ambient = /^notebook\.(\w+)\(\)(.*)$/.exec(path);
  if (ambient !== null) return `${ambient[1]}${ambient[2]}`;
  const calls = path.split("().");
  const head = calls[0] ?? path;
  const short = head.slice(head.lastIndexOf(".") + 1);
  return [short, ...calls.slice(1)].join("().");
}

/** Texts one after the other, in every combination that can be. */
export function concatenate(values: readonly Value[]): Value {
  let found: Text[] = [text("")];
  let isCut = false;
  for (const each of values) {
    const value = withoutNone(each);
    const next: Text[] = [];
    for (const before of found) {
      for (const one of value) {
        if (!agree(before.when, one.when)) continue;
        if (next.length >= maximumTexts) {
          isCut = true;
          continue;
        }
        const after = asText(one);
        next.push({
          kind: "text",
          parts: limited(merge(before.parts, after.parts)),
          soft: before.soft ?? after.soft,
          when: both(before.when, one.when),
        });
      }
    }
    found = next;
  }
  return isCut ? [...found, furtherAlternatives()] : found;
}

// Longer than any prompt or statement, and of more parts than anybody writes: code that doubles a text has no end.
const longest = 100_000;
const mostParts = 500;

/** The parts of a text, or one that stands for all of it where it is too long to be followed. */
function limited(parts: readonly (string | Unknown)[]): readonly (string | Unknown)[] {
  let length = 0;
  for (const part of parts) if (typeof part === "string") length += part.length;
  return length > longest || parts.length > mostParts ? [tooLong()] : parts;
}

function tooLong(): Unknown {
  return unknown("it is a text that is too long to be followed", "long");
}

/** Replaces a part of a text wherever it is. */
export function replacedIn(of: Text, part: string, by: string): Value {
  const added = Math.max(0, by.length - part.length);
  const tooMany = (known: string) => known.length + (known.split(part).length - 1) * added > longest;
  if (of.parts.some((one) => typeof one === "string" && tooMany(one))) return [{ ...tooLong(), when: of.when }];
  return mapText([of], (known) => known.replaceAll(part, by));
}

function merge(a: readonly (string | Unknown)[], b: readonly (string | Unknown)[]): readonly (string | Unknown)[] {
  const parts = [...a];
  for (const part of b) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  }
  return parts.length > 1 && parts[0] === "" ? parts.slice(1) : parts;
}

// Stands for an unknown part where a text with such parts is looked at with regular expressions.
const mark = "\u{F8FF}";

/** A text as one string, with a mark for each unknown part. */
export function marked(one: Text): string {
  return one.parts.map((part) => (typeof part === "string" ? part : mark)).join("");
}

/** Whether a part of a marked text is known. */
export function isKnown(part: string): boolean {
  return !part.includes(mark);
}

/** The first unknown part of a text. */
export function unknownPart(one: Text): Unknown | undefined {
  return one.parts.find((part) => typeof part !== "string");
}

/** The text of a part of a marked text, its marks given back their unknown parts in order. */
export function unmarked(part: string, of: Text): Text {
  const holes = of.parts.filter((one) => typeof one !== "string");
  const before = marked(of).indexOf(part);
  let index = marked(of).slice(0, Math.max(before, 0)).split(mark).length - 1;
  const parts: (string | Unknown)[] = [];
  for (const [position, piece] of part.split(mark).entries()) {
    if (position > 0) {
      const hole = holes[index++];
      if (hole !== undefined) parts.push(hole);
    }
    if (piece !== "") parts.push(piece);
  }
  return { kind: "text", parts, soft: of.soft, when: of.when };
}

/** Applies a function of texts to every alternative; what is unknown stays so. */
export function mapText(value: Value, change: (known: string) => string): Value {
  return value.map((one): Alternative => {
    const before = asText(one);
    const parts = before.parts.map((part) => (typeof part === "string" ? change(part) : part));
    return { kind: "text", parts: merge([], parts), soft: before.soft, when: before.when };
  });
}
