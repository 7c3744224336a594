import type { ClassDefinition, Expression, Statement } from "../syntax/ast.js";
import { either, external, knownText, newObject, nothingGiven, text, under, unknown } from "../values/make.js";
import type { Alternative, ClassTrait, External, Given, InstanceRef, PythonClass, Value } from "../values/types.js";
import { enumMember, memberOf } from "./attributes.js";
import type { Engine } from "./engine.js";
import { addRoot, makeLater } from "./escape.js";
import { fieldValues } from "./fields.js";
import { Frame } from "./frame.js";
import { boundTo, wrapped } from "./functions.js";
import { lineageOf } from "./lineage.js";
import type { Scope, Site } from "./scope.js";

const traitsOfBases = new Map<string, ClassTrait>([
  ["pydantic.BaseModel", "model"],
  ["pydantic.v1.BaseModel", "model"],
  ["sqlmodel.SQLModel", "model"],
  ["pydantic.RootModel", "model"],
  ["pydantic.BaseSettings", "settings"],
  ["pydantic.v1.BaseSettings", "settings"],
  ["pydantic_settings.BaseSettings", "settings"],
  ["enum.Enum", "enum"],
  ["enum.StrEnum", "enum"],
  ["enum.IntEnum", "enum"],
  ["strenum.StrEnum", "enum"],
  ["typing.NamedTuple", "namedTuple"],
  ["typing.TypedDict", "typedDict"],
  ["typing_extensions.TypedDict", "typedDict"],
]);
const dataDecorators =
  /^(?:dataclasses\.dataclass|pydantic\.dataclasses\.dataclass|attr\.(?:s|define|dataclass|frozen|mutable)|attrs\.(?:define|frozen|mutable))(?:\(\))?$/;

// Decorators that leave it to the agent's own code to use the class.
const plainDecorators = /^(?:functools|typing|typing_extensions|enum|warnings|deprecat\w+|abc|builtins)\./;

function isPlain(engine: Engine, path: string): boolean {
  return plainDecorators.test(path) || engine.observer.decorator(path.replace(/\(\)$/, "")) !== undefined;
}

/** A class where it is defined. */
export function defineClass(engine: Engine, definition: ClassDefinition, scope: Scope): Value {
  const bases: (PythonClass | External)[] = [];
  const traits = new Set<ClassTrait>();
  let announced = false;
  for (const argument of definition.arguments) {
    if (argument.name !== undefined || argument.star !== undefined) continue;
    for (const one of engine.evaluate(argument.value, scope)) {
      if (one.kind === "class") {
        bases.push(one.class);
        for (const trait of one.class.traits) traits.add(trait);
      } else if (one.kind === "external") {
        bases.push(one.external);
        const trait = traitsOfBases.get(one.external.path);
        if (trait !== undefined) traits.add(trait);
      } else if (one.kind === "unknown") {
        const outside = external("unknown.base");
        if (outside.kind === "external") bases.push(outside.external);
      }
    }
  }
  for (const decorator of definition.decorators) {
    const [one] = engine.evaluate(decorator, scope);
    if (one?.kind === "external" && dataDecorators.test(one.external.path)) traits.add("dataclass");
    else if (one?.kind === "external" && !isPlain(engine, one.external.path)) announced = true;
  }
  const frame = new Frame(scope.frame, "class", engine.branch);
  const made: PythonClass = {
    definition,
    file: scope.file,
    frame,
    bases,
    traits,
    fields: new Map(),
    announced,
    environmentPrefix: "",
  };
  collectFields(made, definition.body);
  const inside: Scope = { ...scope, frame, owner: made, self: undefined, returns: [], yields: [] };
  engine.execute(definition.body, inside);
  made.environmentPrefix = environmentPrefix(made);
  const site: Site = { file: scope.file, from: definition.from, to: definition.from };
  announce(engine, made, definition, inside, site);
  for (const argument of definition.arguments)
    if (argument.name === "metaclass") makeBy(engine, engine.evaluate(argument.value, scope));
  let value: Value = [{ kind: "class", class: made }];
  const base = lineageOf(made).external;
  if (base !== undefined && engine.observer.makes(base.path))
    makeLater(engine, { kind: "class", class: made }, nothingGiven);
  for (const decorator of [...definition.decorators].reverse()) {
    const own = engine.evaluate(decorator, scope).filter(({ kind }) => kind === "function" || kind === "instance");
    if (own.length > 0) value = engine.call(own, { ...nothingGiven, positional: [value] }, site);
  }
  return value;
}

