import type { Change } from "./change.js";
import { newVersion } from "./endpoint.js";
import type { AgentReport, SecurityItem, StackReport } from "./report.js";

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/**
 * The change in a few words each, most serious first.
 *
 * @param stopped whether the preview ended at an error
 */
export function headlineOf(
  changes: readonly Change[],
  agents: readonly AgentReport[],
  security: readonly SecurityItem[],
  findings: StackReport["findings"],
  stopped: boolean,
): string[] {
  const words: string[] = [];
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) words.push(count(errors, "error"));
  // The engine goes no further than that: a short list is no small change.
  if (errors > 0 && stopped) words.push(`what comes after ${errors === 1 ? "it" : "them"} is not listed`);
  const acting = (action: Change["action"]) => changes.filter((change) => change.action === action).length;
  if (acting("replace") > 0) words.push(`${count(acting("replace"), "resource")} replaced`);
  if (acting("delete") > 0) words.push(`${count(acting("delete"), "resource")} deleted`);
  words.push(...securityWords(security));
  const versions = agents
    .flatMap(({ models }) => models)
    .filter(({ versionAfter, action }) => versionAfter === newVersion && action === "update");
  if (versions.length > 0) words.push(count(versions.length, "new version"));
  const rolling = agents
    .flatMap(({ endpoints }) => endpoints)
    .filter(
      ({ action, traffic, environment }) =>
        action === "update" && (environment.length > 0 || traffic.some(({ before, after }) => before !== after)),
    );
  if (rolling.length > 0)
    words.push(`${count(rolling.length, "endpoint")} ${rolling.length === 1 ? "rolls" : "roll"} over`);
  const moved = agents
    .flatMap(({ models }) => models)
    .filter(({ action, versionBefore, versionAfter }) => action === "update" && versionBefore === versionAfter)
    .flatMap(({ aliases }) => aliases);
  if (moved.length > 0)
    words.push(`${count(moved.length, "alias", "aliases")} ${moved.length === 1 ? "moves" : "move"}`);
  if (acting("create") > 0) words.push(`${count(acting("create"), "resource")} created`);
  if (acting("import") > 0) words.push(`${count(acting("import"), "resource")} taken over`);
  if (words.length === 0 && acting("update") > 0) words.push(`${count(acting("update"), "resource")} updated`);
  return words;
}

/** What differs from the state, in a few words. */
export function driftHeadline(changes: readonly Change[], findings: StackReport["findings"]): string[] {
  const acting = (action: Change["action"]) => changes.filter((change) => change.action === action).length;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(acting("delete") > 0 ? [`${count(acting("delete"), "resource")} gone`] : []),
    ...(acting("update") > 0 ? [`${count(acting("update"), "resource")} changed by others`] : []),
  ];
}

/** What could not be looked at, in a few words. */
export function unseenWords(unseen: StackReport["unseen"]): string[] {
  return unseen.length === 0 ? [] : [`cannot tell: ${count(unseen.length, "resource")} could not be read`];
}

function securityWords(security: readonly SecurityItem[]): string[] {
  const number = (...kinds: SecurityItem["kind"][]) => security.filter(({ kind }) => kinds.includes(kind)).length;
  const words: string[] = [];
  const exposed = number("plainTextCredential", "secretExposed");
  if (exposed > 0) words.push(`${count(exposed, "credential")} in plain text`);
  if (number("scopeGained") > 0) words.push(`${count(number("scopeGained"), "API scope")} gained`);
  if (number("grantGained") > 0) words.push(`${count(number("grantGained"), "permission")} granted`);
  if (number("resourceGained") > 0) words.push(`access to ${count(number("resourceGained"), "more resource")}`);
  if (number("findingAllowed") > 0) words.push(`${count(number("findingAllowed"), "finding")} allowed`);
  for (const [kind, word] of [
    ["safeguardRemoved", "removed"],
    ["safeguardWeakened", "weakened"],
    ["safeguardChanged", "changed"],
  ] as const) {
    if (number(kind) > 0) words.push(`${count(number(kind), "safeguard")} ${word}`);
  }
  for (const [kind, word] of [
    ["secretChanged", "changed"],
    ["secretAdded", "added"],
    ["secretRemoved", "removed"],
  ] as const) {
    if (number(kind) > 0) words.push(`${count(number(kind), "secret")} ${word}`);
  }
  const lost = number("scopeLost", "resourceLost", "grantLost");
  if (lost > 0) words.push(`${count(lost, "right")} lost`);
  return words;
}
