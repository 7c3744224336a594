import type {
  Alternative,
  Choice,
  Constant,
  External,
  Given,
  InstanceRef,
  PythonClass,
  Text,
  Unknown,
  Value,
} from "./types.js";

/** A text that is known. */
export function text(value: string, soft?: string): Text {
  return soft === undefined ? { kind: "text", parts: [value] } : { kind: "text", parts: [value], soft };
}

/** A number, truth value or None. */
export function constant(value: number | boolean | null): Constant {
  return { kind: "constant", value };
}

/** Nothing, as Python has it. */
export const none: Value = [constant(null)];

/** None, with the reason. */
export function noneAs(why: string): Alternative {
  return { ...constant(null), why };
}

/** Whether an alternative is None. */
export function isNone(one: Alternative): boolean {
  return one.kind === "constant" && one.value === null;
}

/** Whether an alternative is a text, a number or a truth value. */
export function isPlain(one: Alternative): boolean {
  return one.kind === "text" || (one.kind === "constant" && one.value !== null);
}

/** Whether a value is None and nothing else. */
export function isOnlyNone(value: Value): boolean {
  const [first] = value;
  return first !== undefined && value.length === 1 && isNone(first);
}

/** What a value is where something is asked of it: None has nothing to give, and something else may be there instead. */
export function withoutNone(value: Value): Value {
  return value.length > 1 && value.some(isNone) && !value.every(isNone) ? value.filter((one) => !isNone(one)) : value;
}

let count = 0;

/** Something that reading cannot tell. */
export function unknown(why: string, key?: string): Unknown {
  count += 1;
  return { kind: "unknown", why, key: key ?? `u${count}` };
}

/** A configuration that is not given. */
export function unknownMapping(why: string, key: string): Unknown {
  return { ...unknown(why, key), mapping: { why, keys: [] } };
}

/** What is under a key of something that cannot be told; of a configuration, the reason says which key that is. */
export function unknownItem(of: Unknown, name: string): Unknown {
  const key = `${of.key}[${name}]`;
  if (of.mapping === undefined) return { ...of, key };
  const keys = [...of.mapping.keys, name];
  const why = `${of.mapping.why} that has the key ${JSON.stringify(keys.join("."))}`;
  return { ...of, key, why, mapping: { why: of.mapping.why, keys } };
}

// Of a longer list the order of the rest is nobody's concern.
const longestList = 2_000;

/** A list with these items. */
export function list(items: Value[], born: number, rest?: Value): Alternative {
  if (items.length <= longestList) return { kind: "list", list: { items, rest, born } };
  const more = either(...items.slice(longestList), rest ?? []);
  return { kind: "list", list: { items: items.slice(0, longestList), rest: more, born } };
}

/** A dictionary with these entries. */
export function dict(entries: Map<string, Value>, born: number, rest?: Value): Alternative {
  return { kind: "dict", dict: { entries, rest, born } };
}

/** An object of a class with nothing in it. */
export function newObject(of: PythonClass, born: number): InstanceRef {
  return { kind: "instance", instance: { class: of, fields: new Map(), external: undefined, born } };
}

/** No arguments. */
export const nothingGiven: Given = { positional: [], keywords: new Map(), more: undefined };

/** Something of a library. */
export function external(path: string, base?: External, given?: Given): Alternative {
  return {
    kind: "external",
    external: { path, base, given, told: false, consumed: false, user: undefined, fields: undefined },
  };
}

/** The text of an alternative where all of it is known. */
export function knownText(alternative: Alternative): string | undefined {
  if (alternative.kind === "text") {
    const [first, second] = alternative.parts;
    return second === undefined && typeof first === "string" ? first : alternative.parts.length === 0 ? "" : undefined;
  }
  if (alternative.kind === "instance") {
    const [value] = alternative.instance.class.traits.has("enum")
      ? (alternative.instance.fields.get("value") ?? [])
      : [];
    return value === undefined ? undefined : knownText(value);
  }
  return undefined;
}

/** The key under which a dictionary keeps a value; undefined where it is not known. */
export function dictKey(alternative: Alternative): string | undefined {
  if (alternative.kind === "constant") return `#${String(alternative.value)}`;
  return knownText(alternative);
}

