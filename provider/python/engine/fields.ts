import { environmentOf, noteRead } from "../library/environment.js";
import type { Expression } from "../syntax/ast.js";
import { either, knownText, list, nothingGiven, under, unknown } from "../values/make.js";
import { softened, variableSource, whyOf } from "../values/soft.js";
import type { Alternative, External, Given, Instance, PythonClass, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";
import { lineageOf } from "./lineage.js";
import { asPromised } from "./promises.js";
import { type Scope, type Site, scopeAround } from "./scope.js";

const fieldMakers =
  /^(?:dataclasses\.field|pydantic\.Field|pydantic\.v1\.Field|pydantic\.fields\.Field|pydantic\.PrivateAttr|pydantic\.dataclasses\.Field|attrs?\.(?:ib|field)|sqlmodel\.Field)\(\)$/;

/** Gives the fields of a dataclass, a pydantic model, settings or a named tuple their values. */
export function fieldValues(engine: Engine, of: PythonClass, given: Given, instance: Instance, site: Site): void {
  const fields = new Map<string, { annotation: Expression | undefined; keywordOnly: boolean; owner: PythonClass }>();
  for (const part of [...lineageOf(of).own].reverse())
    for (const [name, { annotation, keywordOnly }] of part.fields)
      fields.set(name, { annotation, keywordOnly, owner: part });
  let position = 0;
  for (const [name, { annotation, keywordOnly, owner }] of fields) {
    if (isClassVariable(annotation)) continue;
    const declared = owner.frame.own(name);
    const maker = makerOf(engine, declared, annotation, owner);
    const names = [name, ...aliasesOf(maker)];
    const isByName = keywordOnly || says(maker, "kw_only", true) || says(maker, "init", false);
    const written =
      names.map((one) => given.keywords.get(one)).find((one) => one !== undefined) ??
      (isByName ? undefined : given.positional[position]);
    if (!isByName) position += 1;
    const value = written ?? absent(engine, of, name, { declared, maker, given, site });
    const known = asPromised(engine, value, annotation, scopeOf(owner));
    instance.fields.set(name, coerced(engine, known, annotation, owner, site));
  }
  for (const [name, value] of given.keywords) if (!instance.fields.has(name)) instance.fields.set(name, value);
}

interface Declared {
  declared: Value | undefined;
  maker: External | undefined;
  given: Given;
  site: Site;
}

function absent(engine: Engine, of: PythonClass, name: string, { declared, maker, given, site }: Declared): Value {
  const value = defaultOf(engine, declared, maker, site);
  if (of.traits.has("settings")) {
    const variables = environmentNames(of, name, maker);
    const [variable = name] = variables;
    const { file, definition } = of;
    // A file of variables may be among the sources of settings.
    const hasFile = given.keywords.has("_env_file") || mentions(of, "env_file");
    // A field that is a model itself may come in parts: `DB__HOST`.
    const parts = mentions(of, "env_nested_delimiter") ? [`${variable}*`] : [];
    const place = { file, from: definition.from, to: definition.to };
    noteRead(engine, variable, value === undefined && !hasFile, place, [...variables.slice(1), ...parts]);
    const set = variables.map((one) => environmentOf(engine, one)).find((one) => one !== undefined);
    if (set !== undefined) return set;
    if (value !== undefined) return softened(value, variableSource(variable));
    return [unknown(whyOf(variableSource(variable)), variableSource(variable))];
  }
  if (given.more !== undefined) return value === undefined ? [given.more] : softened(value, given.more.key);
  return value ?? [unknown(`nothing is given to the field ${name}`)];
}

/** Whether settings, or those that they inherit from, are configured by a key. */
function mentions(of: PythonClass, key: string): boolean {
  return lineageOf(of).own.some(({ file, definition }) =>
    file.text.slice(definition.from, definition.to).includes(key),
  );
}

function environmentNames(of: PythonClass, name: string, maker: External | undefined): string[] {
  const aliases = aliasesOf(maker);
  if (aliases.length > 0) return aliases.flatMap((one) => [one, one.toUpperCase()]);
  const prefix =
    lineageOf(of)
      .own.map(({ environmentPrefix }) => environmentPrefix)
      .find((one) => one !== "") ?? "";
  return [`${prefix}${name}`.toUpperCase(), `${prefix}${name}`];
}

function aliasesOf(maker: External | undefined): string[] {
  const found: string[] = [];
  for (const key of ["validation_alias", "alias", "env"]) {
    for (const one of maker?.given?.keywords.get(key) ?? []) {
      const text = knownText(one);
      if (text !== undefined) found.push(text);
      const choices =
        one.kind === "external" ? (one.external.given?.positional ?? []) : one.kind === "list" ? one.list.items : [];
      for (const choice of choices)
        for (const each of choice) found.push(...[knownText(each)].filter((t) => t !== undefined));
    }
  }
  return found;
}

/** The call of `Field` or `field` that describes a field, also inside of `Annotated`. */
function makerOf(
  engine: Engine,
  declared: Value | undefined,
  annotation: Expression | undefined,
  owner: PythonClass,
): External | undefined {
  for (const one of declared ?? [])
    if (one.kind === "external" && fieldMakers.test(one.external.path)) return one.external;
  if (annotation?.type !== "subscript" || annotation.index.type !== "tuple") return undefined;
  const scope = scopeOf(owner);
  for (const { value } of annotation.index.items.slice(1)) {
    const [one] = value.type === "call" ? engine.evaluate(value, scope) : [];
    if (one?.kind === "external" && fieldMakers.test(one.external.path)) return one.external;
  }
  return undefined;
}

/** Whether a field is described with an argument of that value: `field(kw_only=True)`. */
function says(maker: External | undefined, name: string, expected: boolean): boolean {
  const value = maker?.given?.keywords.get(name);
  return value?.length === 1 && value.every((one) => one.kind === "constant" && one.value === expected);
}

function scopeOf(owner: PythonClass): Scope {
  return scopeAround({ frame: owner.frame, file: owner.file, owner });
}

function defaultOf(
  engine: Engine,
  declared: Value | undefined,
  maker: External | undefined,
  site: Site,
): Value | undefined {
  if (maker === undefined) return declared;
  const { positional = [], keywords = new Map<string, Value>() } = maker.given ?? {};
  const factory = keywords.get("default_factory") ?? keywords.get("factory");
  if (factory !== undefined) return engine.call(factory, nothingGiven, site);
  const value = keywords.get("default") ?? positional[0];
  if (value === undefined)
    return declared?.some((one) => one.kind !== "external" || one.external !== maker) ? declared : undefined;
  // `Field(...)`: there is no default.
  return value.every((one) => one.kind === "unknown") ? undefined : value;
}

/** What a field that a class describes by `Field` or `PrivateAttr` holds until something is given to it. */
export function describedDefault(engine: Engine, one: Alternative, site: Site): Value | undefined {
  if (one.kind !== "external" || !fieldMakers.test(one.external.path)) return undefined;
  return defaultOf(engine, undefined, one.external, site);
}

function isClassVariable(annotation: Expression | undefined): boolean {
  const base = annotation?.type === "subscript" ? annotation.object : annotation;
  return (
    (base?.type === "name" && base.name === "ClassVar") || (base?.type === "attribute" && base.name === "ClassVar")
  );
}

/** Pydantic makes objects of the mappings that it is given for fields of a class. */
function coerced(
  engine: Engine,
  value: Value,
  annotation: Expression | undefined,
  owner: PythonClass,
  site: Site,
): Value {
  if (annotation === undefined || !value.some(({ kind }) => kind === "dict" || kind === "list")) return value;
  const scope = scopeOf(owner);
  const target = classOf(engine, annotation, scope);
  if (target === undefined) return value;
  const make = (one: Alternative): Value => {
    if (one.kind !== "dict") return [one];
    const more = one.dict.rest?.find(({ kind }) => kind === "unknown");
    const keywords = new Map([...one.dict.entries].filter(([key]) => !key.startsWith("#")));
    const given = { positional: [], keywords, more: more?.kind === "unknown" ? more : undefined };
    return under(engine.construct(target, given, site), one.when);
  };
  return either(
    ...value.map((one): Value => {
      if (one.kind !== "list") return make(one);
      const items = itemsOf(engine, [one]).map((item) => either(...item.map(make)));
      return [{ ...list(items, engine.branch, one.list.rest), when: one.when }];
    }),
  );
}

/** The own class that an annotation speaks of: `X`, `X | None`, `Optional[X]`, `list[X]`. */
function classOf(engine: Engine, annotation: Expression, scope: Scope): (Alternative & { kind: "class" }) | undefined {
  if (annotation.type === "name" || annotation.type === "attribute") {
    const [one] = engine.evaluate(annotation, scope);
    return one?.kind === "class" && one.class.traits.size > 0 && !one.class.traits.has("enum") ? one : undefined;
  }
  if (annotation.type === "text" && /^\w+$/.test(annotation.text)) {
    return classOf(engine, { type: "name", name: annotation.text, from: annotation.from, to: annotation.to }, scope);
  }
  if (annotation.type === "binary")
    return classOf(engine, annotation.left, scope) ?? classOf(engine, annotation.right, scope);
  if (annotation.type !== "subscript") return undefined;
  const { index } = annotation;
  return index.type === "tuple"
    ? index.items.map(({ value }) => classOf(engine, value, scope)).find((one) => one !== undefined)
    : classOf(engine, index, scope);
}
