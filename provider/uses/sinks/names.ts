import type { KindName } from "../../policy/kinds.js";
import { resourceKinds } from "../../policy/kinds.js";
import type { Engine } from "../../python/engine/engine.js";
import { itemsOf } from "../../python/engine/items.js";
import { asText, isKnown, marked, unknownPart } from "../../python/values/texts.js";
import type { Text, Unknown, Value } from "../../python/values/types.js";

/** A name that was read, or why it could not be. */
export type Named = { kind: KindName; name: string } | { why: string; from: Unknown | undefined };

const threePart = /^[^.\s/]+\.[^.\s/]+\.[^.\s/]+$/;
// A quoted name of a statement may hold more.
const tableName = /^[^.]+\.[^.]+\.[^.]+$/;

/** The names that a value may be, in the form that a policy declares them. */
export function namesOf(kind: KindName, value: Value): Named[] {
  const found: Named[] = [];
  const isOptional = (one: Value[number]) => one.kind === "unknown" && one.optional === true;
  const sure = value.some((one) => !isOptional(one) && one.kind !== "constant");
  for (const one of value) {
    // A number may be an id that YAML took for one; None is what an argument is that nobody gives.
    if (one.kind === "constant" && typeof one.value !== "number") continue;
    // Beside a fallback, a variable that may be unset stands for nothing of its own.
    if (isOptional(one) && sure) continue;
    const named = nameOf(kind, asText(one));
    if (named !== undefined) found.push(named);
  }
  return found;
}

function nameOf(kind: KindName, written: Text): Named | undefined {
  const whole = marked(written).trim().replaceAll("`", "");
  if (whole === "") return undefined;
  const hole = unknownPart(written);
  if (!isKnown(whole)) return { why: hole?.why ?? "it cannot be told", from: hole };
  if (kind === "servingEndpoint") {
    const inUrl = /\/serving-endpoints\/([^/?#]+)\/invocations/.exec(whole)?.[1];
    if (inUrl !== undefined) return { kind, name: inUrl };
    if (whole.startsWith("databricks/")) return { kind, name: whole.slice("databricks/".length) };
    if (whole.startsWith("apps/")) return { kind: "app", name: whole.slice("apps/".length) };
    if (threePart.test(whole) && !/^databricks-/.test(whole)) return { kind: "ucModelService", name: whole };
    return /[\s/]/.test(whole)
      ? { why: `${JSON.stringify(whole)} is no endpoint's name`, from: undefined }
      : { kind, name: whole };
  }
  if (resourceKinds[kind].shape === "threePart") {
    if (whole.includes("*")) return { why: "a wildcard cannot be declared", from: undefined };
    if (!(kind === "table" ? tableName : threePart).test(whole))
      return { why: `${JSON.stringify(whole)} is no three-part name`, from: undefined };
  }
  return { kind, name: whole };
}

/** Names in a list: one value for each item. */
export function listed(engine: Engine, value: Value): Value[] {
  const found: Value[] = [];
  for (const one of value) {
    if (one.kind !== "list" && one.kind !== "dict") {
      found.push([one]);
      continue;
    }
    const items = itemsOf(engine, [one]);
    found.push(...items);
    if (items.isOpen) found.push(items.rest);
  }
  return found;
}
