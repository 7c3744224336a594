import { definitionOf } from "../../agentCode/classes.js";
import type { Located, ModuleFinder } from "../../python/source/located.js";
import { childrenOf, qualifiedName, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
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
  ["int", { type: "long" }],
  ["str", { type: "string" }],
  ["bool", { type: "boolean" }],
  ["float", { type: "double" }],
  ["bytes", { type: "binary" }],
  ["datetime.datetime", { type: "datetime" }],
  ["typing.Any", { type: "any" }],
]);
const listNames = new Set(["list", "typing.List"]);
const dictNames = new Set(["dict", "typing.Dict"]);
const anyOutput: Column[] = [{ of: { type: "any" }, required: true }];

/**
 * The signature that MLflow derives from the type hints of `predict`: `list[T]` for the input, anything for the output,
 * where T is a scalar, `Any`, a union, a list, a dictionary with text keys or a Pydantic model.
 *
 * @param predict the function and its file
 * @param isFunction whether it is a plain function, without `self`
 * @param find finds local modules
 */
export function hintedSignature(predict: Located, isFunction: boolean, find: ModuleFinder): HintedSignature {
  const input = inputHint(predict, isFunction);
  if (input === undefined) return { outputs: returnColumns(predict, find) ?? [] };
  const at = { module: predict.module, node: input };
  const element = listElement(at, find);
  const of = element === undefined || isOptional(element) ? undefined : typeFromHint(element, find, 0);
  const outputs = returnColumns(predict, find) ?? anyOutput;
  if (of !== undefined) return { inputs: columnsOf(of), outputs };
  // From anything but a list, such as a data frame, MLflow derives nothing and looks at the example.
  const mayCount = element !== undefined || input.name === "String" || isUnknownName(at, find);
  return mayCount ? { outputs, unread: sourceOf(at.module, input) } : { outputs: returnColumns(predict, find) ?? [] };
}

/** Whether a hint is a name that leads to a value, which might be an alias of a list. */
function isUnknownName(at: Located, find: ModuleFinder): boolean {
  const definition = at.node.name === "VariableName" ? definitionOf(at, find) : undefined;
  return definition !== undefined && definition.node.name !== "ClassDefinition";
}

/** The annotation of the model input: the first parameter after `self` and `context`. */
function inputHint({ module, node }: Located, isFunction: boolean): SyntaxNode | undefined {
  const list = node.getChild("ParamList");
  if (list === null) return undefined;
  const children = childrenOf(list);
  const names = children.filter(
    (child, index) => child.name === "VariableName" && children[index - 1]?.name !== "AssignOp",
  );
  let skip = isFunction ? 0 : 1;
  const second = names[skip];
  if (second !== undefined && sourceOf(module, second) === "context") skip += 1;
  const input = names[skip];
  const type = input === undefined ? undefined : children[children.indexOf(input) + 1];
  return type?.name === "TypeDef" ? (type.lastChild ?? undefined) : undefined;
}

function returnColumns(predict: Located, find: ModuleFinder): Column[] | undefined {
  const hint = predict.node.getChild("TypeDef")?.lastChild;
  if (hint === null || hint === undefined) return undefined;
  const at = { module: predict.module, node: hint };
  const element = listElement(at, find);
  const of = typeFromHint(element ?? at, find, 0);
  return of === undefined ? undefined : columnsOf(of);
}

/** Whether a hint allows `None`, which MLflow refuses for the elements of the input. */
function isOptional(at: Located): boolean {
  const members = unionMembers(at) ?? [];
  return members.some(({ node }) => node.name === "None") || generic(at)[0] === "typing.Optional";
}

/** MLflow makes one column without a name of whatever an element is. */
function columnsOf(of: SchemaType): Column[] {
  return [{ of, required: true }];
}

function listElement(at: Located, find: ModuleFinder): Located | undefined {
  const [name, args] = generic(at);
  const [element] = args;
  return name !== undefined && listNames.has(name) && args.length === 1 && element !== undefined
    ? unaliased({ module: at.module, node: element }, find)
    : undefined;
}

