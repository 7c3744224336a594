import { parsePython } from "../source/parse.js";
import { importedName } from "../source/scope.js";
import type { Expression } from "../syntax/ast.js";
import { statementsOf } from "../syntax/statements.js";
import { cutKey, either, external, isNone, newObject, nothingGiven, under, unknown } from "../values/make.js";
import type { Alternative, ClassRef, External, FunctionRef, PythonClass, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { boundTo, wrapped } from "./functions.js";
import { lineageOf } from "./lineage.js";
import { type Scope, type Site, scopeAround } from "./scope.js";

// An annotation is believed where nothing else tells what something is, and only of clients: of classes of libraries whose
// calls are watched, and of the agent's own classes that hold one. All else stays what it is, not known.

const deepest = 3;

/** A value, or what its annotation says in the place of what is not known of it. */
export function asPromised(engine: Engine, value: Value, annotation: Expression | undefined, scope: Scope): Value {
  if (annotation === undefined || value.length === 0) return value;
  if (!value.some(isUntold) || !value.every((one) => isUntold(one) || isNone(one))) return value;
  const types = typesOf(engine, annotation, scope);
  if (types.length === 0) return value;
  return either(
    ...value.map((one): Value => {
      const made = isUntold(one)
        ? objectOf(engine, types, one.kind === "external" ? one.external : undefined)
        : undefined;
      return made === undefined ? [one] : under(made, one.when);
    }),
  );
}

/** The value of a name that is written with an annotation: `C: ContextVar[X] = ContextVar("c")` says what is in it. */
export function asAnnotated(engine: Engine, value: Value, annotation: Expression | undefined, scope: Scope): Value {
  if (annotation?.type === "subscript" && annotation.index.type !== "tuple")
    for (const one of value)
      if (one.kind === "external" && one.external.path === "contextvars.ContextVar()") {
        one.external.fields ??= new Map();
        one.external.fields.set("[]", typesOf(engine, annotation.index, scope));
      }
  return asPromised(engine, value, annotation, scope);
}

/** An object of one of some types, as somebody gives it of whom nothing is known; undefined where that says nothing. */
export function objectOf(engine: Engine, types: Value, from?: External): Value | undefined {
  const found: Alternative[] = [];
  for (const type of types) {
    const context = contextOf(engine, type);
    if (context !== undefined) found.push(context);
    else if (isPromise(engine, type, 0)) {
      // What runs later may tell what it is: an annotation is the last to be asked.
      engine.promisable = true;
      if (engine.promising) found.push(type.kind === "class" ? instanceOf(engine, type) : clientOf(engine, type, from));
    }
  }
  return found.length === 0 ? undefined : found;
}

/** Whether nothing is known of something. */
export function isUntold(one: Alternative): boolean {
  if (one.kind === "unknown")
    return one.user !== true && one.told !== true && one.mapping === undefined && !one.key.startsWith(cutKey);
  return one.kind === "external" && one.external.path.includes("()") && isHolder.test(one.external.path);
}

// What gives back what somebody has put into it.
const isHolder = /^contextvars\.ContextVar\(\)\.get\(\)$|\.state(?:\.\w+|\[\])$|\.session_state(?:\.\w+|\[\])$/;

/** The classes that an annotation names. */
export function typesOf(engine: Engine, annotation: Expression, scope: Scope, depth = 0): Value {
  if (depth > deepest) return [];
  const inner = (one: Expression) => typesOf(engine, one, scope, depth + 1);
  if (annotation.type === "text") {
    const [statement] = statementsOf(annotation.text, parsePython(annotation.text).tree.topNode);
    return statement?.type === "expression" ? inner(statement.value) : [];
  }
  if (annotation.type === "binary" && annotation.operator === "|")
    return [...inner(annotation.left), ...inner(annotation.right)];
  if (annotation.type === "name" || annotation.type === "attribute") return named(engine, annotation, scope);
  if (annotation.type !== "subscript") return [];
  const { index } = annotation;
  const [of] = named(engine, annotation.object, scope);
  if (of?.kind !== "external") return [];
  const items = index.type === "tuple" ? index.items.map(({ value }) => value) : [index];
  if (first.test(of.external.path)) return items.slice(0, 1).flatMap(inner);
  if (any.test(of.external.path)) return items.flatMap(inner);
  if (engine.observer.context(of.external.path) === undefined) return [];
  return [external(`${of.external.path}[]`, of.external, { ...nothingGiven, positional: items.map(inner) })];
}

const first = /^(?:typing|typing_extensions)\.(?:Annotated|Final|ClassVar|Required|NotRequired)$/;
const any = /^(?:typing|typing_extensions)\.(?:Optional|Union)$/;

/** What a name stands for; that it is not there yet is nothing that code waits for. */
function named(engine: Engine, written: Expression, scope: Scope): Value {
  const { missed } = engine;
  const found = engine.evaluate(written, scope).filter(({ kind }) => kind === "class" || kind === "external");
  engine.missed = missed;
  return found.length > 0 || written.type !== "name" ? found : imported(written.name, scope);
}

/** A name that is imported for annotations alone, under `if TYPE_CHECKING:`. */
function imported(name: string, { file }: Scope): Value {
  const binding = file.source.bindings.get(name);
  if (binding?.kind !== "import" || binding.attribute === undefined) return [];
  const local = file.find(".".repeat(binding.level) + binding.module);
  if (local !== undefined) return (local.frame.own(binding.attribute) ?? []).filter(({ kind }) => kind === "class");
  return binding.level > 0 ? [] : [external(importedName(binding))];
}

function isPromise(engine: Engine, type: Alternative, depth: number): boolean {
  if (type.kind === "external") return engine.observer.client(type.external.path) !== undefined;
  return type.kind === "class" && depth < deepest && holdsClient(engine, type.class, depth);
}

/** Whether objects of a class of the agent's own are made with a client. */
function holdsClient(engine: Engine, of: PythonClass, depth: number): boolean {
  if (of.traits.has("enum") || of.traits.has("typedDict")) return false;
  const names = (annotation: Expression | undefined, around: Parameters<typeof scopeAround>[0]) =>
    annotation !== undefined &&
    typesOf(engine, annotation, scopeAround(around)).some((one) => isPromise(engine, one, depth + 1));
  return (
    lineageOf(of).own.some((part) =>
      [...part.fields.values()].some(({ annotation }) =>
        names(annotation, { frame: part.frame, file: part.file, owner: part }),
      ),
    ) ||
    constructors(of).some(({ function: made }) =>
      made.definition.parameters.some(({ annotation }) => names(annotation, made)),
    )
  );
}

function constructors(of: PythonClass): FunctionRef[] {
  const owner = lineageOf(of).own.find(({ frame }) => frame.own("__init__") !== undefined);
  return (owner?.frame.own("__init__") ?? []).flatMap((one) => wrapped(one) ?? []);
}

function clientOf(engine: Engine, type: Alternative, from: External | undefined): Alternative {
  const path = type.kind === "external" ? engine.observer.client(type.external.path) : undefined;
  const more = unknown("nobody was seen to make it");
  const made = external(path ?? "unknown()", from, { ...nothingGiven, more });
  if (made.kind === "external") made.external.promised = true;
  return made;
}

/** An object of the agent's own that nobody was seen to make: the same each time. */
function instanceOf(engine: Engine, { class: of }: ClassRef): Alternative {
  const known = engine.promisedObjects.get(of);
  if (known !== undefined) return { kind: "instance", instance: known };
  const self = newObject(of, engine.branch);
  engine.promisedObjects.set(of, self.instance);
  const site: Site = { file: of.file, from: of.definition.from, to: of.definition.from };
  const given = { ...nothingGiven, more: unknown(`nobody was seen to make a ${of.definition.name}`) };
  const made = constructors(of);
  if (made.length > 0)
    engine.call(
      made.map((one) => boundTo(one, self)),
      given,
      site,
    );
  else if (of.traits.size > 0) engine.giveFields(self.instance, given, site);
  return self;
}

/** What a library hands to a function in an object of its own: `ctx.deps` of a `RunContext[Deps]`. */
function contextOf(engine: Engine, type: Alternative): Alternative | undefined {
  if (type.kind !== "external") return undefined;
  const path = type.external.path.replace(/\[\]$/, "");
  const context = engine.observer.context(path);
  if (context === undefined) return undefined;
  const types = type.external.given?.positional ?? [];
  const isOne = (one: Alternative) => types.length === 0 || types.some((each) => each.some((of) => isOf(one, of)));
  const given = context.given.filter(isOne);
  const value = given.length > 0 ? given : types.flatMap((each) => objectOf(engine, each) ?? []);
  engine.promisable ||= given.length === 0;
  const made = external(`${path}()`);
  if (made.kind === "external" && value.length > 0) made.external.fields = new Map([[context.attribute, value]]);
  return made;
}

function isOf(one: Alternative, type: Alternative): boolean {
  if (one.kind === "instance") return type.kind === "class" && lineageOf(one.instance.class).own.includes(type.class);
  return one.kind === "external" && type.kind === "external" && one.external.path === `${type.external.path}()`;
}
