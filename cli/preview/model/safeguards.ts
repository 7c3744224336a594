import { equal } from "../../../provider/lifecycle/equal.js";
import { isUnknown } from "../../../provider/lifecycle/unknown.js";
import { type Change, isBlinded, type Json, listOf, mapOf } from "./change.js";
import type { Kind, SecurityItem } from "./report.js";
import { shown, unknownText } from "./shown.js";

/** What a change does to a safeguard, and how in a few words. */
interface Loss {
  kind: "safeguardRemoved" | "safeguardWeakened" | "safeguardChanged";
  how: string;
}

/** Compares two values of one argument; undefined where the safeguard is as strong as before, or stronger. */
type Compare = (before: Json | undefined, after: Json | undefined, name: string) => Loss | undefined;

/** An argument that keeps something bad from happening. */
interface Safeguard {
  kind: Kind;
  /** Where it stands, as in `aiGateway.guardrails.input.safety`. */
  path: string;
  compare: Compare;
  /** What follows from less of it. */
  consequence: string;
}

const isThere = (value: Json | undefined) => value !== undefined && value !== null && !equal(value, []);
const removed: Loss = { kind: "safeguardRemoved", how: "" };
const between = (name: string, before: unknown, after: unknown) => `${shown(name, before)} → ${shown(name, after)}`;

/** One of several values, from the weakest to the strongest; what is not given is `usual`. */
function ranked(order: readonly string[], usual: string): Compare {
  return (before, after, name) => {
    const rank = (value: Json | undefined) => order.indexOf(isThere(value) ? String(value) : usual);
    if (rank(after) < 0 || rank(after) >= rank(before)) return undefined;
    if (!isThere(after)) return removed;
    return { kind: "safeguardWeakened", how: between(name, before ?? usual, after) };
  };
}

const on = ranked(["false", "true"], "false");
const off = ranked(["true", "false"], "false");

/** Something whose strength cannot be told from here: one that goes is removed, another one is for a reviewer to judge. */
const judged: Compare = (before, after, name) => {
  if (!isThere(before)) return undefined;
  if (!isThere(after)) return removed;
  return equal(before, after) ? undefined : { kind: "safeguardChanged", how: between(name, before, after) };
};

/** A list of which each entry counts. */
function each(what: string): Compare {
  return (before, after) => {
    const [old, next] = [listOf(before), listOf(after)];
    if (old.length === 0) return undefined;
    if (next.length === 0) return removed;
    const missing = old.filter((entry) => !next.some((other) => equal(entry, other))).length;
    if (missing === 0) return undefined;
    const kind = next.length < old.length ? "safeguardWeakened" : "safeguardChanged";
    return { kind, how: `${missing} of ${old.length} ${what} are not there as before` };
  };
}

/** A number of which more is safer. */
function atLeast(usual: number): Compare {
  return (before, after, name) => {
    const [old, next] = [Number(before ?? usual), Number(after ?? usual)];
    if (!(next < old)) return undefined;
    return isThere(after) ? { kind: "safeguardWeakened", how: between(name, old, next) } : removed;
  };
}

const byMode =
  (compare: Compare): Compare =>
  (before, after, name) => {
    const mode = (value: Json | undefined) => (typeof value === "string" ? value : mapOf(value).mode);
    return compare(mode(before), mode(after), name);
  };

/** In steps, or all at once; a greater first step or fewer of them leave less time to notice. */
const rollout: Compare = (before, after) => {
  const [old, next] = [listOf(mapOf(before).canary), listOf(mapOf(after).canary)];
  if (old.length === 0) return undefined;
  if (next.length === 0) return removed;
  const steps = (shares: Json[]) => `${shares.join(", ")} %`;
  const quicker = Number(next[0]) > Number(old[0]) || next.length < old.length;
  if (quicker) return { kind: "safeguardWeakened", how: `${steps(old)} → ${steps(next)}` };
  const pause = atLeast(0)(mapOf(before).pauseSeconds, mapOf(after).pauseSeconds, "pauseSeconds");
  const requests = atLeast(0)(mapOf(before).requests, mapOf(after).requests, "requests");
  const less = pause ?? requests;
  const which = pause === undefined ? "requests" : "pauseSeconds";
  return less === undefined ? undefined : { kind: "safeguardWeakened", how: `${which} ${less.how || "removed"}` };
};

const guardrails = (["input", "output"] as const).flatMap((side): Safeguard[] => {
  const what = side === "input" ? "questions" : "answers";
  const at = (name: string, compare: Compare, consequence: string): Safeguard => ({
    kind: "ServingEndpoint",
    path: `aiGateway.guardrails.${side}.${name}`,
    compare,
    consequence,
  });
  return [
    at("safety", on, `Unsafe content in ${what} is not stopped any more.`),
    at("pii", ranked(["NONE", "MASK", "BLOCK"], "NONE"), `Personal data in ${what} passes where it did not.`),
    at("invalidKeywords", each("keywords"), `These words pass in ${what}.`),
    at("validTopics", judged, `Other topics pass in ${what}.`),
  ];
});

