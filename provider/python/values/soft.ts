import type { Alternative, Constant, Text, Value } from "./types.js";

/** A value that something outside of the code may replace. */
export function softened(value: Value, source: string): Value {
  return value.map((one) => (one.kind === "text" || one.kind === "constant" ? soften(one, source) : one));
}

function soften(one: Text | Constant, source: string): Alternative {
  return { ...one, soft: one.soft ?? source };
}
