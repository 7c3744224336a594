import type { Expression, FunctionDefinition } from "../syntax/ast.js";
import { external, nothingGiven, under } from "../values/make.js";
import type { Alternative, FunctionRef, PythonFunction, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import type { Scope } from "./scope.js";

const roles = new Map<string, PythonFunction["role"]>([
  ["builtins.property", "property"],
  ["functools.cached_property", "property"],
  ["pydantic.computed_field", "property"],
  ["abc.abstractproperty", "property"],
  ["builtins.staticmethod", "static"],
  ["builtins.classmethod", "class"],
]);
const contexts = new Set(["contextlib.contextmanager", "contextlib.asynccontextmanager"]);
// Decorators that hand the function to somebody as they are applied.
const registering = new Set(["atexit.register"]);

/** A function where it is defined, its decorators applied. */
export function defineFunction(engine: Engine, definition: FunctionDefinition, scope: Scope): Value {
  const defaults = new Map<string, Value>();
  for (const parameter of definition.parameters)
    if (parameter.default !== undefined) defaults.set(parameter.name, engine.evaluate(parameter.default, scope));
  const owner = scope.frame.kind === "class" ? scope.owner : undefined;
  const made: PythonFunction = {
    definition,
    file: scope.file,
    frame: scope.frame,
    owner,
    role:
      owner !== undefined &&
      (definition.name === "__new__" ||
        definition.name === "__class_getitem__" ||
        definition.name === "__init_subclass__")
        ? "class"
        : "plain",
    defaults,
    yields: "nothing",
  };
  engine.functions.push(made);
  let value: Value = [{ kind: "function", function: made }];
  for (const decorator of [...definition.decorators].reverse()) value = decorate(engine, decorator, made, value, scope);
  return value;
}

function decorate(engine: Engine, decorator: Expression, made: PythonFunction, value: Value, scope: Scope): Value {
  const site = { file: scope.file, from: decorator.from, to: decorator.to };
  const found: Value[] = [];
  for (const one of engine.evaluate(decorator, scope)) {
    if (one.kind !== "external") {
      found.push(under(engine.call([one], { ...nothingGiven, positional: [value] }, site), one.when));
      continue;
    }
    const { path, base } = one.external;
    if (engine.registers(one, value)) {
      found.push(value);
      continue;
    }
    const role = roles.get(path);
    if (role !== undefined) made.role = role;
    if (contexts.has(path)) made.yields = "context";
    const plain = path.replace(/\(\)$/, "");
    const [first] = plain === "functools.wraps" ? (one.external.given?.positional[0] ?? []) : [];
    const original = first === undefined ? undefined : wrapped(first)?.function;
    if (original !== undefined) made.wraps = original;
    const known = engine.observer.decorator(plain);
    if (role !== undefined || contexts.has(path) || neutral.has(plain) || known === "handsBack") {
      found.push(value);
      continue;
    }
    // `@app.tool()` gives the function to the object there and then; `@tool` makes something of it for later.
    const object = base !== undefined && (path.endsWith("()") ? base.base !== undefined : true) && /\(\)\./.test(path);
    if (object || registering.has(plain) || known === "registers") engine.escape(value);
    const given = { ...nothingGiven, positional: [value] };
    found.push([external(path.endsWith("()") ? `${path}()` : `${path}()`, one.external, given)]);
  }
  return found.length === 0 ? value : found.flat();
}

const neutral = new Set([
  "typing.overload",
  "typing.final",
  "typing.override",
  "typing_extensions.override",
  "abc.abstractmethod",
  "functools.wraps",
  "functools.lru_cache",
  "functools.cache",
  "pydantic.validate_call",
]);

/** The function that a decorator of a library wraps; undefined where it wraps none. */
export function wrapped(one: Alternative): FunctionRef | undefined {
  if (one.kind === "function") return one;
  if (one.kind !== "external" || one.external.given === undefined) return undefined;
  const [first] = one.external.given.positional;
  const inner = first?.length === 1 ? first[0] : undefined;
  return inner === undefined ? undefined : wrapped(inner);
}

/** A function, or what wraps one, bound to an object. */
export function boundTo(one: Alternative, self: Alternative): Alternative {
  if (one.kind === "function") return { ...one, self };
  const inner = wrapped(one);
  if (one.kind !== "external" || inner === undefined) return one;
  const given = { ...nothingGiven, positional: [[{ ...inner, self }]] };
  return { ...one, external: { ...one.external, given, consumed: false } };
}
