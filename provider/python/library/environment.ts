import type { Engine } from "../engine/engine.js";
import type { Site } from "../engine/scope.js";
import { either, isNone, knownText, none, text, under, unknown } from "../values/make.js";
import { softened, variableSource } from "../values/soft.js";
import { concatenate } from "../values/texts.js";
import type { Alternative, Text, Unknown, Value } from "../values/types.js";

/** Notes that the code reads a variable that it does not set itself. */
export function noteRead(
  engine: Engine,
  name: string,
  required: boolean,
  site: Site | undefined,
  instead: readonly string[] = [],
): void {
  if (site !== undefined && engine.variables.get(name) === undefined)
    engine.observer.variableRead(name, required, site, instead);
}

/** The value of an environment variable that the agent's endpoint or the code sets; undefined for any other. */
export function environmentOf(engine: Engine, name: string): Value | undefined {
  const { environment } = engine.input;
  const declared = Object.hasOwn(environment, name) ? environment[name] : undefined;
  // A secret's reference is not its value.
  if (declared !== undefined) return declared.includes("{{") ? [unset(name, "is a secret")] : [text(declared)];
  const set = engine.variables.get(name);
  return set;
}

function unset(name: string, why = "has no default"): Unknown {
  return unknown(`the environment variable ${name} ${why}`, variableSource(name));
}

/** `os.environ[name]`. */
export function environmentItem(engine: Engine, name: Text, site: Site | undefined): Value {
  const known = knownText(name);
  if (known !== undefined) noteRead(engine, known, true, site);
  if (known === undefined) return [unknown("it is an environment variable whose name cannot be told")];
  return environmentOf(engine, known) ?? [unset(known)];
}

/** `os.environ.get(name, fallback)`: the fallback is what there is as long as nothing sets the variable. */
export function environmentGet(
  engine: Engine,
  names: Value,
  fallback: Value | undefined,
  site: Site | undefined,
): Value {
  const found = names.map((one): Value => {
    const known = knownText(one);
    if (known === undefined)
      return either([unknown("it is an environment variable whose name cannot be told")], fallback ?? none);
    noteRead(engine, known, false, site);
    const set = environmentOf(engine, known);
    if (set !== undefined) return under(set, one.when);
    if (fallback !== undefined && !fallback.every(isNone))
      return under(softened(fallback, variableSource(known)), one.when);
    return [{ ...unset(known), optional: true, when: one.when }];
  });
  return either(...found);
}

const variablePart = /\$(?:\{(\w+)\}|(\w+))/g;

/** `os.path.expandvars(text)`: a variable that nothing sets has no value, and its name is none of anything. */
export function expandedVariables(engine: Engine, of: Alternative, site: Site): Value {
  const known = knownText(of);
  if (known === undefined) return [of];
  const parts: Value[] = [];
  let at = 0;
  for (const match of known.matchAll(variablePart)) {
    const name = match[1] ?? match[2] ?? "";
    noteRead(engine, name, false, site);
    parts.push([text(known.slice(at, match.index))], environmentOf(engine, name) ?? [unset(name)]);
    at = match.index + match[0].length;
  }
  return parts.length === 0 ? [of] : concatenate([...parts, [text(known.slice(at))]]);
}
