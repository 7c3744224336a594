import type { Expression, Pattern } from "../syntax/ast.js";
import { dictKey, either, knownText, list, under, unknown } from "../values/make.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";
import { lineageOf } from "./lineage.js";
import type { Scope } from "./scope.js";
import { isSoft } from "./tests.js";

/** Names that a pattern binds, and to what. */
export type Bindings = Map<string, Value>;

/** Whether something is taken by a pattern; undefined where that cannot be told. */
export type Taken = boolean | undefined;

/**
 * Whether a value is taken by the pattern of a `case`: true where every alternative is, false where none is. What the
 * pattern binds is what the alternatives give that may be taken.
 */
export function matchPattern(
  engine: Engine,
  pattern: Pattern,
  subject: Value,
  scope: Scope,
): { taken: Taken; bindings: Bindings } {
  const bindings: Bindings = new Map();
  const outcomes = subject.map((one): Taken => {
    const own: Bindings = new Map();
    const taken = matchOne({ engine, scope, bindings: own }, pattern, one);
    if (taken === false) return false;
    for (const [name, value] of own) bindings.set(name, either(bindings.get(name) ?? [], under(value, one.when)));
    return taken;
  });
  if (outcomes.length > 0 && outcomes.every((taken) => taken === false)) return { taken: false, bindings };
  return { taken: outcomes.length > 0 && outcomes.every((taken) => taken === true) ? true : undefined, bindings };
}

interface Matching {
  engine: Engine;
  scope: Scope;
  bindings: Bindings;
}

function matchOne(matching: Matching, pattern: Pattern, one: Alternative): Taken {
  switch (pattern.type) {
    case "capture":
      if (pattern.name !== undefined) matching.bindings.set(pattern.name, [one]);
      return true;
    case "as": {
      matching.bindings.set(pattern.name, [one]);
      return matchOne(matching, pattern.pattern, one);
    }
    case "or":
      return any(pattern.patterns.map((each) => matchOne(matching, each, one)));
    case "value":
      return isValue(matching, pattern.value, one);
    case "sequence":
      return matchSequence(matching, pattern.items, one);
    case "mapping":
      return matchMapping(matching, pattern, one);
    case "class":
      return matchClass(matching, pattern, one);
    default:
      return undefined;
  }
}

function any(outcomes: readonly Taken[]): Taken {
  if (outcomes.includes(true)) return true;
  return outcomes.includes(undefined) ? undefined : false;
}

function all(outcomes: readonly Taken[]): Taken {
  if (outcomes.includes(false)) return false;
  return outcomes.includes(undefined) ? undefined : true;
}

/** What a value is compared by in a match statement. */
export function comparedBy(one: Alternative): string | undefined {
  const known = knownText(one);
  if (known !== undefined) return known;
  if (one.kind === "constant") return `#${String(one.value)}`;
  if (one.kind !== "instance" || !one.instance.class.traits.has("enum")) return undefined;
  const [name] = one.instance.fields.get("name") ?? [];
  return name === undefined ? undefined : `#${one.instance.class.definition.name}.${knownText(name) ?? ""}`;
}

const vague = new Set<Alternative["kind"]>(["unknown", "external", "method", "super"]);

function isValue({ engine, scope }: Matching, value: Expression, one: Alternative): Taken {
  const [wanted] = engine.evaluate(value, scope);
  const text = wanted === undefined ? undefined : comparedBy(wanted);
  const own = isSoft(one) ? undefined : comparedBy(one);
  if (text === undefined || vague.has(one.kind) || isSoft(one)) return undefined;
  if (own === undefined) return one.kind === "text" || one.kind === "instance" ? undefined : false;
  return own === text;
}

/** Matches what a pattern looks at inside of something; what is inside of what is not known is not known either. */
function inside(matching: Matching, pattern: Pattern, value: Value | undefined): Taken {
  const { taken, bindings } = matchPattern(
    matching.engine,
    pattern,
    value ?? [unknown("it is taken from a pattern")],
    matching.scope,
  );
  for (const [name, bound] of bindings) matching.bindings.set(name, bound);
  return taken;
}

function matchSequence(matching: Matching, items: { star: boolean; pattern: Pattern }[], one: Alternative): Taken {
  const { engine } = matching;
  const isTuple = one.kind === "instance" && one.instance.class.traits.has("namedTuple");
  if (one.kind !== "list" && !isTuple) {
    // Text is no sequence here, and neither is a number or a mapping.
    if (!vague.has(one.kind) && one.kind !== "instance") return false;
    for (const { pattern } of items) inside(matching, pattern, undefined);
    return undefined;
  }
  const found = itemsOf(engine, [one]);
  const star = items.findIndex((item) => item.star);
  const fixed = star < 0 ? items.length : items.length - 1;
  const fits = star < 0 ? found.length === fixed : found.length >= fixed;
  if (!found.isOpen && !fits) return false;
  const behind = star < 0 ? 0 : items.length - star - 1;
  const outcomes = items.map(({ pattern }, index): Taken => {
    if (index === star) {
      const between = found.slice(star, Math.max(star, found.length - behind));
      return inside(matching, pattern, [list(between, engine.branch, found.isOpen ? found.rest : undefined)]);
    }
    const at = star < 0 || index < star ? index : found.length - (items.length - index);
    return inside(matching, pattern, found[at] ?? (found.isOpen ? found.rest : undefined));
  });
  return found.isOpen && all(outcomes) !== false ? undefined : all(outcomes);
}

