import type { Engine } from "../../python/engine/engine.js";
import { genericArguments } from "../../python/engine/generics.js";
import { scopeAround } from "../../python/engine/scope.js";
import type { Expression } from "../../python/syntax/ast.js";
import { isNone } from "../../python/values/make.js";
import type { Alternative, PythonClass, PythonFunction } from "../../python/values/types.js";
import { type PydanticField, pydanticFields } from "./pydantic.js";
import type { Column, SchemaType } from "./types.js";

/** What the annotations of `predict` say. */
export interface HintedSignature {
  /** Columns of the input; absent when `predict` is not annotated, or in a way that this reading does not follow. */
  inputs?: Column[];
  /** Columns of the output. */
  outputs: Column[];
  /** A hint that MLflow derives a signature from and this reading does not follow, as written. */
  unread?: string;
}

const scalars = new Map<string, SchemaType>([
  ["builtins.int", { type: "long" }],
  ["builtins.str", { type: "string" }],
  ["builtins.bool", { type: "boolean" }],
  ["builtins.float", { type: "double" }],
  ["builtins.bytes", { type: "binary" }],
  ["datetime.datetime", { type: "datetime" }],
  ["typing.Any", { type: "any" }],
]);
const listNames = new Set(["builtins.list", "typing.List"]);
const dictNames = new Set(["builtins.dict", "typing.Dict"]);
const unionNames = new Set(["typing.Union", "typing.Optional"]);
const anyOutput: Column[] = [{ of: { type: "any" }, required: true }];

/**
 * The signature that MLflow derives from the type hints of `predict`: `list[T]` for the input, anything for the output,
 * where T is a scalar, `Any`, a union, a list, a dictionary with text keys or a Pydantic model.
 *
 * @param engine evaluates the hints where they are written
 * @param predict the function
 * @param isFunction whether it is a plain function, without `self`
 */
export function hintedSignature(engine: Engine, predict: PythonFunction, isFunction: boolean): HintedSignature {
  const hint = inputHint(predict, isFunction);
  if (hint === undefined) return { outputs: returnColumns(engine, predict) ?? [] };
  const input = evaluated(engine, hint, predict, predict.owner);
  // A name that is there for a type checker alone is none that MLflow could look at.
  const isForCheckers =
    hint.type === "name" && input?.kind === "unknown" && predict.file.source.bindings.has(hint.name);
  if (isForCheckers) return { outputs: returnColumns(engine, predict) ?? [] };
  const element = listElement(input);
  const of = element === undefined || isOptional(element) ? undefined : typeOf(engine, element, 0);
  const outputs = returnColumns(engine, predict) ?? anyOutput;
  if (of !== undefined) return { inputs: columnsOf(of), outputs };
  // From anything but a list, such as a data frame, MLflow derives nothing and looks at the example.
  const mayCount = element !== undefined || input === undefined || input.kind === "unknown" || input.kind === "text";
  const unread = predict.file.text.slice(hint.from, hint.to);
  return mayCount ? { outputs, unread } : { outputs: returnColumns(engine, predict) ?? [] };
}

/** What a hint stands for where it is written. */
function evaluated(
  engine: Engine,
  hint: Expression,
  { file, frame }: Pick<PythonFunction, "file" | "frame">,
  owner: PythonClass | undefined,
): Alternative | undefined {
  const all = engine.evaluate(hint, scopeAround({ frame, file, owner }));
  const [one, more] = all;
  if (more === undefined) return one;
  // Where a condition chooses, those that say the same are one.
  const known = all.filter((each) => typeOf(engine, listElement(each) ?? each, 0) !== undefined);
  const types = new Set(
    known.map((each) =>
      JSON.stringify([listElement(each) !== undefined, typeOf(engine, listElement(each) ?? each, 0)]),
    ),
  );
  return types.size === 1 ? known[0] : undefined;
}