const making = ["__new__", "__init__", "__call__"];

/** A class of classes of the agent's own: what it does as a class is made is run, though not with what it is made of. */
function makeBy(engine: Engine, metaclasses: Value): void {
  for (const one of metaclasses) {
    if (one.kind !== "class") continue;
    for (const name of making)
      for (const member of memberOf(one.class, name)?.value ?? []) {
        const bound = boundTo(member, one);
        if (bound.kind === "function") addRoot(engine, bound);
      }
  }
}

/** Tells the attributes of a class their names, and its bases that there is a class more. */
function announce(engine: Engine, made: PythonClass, definition: ClassDefinition, scope: Scope, site: Site): void {
  const self: Alternative = { kind: "class", class: made };
  for (const name of made.frame.names()) {
    for (const one of made.frame.own(name) ?? []) {
      if (one.kind !== "instance" || memberOf(one.instance.class, "__set_name__") === undefined) continue;
      const method = engine.attribute(one, "__set_name__", site);
      engine.call(method, { ...nothingGiven, positional: [[self], [text(name)]] }, site);
    }
  }
  const hook = memberOf(made, "__init_subclass__", made);
  if (hook === undefined) return;
  const keywords = new Map<string, Value>();
  for (const argument of definition.arguments)
    if (argument.name !== undefined && argument.name !== "metaclass")
      keywords.set(argument.name, engine.evaluate(argument.value, scope));
  const bound = hook.value.map((one) => boundTo(one, self));
  engine.call(bound, { ...nothingGiven, keywords }, site);
}

/** Whether an expression is a name, however it is imported. */
function isNamed(expression: Expression | undefined, name: string): boolean {
  return (expression?.type === "name" || expression?.type === "attribute") && expression.name === name;
}

/** `@dataclass(kw_only=True)`. */
function isKeywordOnly({ decorators }: ClassDefinition): boolean {
  return decorators.some(
    (one) =>
      one.type === "call" &&
      one.arguments.some(({ name, value }) => name === "kw_only" && value.type === "constant" && value.value === true),
  );
}

function collectFields(of: PythonClass, body: readonly Statement[]): void {
  let keywordOnly = isKeywordOnly(of.definition);
  for (const statement of body) {
    if (statement.type !== "assign") continue;
    const [target] = statement.targets;
    if (target?.type !== "name") continue;
    const isEnum = of.traits.has("enum");
    if (statement.annotation === undefined && !isEnum) continue;
    if (isEnum && target.name.startsWith("_")) continue;
    // `_: KW_ONLY`: no field, and the ones behind it are given by name.
    if (isNamed(statement.annotation, "KW_ONLY")) {
      keywordOnly = true;
      continue;
    }
    const { annotation, value } = statement;
    of.fields.set(target.name, { annotation, hasDefault: value !== undefined, keywordOnly });
  }
}

/** `model_config = SettingsConfigDict(env_prefix="X_")`, a dictionary of it, or `class Config: env_prefix = "X_"`. */
function environmentPrefix(of: PythonClass): string {
  if (!of.traits.has("settings")) return "";
  for (const one of memberOf(of, "model_config")?.value ?? []) {
    const value =
      one.kind === "external"
        ? one.external.given?.keywords.get("env_prefix")
        : one.kind === "dict"
          ? one.dict.entries.get("env_prefix")
          : undefined;
    const [prefix] = value ?? [];
    if (prefix !== undefined) return knownText(prefix) ?? "";
  }
  for (const one of memberOf(of, "Config")?.value ?? []) {
    const [prefix] = one.kind === "class" ? (one.class.frame.own("env_prefix") ?? []) : [];
    if (prefix !== undefined) return knownText(prefix) ?? "";
  }
  return "";
}

