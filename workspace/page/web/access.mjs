// What an agent declares, and what it used, was allowed and was refused since the workspace started.
import { answerOf } from "./cache.mjs";
import { h } from "./dom.mjs";
import { badge, failure, kindName, quiet, table, when } from "./pieces.mjs";
import { usesOf } from "./usage.mjs";

/**
 * @typedef {object} Line One thing, used as one party.
 * @property {string} kind
 * @property {string} name
 * @property {boolean} user whether with the user's credential
 * @property {boolean} declared
 */

/** @param {string} model @param {string} version */
export function accessTable(model, version) {
  const { value: policy, error } = answerOf(`policies/${encodeURIComponent(model)}/${encodeURIComponent(version)}`);
  if (error !== undefined) return failure(error);
  if (policy === undefined) return quiet("reading…");
  const uses = usesOf(model, version);
  /** @type {Map<string, Line>} */
  const lines = new Map();
  /** @param {{ kind: string, name: string }} thing @param {boolean} user @param {boolean} declared */
  const note = ({ kind, name }, user, declared) => {
    const key = JSON.stringify([kind, name.toLowerCase(), user]);
    if (!lines.has(key)) lines.set(key, { kind, name, user, declared });
  };
  for (const item of policy.resources) note(item, false, true);
  for (const item of policy.userResources ?? []) note(item, true, true);
  for (const use of uses) note(use, use.onBehalfOfUser, false);
  const rows = [...lines].map(([key, line]) => row(key, line, uses));
  const heads = ["Kind", "Name", "As", "Declared", "Used", "Refused", "Last"];
  return h(
    "div",
    null,
    rows.length === 0 ? quiet("It declares nothing and used nothing.") : table("Resources", heads, rows),
    policy.scopes !== undefined &&
      h(
        "p",
        null,
        "On behalf of the user: ",
        policy.scopes.length === 0
          ? "no scope"
          : policy.scopes.map((/** @type {string} */ scope) => h("span", { key: scope, class: "badge alias" }, scope)),
      ),
    refusals(uses),
  );
}

/** @param {string} key @param {Line} line @param {import("./usage.mjs").Use[]} uses */
function row(key, line, uses) {
  const mine = uses.filter(
    (use) =>
      use.kind === line.kind && use.name.toLowerCase() === line.name.toLowerCase() && use.onBehalfOfUser === line.user,
  );
  const allowed = mine.filter((use) => use.allowed).length;
  const refused = mine.length - allowed;
  const last = mine.at(-1);
  return h(
    "tr",
    { key },
    h("td", { class: "whole" }, kindName(line.kind)),
    h("th", { scope: "row" }, h("code", null, line.name)),
    h("td", { class: "whole" }, line.user ? "the user" : "the agent"),
    h("td", null, line.declared ? "yes" : line.user ? "by scope" : badge("bad", "no")),
    h("td", { class: "number" }, allowed),
    h("td", { class: "number" }, refused === 0 ? "0" : badge("bad", String(refused))),
    h("td", null, last !== undefined && when(last.time)),
  );
}

/** The reasons of what was refused, each once. @param {import("./usage.mjs").Use[]} uses */
function refusals(uses) {
  const reasons = new Set(uses.flatMap(({ allowed, reason }) => (allowed || reason === undefined ? [] : [reason])));
  return (
    reasons.size > 0 &&
    h(
      "div",
      { class: "refusals" },
      h("p", { class: "strong" }, "Refused"),
      [...reasons].slice(-10).map((reason) => h("p", { key: reason, class: "failure" }, reason)),
    )
  );
}