/** The annotation of the model input: the first parameter after `self` and `context`. */
function inputHint({ definition }: PythonFunction, isFunction: boolean): Expression | undefined {
  const parameters = definition.parameters.slice(isFunction ? 0 : 1);
  return parameters[parameters[0]?.name === "context" ? 1 : 0]?.annotation;
}

function returnColumns(engine: Engine, predict: PythonFunction): Column[] | undefined {
  const { returns } = predict.definition;
  const hint = returns === undefined ? undefined : evaluated(engine, returns, predict, predict.owner);
  const of = hint === undefined ? undefined : typeOf(engine, listElement(hint) ?? hint, 0);
  return of === undefined ? undefined : columnsOf(of);
}

/** Whether a hint allows `None`, which MLflow refuses for the elements of the input. */
function isOptional(hint: Alternative): boolean {
  return (unionMembers(hint) ?? []).some(isNone) || genericArguments(hint)?.name === "typing.Optional";
}

/** MLflow makes one column without a name of whatever an element is. */
function columnsOf(of: SchemaType): Column[] {
  return [{ of, required: true }];
}

function listElement(hint: Alternative | undefined): Alternative | undefined {
  const generic = hint === undefined ? undefined : genericArguments(hint);
  const [element, more] = generic?.arguments ?? [];
  return generic !== undefined && listNames.has(generic.name) && more === undefined ? element : undefined;
}

function typeOf(engine: Engine, hint: Alternative, depth: number): SchemaType | undefined {
  if (depth > 20) return undefined;
  const plain = hint.kind === "external" ? scalars.get(hint.external.path) : undefined;
  if (plain !== undefined) return plain;
  const members = unionMembers(hint);
  if (members !== undefined) return unionType(engine, members, depth);
  const fields = hint.kind === "class" ? pydanticFields(hint.class) : undefined;
  if (fields !== undefined) return objectType(engine, fields, depth);
  const { name = "", arguments: [first, second, third] = [] } = genericArguments(hint) ?? {};
  if (first === undefined) return undefined;
  if (listNames.has(name) && second === undefined) {
    const items = typeOf(engine, first, depth + 1);
    return items === undefined ? undefined : { type: "array", items };
  }
  const isText = first.kind === "external" && first.external.path === "builtins.str";
  if (dictNames.has(name) && second !== undefined && third === undefined && isText) {
    const values = typeOf(engine, second, depth + 1);
    return values === undefined ? undefined : { type: "map", values };
  }
  return undefined;
}

/** A Pydantic model is an object; an optional field without a default is one that MLflow refuses. */
function objectType(engine: Engine, fields: PydanticField[], depth: number): SchemaType | undefined {
  const properties: { [name: string]: { of: SchemaType; required: boolean } } = {};
  for (const { name, annotation, owner, hasDefault } of fields) {
    const hint = evaluated(engine, annotation, owner, owner);
    const of = hint === undefined ? undefined : typeOf(engine, hint, depth + 1);
    if (hint === undefined || of === undefined) return undefined;
    const required = !isOptional(hint);
    if (!required && !hasDefault) return undefined;
    Object.defineProperty(properties, name, { value: { of, required }, enumerable: true });
  }
  return { type: "object", properties };
}

/** The members of `A | B`, `Union[A, B]` or `Optional[A]`, `None` among them; undefined for anything else. */
function unionMembers(hint: Alternative): Alternative[] | undefined {
  if (hint.kind !== "external") return undefined;
  const { external } = hint;
  if (external.path === "pipe()")
    return (external.given?.positional ?? []).flat().flatMap((one) => unionMembers(one) ?? [one]);
  const generic = genericArguments(hint);
  if (generic === undefined || !unionNames.has(generic.name)) return undefined;
  return generic.arguments.flatMap((one) => unionMembers(one) ?? [one]);
}

/** MLflow takes a union of several types for anything, and an optional type for the type. */
function unionType(engine: Engine, members: Alternative[], depth: number): SchemaType | undefined {
  const [only, more] = members.filter((one) => !isNone(one));
  return more === undefined && only !== undefined ? typeOf(engine, only, depth + 1) : { type: "any" };
}