function matchMapping(
  matching: Matching,
  { entries, rest }: Extract<Pattern, { type: "mapping" }>,
  one: Alternative,
): Taken {
  const { engine, scope } = matching;
  const dict = one.kind === "dict" ? one.dict : one.kind === "instance" ? one.instance.held : undefined;
  if (dict === undefined) {
    if (!vague.has(one.kind) && one.kind !== "instance") return false;
    for (const { pattern } of entries) inside(matching, pattern, undefined);
    if (rest !== undefined) matching.bindings.set(rest, [unknown("it is taken from a pattern")]);
    return undefined;
  }
  const asked = new Set<string>();
  const outcomes = entries.map(({ key, pattern }): Taken => {
    const [written] = engine.evaluate(key, scope);
    const name = written === undefined ? undefined : dictKey(written);
    if (name !== undefined) asked.add(name);
    const value = name === undefined ? undefined : dict.entries.get(name);
    if (value !== undefined) return inside(matching, pattern, value);
    if (dict.rest === undefined && name !== undefined) return false;
    return inside(matching, pattern, dict.rest) === false ? false : undefined;
  });
  if (rest !== undefined) {
    const others = new Map([...dict.entries].filter(([name]) => !asked.has(name)));
    matching.bindings.set(rest, [{ kind: "dict", dict: { entries: others, rest: dict.rest, born: engine.branch } }]);
  }
  return all(outcomes);
}

// Classes of Python's own, by what their objects are here.
const builtin: ReadonlyMap<string, (one: Alternative) => boolean> = new Map(
  Object.entries({
    str: (one: Alternative) => one.kind === "text",
    bytes: () => false,
    bool: (one: Alternative) => one.kind === "constant" && typeof one.value === "boolean",
    int: (one: Alternative) => one.kind === "constant" && Number.isInteger(Number(one.value)) && one.value !== null,
    float: (one: Alternative) => one.kind === "constant" && typeof one.value === "number",
    list: (one: Alternative) => one.kind === "list",
    tuple: (one: Alternative) => one.kind === "list",
    set: (one: Alternative) => one.kind === "list",
    dict: (one: Alternative) => one.kind === "dict",
  }).map(([name, is]) => [`builtins.${name}`, is]),
);

function matchClass(
  matching: Matching,
  { of, positional, keywords }: Extract<Pattern, { type: "class" }>,
  one: Alternative,
): Taken {
  const { engine, scope } = matching;
  const isOf = any(engine.evaluate(of, scope).map((wanted) => isInstance(wanted, one)));
  if (isOf === false) return false;
  const [wanted] = engine.evaluate(of, scope);
  const isBuiltin = wanted?.kind === "external" && builtin.has(wanted.external.path);
  const site = { file: scope.file, from: of.from, to: of.to };
  const attribute = (name: string): Value | undefined =>
    one.kind === "instance" ? engine.attribute(one, name, site) : undefined;
  const fields = one.kind === "instance" ? namesByPosition(one) : [];
  const outcomes = [
    ...positional.map((pattern, index): Taken => {
      // `str(name)` names the text itself.
      if (isBuiltin) return inside(matching, pattern, [one]);
      const name = fields[index];
      return inside(matching, pattern, name === undefined ? undefined : attribute(name));
    }),
    ...keywords.map(({ name, pattern }) => inside(matching, pattern, attribute(name))),
  ];
  return all([isOf, ...outcomes]);
}

function isInstance(wanted: Alternative, one: Alternative): Taken {
  if (wanted.kind === "class") {
    if (one.kind === "instance") return lineageOf(one.instance.class).own.includes(wanted.class);
    return vague.has(one.kind) ? undefined : false;
  }
  if (wanted.kind !== "external") return undefined;
  const is = builtin.get(wanted.external.path);
  if (is !== undefined && !vague.has(one.kind) && one.kind !== "instance") return is(one);
  if (one.kind === "external") return one.external.path === `${wanted.external.path}()` ? true : undefined;
  return undefined;
}

/** What positions in a pattern of a class stand for: its fields, as `__match_args__` of a dataclass has them. */
function namesByPosition(one: Alternative & { kind: "instance" }): string[] {
  const { own } = lineageOf(one.instance.class);
  for (const part of own) {
    const [written] = part.frame.own("__match_args__") ?? [];
    if (written?.kind === "list")
      return written.list.items.map((item) => (item[0] === undefined ? "" : (knownText(item[0]) ?? "")));
  }
  return [...new Set([...own].reverse().flatMap(({ fields }) => [...fields.keys()]))];
}
