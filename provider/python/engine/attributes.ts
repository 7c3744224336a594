import { externalAttribute } from "../library/attributes.js";
import { pathAttribute } from "../library/paths.js";
import { either, external, isOnlyNone, nothingGiven, text, under, unknown, unknownItem } from "../values/make.js";
import type { Alternative, Instance, PythonClass, PythonFunction, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { describedDefault } from "./fields.js";
import type { PythonFile } from "./file.js";
import { boundTo, wrapped } from "./functions.js";
import { lineageOf } from "./lineage.js";
import { dictMethods, listMethods } from "./methodNames.js";
import { objectOf, typesOf } from "./promises.js";
import { type Site, scopeAround } from "./scope.js";

/** What `object.name` may be. */
export function getAttribute(engine: Engine, of: Alternative, name: string, site: Site): Value {
  switch (of.kind) {
    case "instance":
      return ofInstance(engine, of, name, site);
    case "class":
      return ofClass(engine, of, name);
    case "super":
      return ofSuper(engine, of, name, site);
    case "file":
      return ofFile(engine, of, name, site);
    case "external": {
      const own = of.external.fields?.get(name);
      return (
        own ?? externalAttribute(engine, of.external, name) ?? [external(`${of.external.path}.${name}`, of.external)]
      );
    }
    case "dict": {
      if (dictMethods.has(name)) return [{ kind: "method", self: of, name }];
      // Configurations of OmegaConf, Munch and the like are read as attributes.
      return of.dict.entries.get(name) ?? of.dict.rest ?? [unknown(`there is no ${name} in the mapping`)];
    }
    case "unknown":
      return [of.mapping === undefined ? { ...of, key: `${of.key}.${name}` } : unknownItem(of, name)];
    case "list":
      return listMethods.has(name) ? [{ kind: "method", self: of, name }] : [unknown("lists have no such attribute")];
    case "function":
      if (name === "__name__" || name === "__qualname__") return [text(of.function.definition.name)];
      return [{ kind: "method", self: of, name }];
    case "text":
      return pathAttribute(of, name, engine.branch) ?? [{ kind: "method", self: of, name }];
    default:
      return [unknown("it is an attribute of something that cannot be told")];
  }
}

/** What a class or one of its own bases gives a name, and which. */
export function memberOf(
  of: PythonClass,
  name: string,
  after?: PythonClass,
): { value: Value; owner: PythonClass } | undefined {
  const { own } = lineageOf(of);
  const from = after === undefined ? 0 : own.indexOf(after) + 1;
  for (const owner of own.slice(from)) {
    const value = owner.frame.own(name);
    if (value !== undefined) return { value, owner };
  }
  return undefined;
}

function ofInstance(engine: Engine, of: Alternative & { kind: "instance" }, name: string, site: Site): Value {
  const { instance } = of;
  const own = instance.fields.get(name);
  if (own !== undefined) {
    if (isOnlyNone(own)) engine.readNone(`${engine.numberOf(instance)}.${name}`);
    return engine.visible(own);
  }
  if (name === "__class__") return [{ kind: "class", class: instance.class }];
  if (name === "__dict__")
    return [{ kind: "dict", dict: { entries: instance.fields, rest: undefined, born: instance.born } }];
  const member = memberOf(instance.class, name);
  if (member !== undefined) {
    if (isOnlyNone(member.value)) engine.readNone(`${engine.numberOf(instance)}.${name}`);
    return either(...member.value.map((one) => bindMember(engine, one, of, name, site)));
  }
  if (instance.held !== undefined && dictMethods.has(name))
    return [{ kind: "method", self: { kind: "dict", dict: instance.held }, name }];
  const { external: outside } = lineageOf(instance.class);
  const asked = name.startsWith("__") ? undefined : memberOf(instance.class, "__getattr__");
  if (asked !== undefined) {
    const bound = asked.value.map((one) => boundTo(one, of));
    return engine.call(bound, { ...nothingGiven, positional: [[text(name)]] }, site);
  }
  const declared = declaredOf(engine, instance, name);
  if (declared !== undefined) return declared;
  if (instance.external !== undefined || outside !== undefined) {
    engine.missedAttributes.add(`${engine.numberOf(instance)}.${name}`);
    const base = instance.external ?? outside;
    const path = instance.external?.path ?? `${outside?.path ?? ""}()`;
    return [external(`${path}.${name}`, base)];
  }
  if (!name.startsWith("__")) engine.missed = true;
  const key = `attribute:${engine.numberOf(instance)}.${name}`;
  return [{ ...unknown(`nothing gives ${instance.class.definition.name}.${name} a value`, key), missing: true }];
}

/** An attribute that nothing gives a value and that its class annotates. */
function declaredOf(engine: Engine, of: Instance, name: string): Value | undefined {
  for (const part of lineageOf(of.class).own) {
    const annotation = part.fields.get(name)?.annotation;
    if (annotation === undefined) continue;
    const scope = scopeAround({ frame: part.frame, file: part.file, owner: part });
    return objectOf(engine, typesOf(engine, annotation, scope));
  }
  return undefined;
}

function bindMember(
  engine: Engine,
  one: Alternative,
  self: Alternative & { kind: "instance" },
  name: string,
  site: Site,
): Value {
  const described = describedDefault(engine, one, site);
  if (described !== undefined) {
    self.instance.fields.set(name, described);
    return described;
  }
  const inner = wrapped(one);
  if (one.kind === "instance" && memberOf(one.instance.class, "__get__") !== undefined) {
    const method = getAttribute(engine, one, "__get__", site);
    return engine.call(
      method,
      { ...nothingGiven, positional: [[self], [{ kind: "class", class: self.instance.class }]] },
      site,
    );
  }
  if (inner === undefined || inner.self !== undefined) return [one];
  // A function that was put into a class's attribute as a value is one of its methods all the same.
  const { role } = inner.function;
  if (role === "static") return [one];
  if (role === "class") return [boundTo(one, { kind: "class", class: self.instance.class })];
  if (role === "property") return under(engine.callFunction({ ...inner, self }, nothingGiven, site), one.when);
  return [boundTo(one, self)];
}

function ofClass(engine: Engine, of: Alternative & { kind: "class" }, name: string): Value {
  if (name === "__name__" || name === "__qualname__") return [text(of.class.definition.name)];
  const member = memberOf(of.class, name);
  if (member !== undefined) {
    if (member.owner.traits.has("enum") && member.owner.fields.has(name))
      return [enumMember(engine, member.owner, name, member.value)];
    return member.value.map((one) => (wrapped(one)?.function.role === "class" ? boundTo(one, of) : one));
  }
  if (of.class.traits.has("enum") && name === "__members__") return [of];
  const { external: outside } = lineageOf(of.class);
  if (outside !== undefined && !of.class.traits.has("model") && !of.class.traits.has("settings"))
    return [external(`${outside.path}.${name}`, outside)];
  return [{ kind: "method", self: of, name }];
}

const members = new WeakMap<PythonClass, Map<string, Instance>>();

/** A member of an Enum: the same object each time. */
export function enumMember(engine: Engine, of: PythonClass, name: string, value: Value): Alternative {
  let known = members.get(of);
  if (known === undefined) {
    known = new Map();
    members.set(of, known);
  }
  let instance = known.get(name);
  if (instance === undefined) {
    const auto = value.length === 1 && value[0]?.kind === "external" && value[0].external.path === "enum.auto()";
    const fields = new Map<string, Value>([
      ["value", auto ? [text(name.toLowerCase())] : value],
      ["_value_", auto ? [text(name.toLowerCase())] : value],
      ["name", [text(name)]],
    ]);
    instance = { class: of, fields, external: undefined, born: engine.branch };
    known.set(name, instance);
  }
  return { kind: "instance", instance };
}

function ofSuper(engine: Engine, of: Alternative & { kind: "super" }, name: string, site: Site): Value {
  const { self, after } = of;
  const start = self.kind === "instance" ? self.instance.class : self.kind === "class" ? self.class : after;
  const member = memberOf(start, name, after);
  if (member !== undefined) {
    if (self.kind === "instance")
      return either(...member.value.map((one) => bindMember(engine, one, self, name, site)));
    return member.value.map((one) => boundTo(one, self));
  }
  return [{ kind: "method", self: of, name }];
}

function ofFile(engine: Engine, of: Alternative & { kind: "file" }, name: string, site: Site): Value {
  const own = of.file.frame.own(name);
  if (own !== undefined) return engine.visible(own);
  const inner = of.file.find(of.file.module === "" ? name : `${of.file.module}.${name}`);
  if (inner !== undefined) {
    engine.runFile(inner);
    return [{ kind: "file", file: inner }];
  }
  const asked = askedModule(engine, of.file, name, site);
  if (asked !== undefined) return asked;
  engine.missed = true;
  return [{ ...unknown(`${of.file.module} gives ${name} no value`, `name:${of.file.module}.${name}`), missing: true }];
}

/** What a module's own `__getattr__` gives for a name that it does not have; undefined where it has none. */
export function askedModule(engine: Engine, file: PythonFile, name: string, site: Site): Value | undefined {
  const hook = name.startsWith("__") ? undefined : file.frame.own("__getattr__");
  return hook === undefined ? undefined : engine.call(hook, { ...nothingGiven, positional: [[text(name)]] }, site);
}

/** What a property's setter is, where an object's class has one of that name. */
function setterOf(of: Alternative & { kind: "instance" }, name: string): PythonFunction | undefined {
  for (const one of memberOf(of.instance.class, name)?.value ?? []) {
    const setter = wrapped(one)?.function.setter;
    if (setter !== undefined) return setter;
  }
  return undefined;
}

/**
 * What something holds once code has changed it that is called again and again: either value. What one request leaves the
 * next one finds, so the methods are run once more; a number that changes is another one each time.
 */
export function later(engine: Engine, before: Value, value: Value): Value {
  const joined = either(before, value);
  if (before.length === 0 || joined.length === before.length) return joined;
  engine.missed = true;
  const isNumber = (one: Alternative) => one.kind === "constant" && typeof one.value === "number";
  return before.some(isNumber) && value.some(isNumber)
    ? either(joined, [unknown("it changes from one request to the next", `state:${before.length}`)])
    : joined;
}

/** `object.name = value`. */
export function setAttribute(engine: Engine, of: Alternative, name: string, value: Value): void {
  if (of.kind === "instance") {
    const setter = setterOf(of, name);
    if (setter !== undefined) {
      const { file, definition } = setter;
      const site = { file, from: definition.from, to: definition.from };
      engine.callFunction(
        { kind: "function", function: setter, self: of },
        { ...nothingGiven, positional: [value] },
        site,
      );
      return;
    }
    const { fields } = of.instance;
    engine.isSet(`${engine.numberOf(of.instance)}.${name}`, value);
    const before = fields.get(name);
    if (before === undefined && engine.missedAttributes.has(`${engine.numberOf(of.instance)}.${name}`))
      engine.missed = true;
    const sure = engine.isSure(of.instance) && of.when === undefined;
    fields.set(name, sure ? value : later(engine, before ?? [], under(value, engine.choice)));
  } else if (of.kind === "class") {
    const before = of.class.frame.own(name);
    const isNew = before === undefined || engine.isSure(of.class.frame);
    of.class.frame.set(name, isNew ? value : later(engine, before, value));
  } else if (of.kind === "external") {
    of.external.fields ??= new Map();
    of.external.fields.set(name, value);
    engine.observer.assigned(of.external, name, value);
    engine.escape(value.filter(({ kind }) => kind !== "class"));
  } else if (of.kind === "file") of.file.frame.set(name, value);
  else if (of.kind === "dict") of.dict.entries.set(name, value);
  else engine.escape(value);
}