/** What a class's own `__new__` gives, as singletons have it; undefined where it has none, or gives no object of it. */
function madeByClass(engine: Engine, of: PythonClass, given: Given, site: Site): InstanceRef | undefined {
  const maker = memberOf(of, "__new__");
  if (maker === undefined) return undefined;
  const self: Alternative = { kind: "class", class: of };
  const made = engine.call(
    maker.value.map((one) => boundTo(one, self)),
    given,
    site,
  );
  return made.find((one): one is InstanceRef => one.kind === "instance" && one.instance.class === of);
}

/** A new object of a class. */
export function construct(engine: Engine, of: PythonClass, given: Given, site: Site): Value {
  if (of.traits.has("typedDict"))
    return [
      {
        kind: "dict",
        dict: { entries: new Map(given.keywords), rest: given.more && [given.more], born: engine.branch },
      },
    ];
  if (of.traits.has("enum")) return enumByValue(engine, of, given);
  const self = madeByClass(engine, of, given, site) ?? newObject(of, engine.branch);
  const { instance } = self;
  const member = memberOf(of, "__init__");
  const isData = of.traits.size > 0;
  if (member !== undefined) {
    if (isData) fieldValues(engine, of, nothingGiven, instance, site);
    const bound = member.value.map((one) => boundTo(one, self));
    engine.call(bound, given, site);
  } else if (isData) {
    fieldValues(engine, of, given, instance, site);
    afterwards(engine, of, self, site);
  } else {
    const outside = lineageOf(of).external;
    if (outside !== undefined) {
      const [made] = engine.callExternal(outside, withClassAttributes(of, given), site);
      if (made?.kind === "external") instance.external = made.external;
      if (made?.kind === "dict") instance.held = made.dict;
      for (const [key, value] of given.keywords) instance.fields.set(key, value);
    }
  }
  if (lineageOf(of).own.some(({ announced }) => announced)) engine.escape([self]);
  return [self];
}

/** Fields of LangChain's classes may be given by a class attribute. */
function withClassAttributes(of: PythonClass, given: Given): Given {
  const keywords = new Map<string, Value>();
  for (const part of [...lineageOf(of).own].reverse()) {
    for (const name of part.frame.names()) {
      const value = part.frame.own(name) ?? [];
      if (name.startsWith("__") || value.some((one) => wrapped(one) !== undefined || one.kind === "class")) continue;
      keywords.set(name, value);
    }
  }
  for (const [name, value] of given.keywords) keywords.set(name, value);
  return { ...given, keywords };
}

function afterwards(engine: Engine, of: PythonClass, self: Alternative, site: Site): void {
  for (const name of ["__post_init__", "__attrs_post_init__", "model_post_init"]) {
    const member = memberOf(of, name);
    if (member === undefined) continue;
    const more =
      name === "model_post_init"
        ? { ...nothingGiven, positional: [[unknown("it is pydantic's context")]] }
        : nothingGiven;
    engine.call(
      member.value.map((one) => boundTo(one, self)),
      more,
      site,
    );
  }
  for (const part of lineageOf(of).own) {
    for (const name of part.frame.names()) {
      for (const one of part.frame.own(name) ?? []) {
        if (one.kind !== "external" || !one.external.path.startsWith("pydantic.model_validator()")) continue;
        engine.call([boundTo(one, self)], nothingGiven, site);
      }
    }
  }
}

function enumByValue(engine: Engine, of: PythonClass, given: Given): Value {
  const found: Value[] = [];
  const wanted = given.positional[0] ?? [];
  for (const one of wanted) {
    const known = one.kind === "constant" ? String(one.value) : knownText(one);
    for (const name of of.fields.keys()) {
      const member = enumMember(engine, of, name, of.frame.own(name) ?? []);
      const value = member.kind === "instance" ? member.instance.fields.get("value")?.[0] : undefined;
      const text = value === undefined ? undefined : value.kind === "constant" ? String(value.value) : knownText(value);
      if (known === undefined || known === text) found.push(under([member], one.when));
    }
  }
  return found.length === 0 ? [unknown(`${of.definition.name} has no such member`)] : either(...found);
}
