import { external, nothingGiven } from "../values/make.js";
import type { Alternative, External, Value } from "../values/types.js";

const generics =
  /^(?:builtins\.(?:list|dict|tuple|set|frozenset|type)|typing\.(?:List|Dict|Tuple|Set|FrozenSet|Type|Union|Optional|Annotated|Literal|Sequence|Mapping|Iterable|Iterator|Generator)|collections\.abc\.\w+|contextvars\.ContextVar)$/;

/** `list[str]`: a generic type with its arguments; undefined for what is no generic type. */
export function genericOf(of: External, index: Alternative): Value | undefined {
  if (!generics.test(of.path)) return undefined;
  const given = index.kind === "list" ? index.list.items : [[index]];
  return [external(`${of.path}[]`, of, { ...nothingGiven, positional: given })];
}

/** The name and the arguments of a generic type; undefined for anything else. */
export function genericArguments(one: Alternative): { name: string; arguments: Alternative[] } | undefined {
  if (one.kind !== "external" || !one.external.path.endsWith("[]") || one.external.given === undefined)
    return undefined;
  return {
    name: one.external.path.slice(0, -2),
    arguments: one.external.given.positional.flatMap((value) => value[0] ?? []),
  };
}
