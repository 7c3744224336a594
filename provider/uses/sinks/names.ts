import type { KindName } from "../../policy/kinds.js";
import { resourceKinds } from "../../policy/kinds.js";
import type { Engine } from "../../python/engine/engine.js";
import { itemsOf } from "../../python/engine/items.js";
import { settingOf, whyOf } from "../../python/values/soft.js";
import { asText, isKnown, marked, unknownPart } from "../../python/values/texts.js";
import type { Choice, Text, Unknown, Value } from "../../python/values/types.js";

/** A name that was read, or why it could not be. */
export type Named =
  | { kind: KindName; name: string; defaultOf?: string | undefined; when?: Choice | undefined }
  | {
      when?: Choice | undefined;
      why: string;
      /** What of it cannot be told. */
      from: Unknown | undefined;
    };

const threePart = /^[^.\s/]+\.[^.\s/]+\.[^.\s/]+$/;
// A quoted name of a statement may hold more.
const tableName = /^[^.]+\.[^.]+\.[^.]+$/;

/** The names that a value may be, in the form that a policy declares them. */
export function namesOf(kind: KindName, value: Value): Named[] {
  const found: Named[] = [];
  for (const one of value) {
    // A number may be an id that YAML took for one; None is what an argument is that nobody gives.
    if (one.kind === "constant" && typeof one.value !== "number") continue;
    if (one.kind === "unknown" && one.optional === true && value.some((other) => standsInFor(one, other))) continue;
    const named = nameOf(kind, asText(one));
    if (named === undefined) continue;
    named.when = one.when;
    const unset = value.find((other) => other.kind === "unknown" && other.optional === true && standsInFor(other, one));
    if ("name" in named && unset?.kind === "unknown") named.defaultOf ??= settingOf(unset.key);
    for (const other of found) {
      if (!("name" in other && "name" in named) || other.kind !== named.kind || other.name !== named.name) continue;
      named.defaultOf ??= other.defaultOf;
      other.defaultOf ??= named.defaultOf;
    }
    found.push(named);
  }
  return found;
}

/** Whether a value is the default of a variable: beside it, the variable that is not set stands for nothing. */
function standsInFor({ key }: Unknown, other: Value[number]): boolean {
  if ((other.kind === "text" || other.kind === "constant") && other.soft === key) return true;
  if (other.kind === "unknown" || other.kind === "constant") return false;
  for (let link = other.when; link !== undefined; link = link.next)
    if (link.id === `truth:${key}` ? link.not : link.id.startsWith(`${key} is`) && !link.not) return true;
  return false;
}

function nameOf(kind: KindName, written: Text): Named | undefined {
  const whole = marked(written).trim().replaceAll("`", "");
  // An empty default is none.
  if (whole === "")
    return { why: written.soft === undefined ? "its name is empty" : whyOf(written.soft), from: undefined };
  const hole = unknownPart(written);
  const defaultOf = written.soft === undefined ? undefined : settingOf(written.soft);
  if (!isKnown(whole)) return { why: hole?.why ?? "it cannot be told", from: hole };
  if (kind === "servingEndpoint") {
    const inUrl = /\/serving-endpoints\/([^/?#]+)\/invocations/.exec(whole)?.[1];
    if (inUrl !== undefined) return { kind, name: inUrl, defaultOf };
    if (whole.startsWith("databricks/")) return { kind, name: whole.slice("databricks/".length), defaultOf };
    if (whole.startsWith("apps/")) return { kind: "app", name: whole.slice("apps/".length), defaultOf };
    if (threePart.test(whole) && !/^databricks-/.test(whole)) return { kind: "ucModelService", name: whole, defaultOf };
    return /[\s/]/.test(whole)
      ? { why: `${JSON.stringify(whole)} is no endpoint's name`, from: undefined }
      : { kind, name: whole, defaultOf };
  }
  if (resourceKinds[kind].shape === "threePart") {
    if (whole.includes("*"))
      return {
        why: `${whole} is every ${resourceKinds[kind].label} of ${schemaOf(whole)}, and a wildcard cannot be declared`,
        from: undefined,
      };
    if (!(kind === "table" ? tableName : threePart).test(whole))
      return { why: `${JSON.stringify(whole)} is no three-part name`, from: undefined };
  }
  return { kind, name: whole, defaultOf };
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

/** The schema that a wildcard stands in, or the catalog. */
function schemaOf(name: string): string {
  const around = name.slice(0, name.indexOf("*")).split(".").filter(Boolean);
  return around.length === 0
    ? "the metastore"
    : `${around.length === 1 ? "the catalog" : "the schema"} ${around.slice(0, 2).join(".")}`;
}