function unaliased(at: Located, find: ModuleFinder): Located {
  const definition = at.node.name === "VariableName" ? definitionOf(at, find) : undefined;
  return definition !== undefined && definition.node.name === "MemberExpression" ? definition : at;
}

function typeFromHint(at: Located, find: ModuleFinder, depth: number): SchemaType | undefined {
  if (depth > 20) return undefined;
  const plain = scalars.get(hintName(at) ?? "");
  if (plain !== undefined) return plain;
  const members = unionMembers(at);
  if (members !== undefined) return unionType(members, find, depth);
  const fields =
    at.node.name === "VariableName" || at.node.name === "MemberExpression" ? pydanticFields(at, find) : undefined;
  if (fields !== undefined) return objectType(fields, find, depth);
  const [name, args] = generic(at);
  const nodes = args.map((node) => unaliased({ module: at.module, node }, find));
  const [first, second] = nodes;
  if (name === undefined || first === undefined) return undefined;
  if (listNames.has(name) && nodes.length === 1) {
    const items = typeFromHint(first, find, depth + 1);
    return items === undefined ? undefined : { type: "array", items };
  }
  if (dictNames.has(name) && second !== undefined && nodes.length === 2 && hintName(first) === "str") {
    const values = typeFromHint(second, find, depth + 1);
    return values === undefined ? undefined : { type: "map", values };
  }
  return undefined;
}

/** A Pydantic model is an object; an optional field without a default is one that MLflow refuses. */
function objectType(fields: PydanticField[], find: ModuleFinder, depth: number): SchemaType | undefined {
  const properties: { [name: string]: { of: SchemaType; required: boolean } } = {};
  for (const { name, hint, hasDefault } of fields) {
    const of = typeFromHint(hint, find, depth + 1);
    const required = !isOptional(hint);
    if (of === undefined || (!required && !hasDefault)) return undefined;
    Object.defineProperty(properties, name, { value: { of, required }, enumerable: true });
  }
  return { type: "object", properties };
}

/** The members of `A | B`, `Union[A, B]` or `Optional[A]`, `None` among them; undefined for anything else. */
function unionMembers(at: Located): Located[] | undefined {
  const { module, node } = at;
  if (node.name === "BinaryExpression" && node.getChild("BitOp") !== null && sourceOf(module, node).includes("|")) {
    const sides = [node.firstChild, node.lastChild].filter((side) => side !== null);
    return sides.flatMap((side) => unionMembers({ module, node: side }) ?? [{ module, node: side }]);
  }
  const [name, args] = generic(at);
  if (name !== "typing.Union" && name !== "typing.Optional") return undefined;
  return args.flatMap((arg) => unionMembers({ module, node: arg }) ?? [{ module, node: arg }]);
}

/** MLflow takes a union of several types for anything, and an optional type for the type. */
function unionType(members: Located[], find: ModuleFinder, depth: number): SchemaType | undefined {
  const types = members.filter(({ node }) => node.name !== "None");
  const [only] = types;
  return types.length === 1 && only !== undefined ? typeFromHint(only, find, depth + 1) : { type: "any" };
}

/** The name of a hint: imported names in full, builtins as they are. */
function hintName({ module, node }: Located): string | undefined {
  if (node.name !== "VariableName" && node.name !== "MemberExpression") return undefined;
  const text = sourceOf(module, node);
  return qualifiedName(module, node) ?? (module.bindings.has(text) ? undefined : text);
}

/** `list[str]` as its name and arguments. */
function generic({ module, node }: Located): [string | undefined, SyntaxNode[]] {
  if (node.name !== "MemberExpression" || node.getChild("[") === null || node.firstChild === null)
    return [undefined, []];
  const args = childrenOf(node)
    .slice(1)
    .filter((child) => !["[", "]", ",", "Comment"].includes(child.name));
  return [hintName({ module, node: node.firstChild }), args];
}