const endpoint = (path: string, compare: Compare, consequence: string): Safeguard => ({
  kind: "ServingEndpoint",
  path,
  compare,
  consequence,
});

/** Everything that keeps a bad version, or a bad hand, from doing harm. What is not in this table stands for nobody's safety. */
const safeguards: readonly Safeguard[] = [
  endpoint("gate", judged, "What had to agree before a new version got its traffic does not have to any more."),
  endpoint("smokeTest", each("questions"), "A new version gets its traffic without having answered them."),
  endpoint("rollout", rollout, "A bad version reaches more of the users before anybody notices."),
  endpoint("onFailure", ranked(["remove", "keep"], "keep"), "A version that fails is gone before anybody can look."),
  endpoint("keep", atLeast(0), "Fewer former versions stand by for a quick way back."),
  endpoint("tracing.prove", ranked(["off", "warn", "error"], "warn"), "Traces that do not arrive are noticed later."),
  endpoint("aiGateway.inferenceTable", judged, "Requests are not recorded there any more."),
  endpoint("aiGateway.usageTracking", on, "Who asks how much is not counted any more."),
  endpoint("aiGateway.rateLimits", each("limits"), "A caller may ask more often than before."),
  ...guardrails,
  endpoint("permissions.mode", ranked(["additive", "authoritative"], "additive"), "What others give by hand stays."),
  endpoint("adopt", ranked(["take", "true", "false"], "false"), "It may take over an endpoint that exists."),
  {
    kind: "LoggedAgent",
    path: "validate",
    compare: byMode(ranked(["static", "install", "load", "predict"], "static")),
    consequence: "Less of a new version is tried before it is logged.",
  },
  {
    kind: "LoggedAgent",
    path: "validate.credentials",
    compare: ranked(["deployer", "none"], "none"),
    consequence: "The agent's code acts as whoever previews or deploys.",
  },
  {
    kind: "LoggedAgent",
    path: "warningsAsErrors",
    compare: on,
    consequence: "Warnings about its code no longer stop it.",
  },
  { kind: "LoggedAgent", path: "keepOnDestroy", compare: on, consequence: "Destroying it deletes the logged models." },
  {
    kind: "RegisteredModel",
    path: "forceDestroy",
    compare: off,
    consequence: "Destroying it deletes all of its versions.",
  },
  { kind: "RegisteredModel", path: "keepOnDestroy", compare: on, consequence: "Destroying it deletes the model." },
  {
    kind: "RegisteredModel",
    path: "grants.mode",
    compare: ranked(["additive", "authoritative"], "additive"),
    consequence: "What others grant by hand stays.",
  },
  {
    kind: "RegisteredModel",
    path: "adopt",
    compare: ranked(["take", "true", "false"], "false"),
    consequence: "It may take over a model that exists.",
  },
  {
    kind: "AuthPolicy",
    path: "verify",
    compare: ranked(["false", "warn", "error"], "error"),
    consequence: "An agent is deployed although a thing that it needs is not there.",
  },
];

/** Arguments with a safeguard in them, as `LoggedAgent.validate`. */
export const safeguarded: ReadonlySet<string> = new Set(
  safeguards.map(({ kind, path }) => `${kind}.${path.split(".")[0]}`),
);

/**
 * Safeguards that a change removes, weakens or changes. They make no call and show in no object of a workspace, so that a
 * reviewer sees them here or nowhere.
 */
export function safeguardItems(changes: readonly Change[]): SecurityItem[] {
  return changes.flatMap((change): SecurityItem[] => {
    // What comes has nothing to lose; what goes is told as what goes.
    if (change.before === undefined || change.after === undefined || change.action === "delete") return [];
    return safeguards.flatMap(({ kind, path, compare, consequence }): SecurityItem[] => {
      if (kind !== change.kind) return [];
      const loss = lossOf(at(change.before, path), at(change.after, path), path, compare);
      if (loss === undefined) return [];
      const what = loss.how === "" ? path : `${path}: ${loss.how}`;
      return [{ kind: loss.kind, what, who: [change.name], consequence }];
    });
  });
}

function lossOf(before: Json | undefined, after: Json | undefined, path: string, compare: Compare): Loss | undefined {
  const name = path.split(".").at(-1) ?? path;
  if (isUnknown(after)) return isThere(before) ? { kind: "safeguardChanged", how: unknownText } : undefined;
  // Two secrets look the same: whether one took the place of the other shows among the secrets.
  if (isBlinded(before) && isBlinded(after)) return undefined;
  return compare(before, after, name);
}

function at(properties: Change["before"], path: string): Json | undefined {
  let value: Json | undefined = properties;
  for (const key of path.split(".")) {
    if (isUnknown(value)) return value;
    value = mapOf(value)[key];
  }
  return value;
}