/** Whether two choices can both have been made. */
export function agree(a: Choice | undefined, b: Choice | undefined): boolean {
  for (let one = a; one !== undefined; one = one.next) {
    for (let other = b; other !== undefined; other = other.next) {
      if (one.id !== other.id) continue;
      if (one.not && other.not) continue;
      if ((one.value === other.value) === (one.not !== other.not)) return false;
    }
  }
  return true;
}

const longestChoice = 16;

/** Both choices. */
export function both(a: Choice | undefined, b: Choice | undefined): Choice | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  let found = b;
  let length = 0;
  for (let one: Choice | undefined = b; one !== undefined; one = one.next) length += 1;
  for (let one: Choice | undefined = a; one !== undefined && length < longestChoice; one = one.next) {
    const { id, value, not } = one;
    let holds = false;
    for (let other: Choice | undefined = b; other !== undefined; other = other.next)
      if (other.id === id && other.value === value && other.not === not) holds = true;
    if (holds) continue;
    found = { id, value, not, next: found };
    length += 1;
  }
  return found;
}

/** A value that is there under a choice only; alternatives that exclude it are left out. */
export function under(value: Value, choice: Choice | undefined): Value {
  if (choice === undefined) return value;
  const found: Alternative[] = [];
  for (const one of value) {
    if (one.when === undefined) found.push({ ...one, when: choice });
    else if (agree(one.when, choice)) found.push({ ...one, when: both(one.when, choice) });
  }
  return found;
}

// More alternatives than that are told by nobody's eyes either.
const maximumAlternatives = 48;

/** Key of what stands for the alternatives that are not kept. */
export const cutKey = "\0more";

/** What stands for the alternatives that are not kept. */
export function furtherAlternatives(): Unknown {
  return unknown("it may be more things than are kept", cutKey);
}

/** Either value. */
export function either(...values: readonly Value[]): Value {
  const [first] = values;
  if (first !== undefined && values.length === 1) return first;
  // Nearly always there is one alternative in all, and nothing to compare it with.
  const given = values.filter(({ length }) => length > 0);
  const [only] = given;
  if (only === undefined || (given.length === 1 && only.length === 1)) return only ?? [];
  const found: Alternative[] = [];
  const seen = new Set<string>();
  for (const value of values) {
    for (const one of value) {
      if (found.includes(one)) continue;
      const mark = markOf(one);
      if (mark !== undefined) {
        if (seen.has(mark)) continue;
        seen.add(mark);
      } else if (found.some((other) => sameThing(one, other))) continue;
      if (found.length >= maximumAlternatives) return [...found, furtherAlternatives()];
      found.push(one);
    }
  }
  return found;
}

function markOf(one: Alternative): string | undefined {
  const choice = one.when === undefined ? "" : choiceText(one.when);
  if (one.kind === "text") {
    const parts = one.parts.map((part) => (typeof part === "string" ? part : `\0${part.key}\0`)).join("");
    return `t${parts}|${one.soft ?? ""}|${choice}`;
  }
  if (one.kind === "constant") return `c${String(one.value)}|${one.soft ?? ""}|${choice}`;
  return one.kind === "unknown" ? `u${one.key}|${choice}` : undefined;
}

function choiceText(choice: Choice): string {
  let found = "";
  for (let one: Choice | undefined = choice; one !== undefined; one = one.next)
    found += `${one.id}${one.not ? "!" : "="}${one.value};`;
  return found;
}

function sameThing(a: Alternative, b: Alternative): boolean {
  if (a.when !== b.when) return false;
  if (a.kind === "list") return b.kind === "list" && a.list === b.list;
  if (a.kind === "dict") return b.kind === "dict" && a.dict === b.dict;
  if (a.kind === "instance") return b.kind === "instance" && a.instance === b.instance;
  if (a.kind === "class") return b.kind === "class" && a.class === b.class;
  if (a.kind === "function") return b.kind === "function" && a.function === b.function && a.self === b.self;
  return a.kind === "external" && b.kind === "external" && a.external === b.external;
}
