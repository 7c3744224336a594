import type { Action, AgentReport, EndpointChange, Entry, SecurityItem, TrafficShare } from "../model/report.js";

/** What happens to a resource, as a participle. */
export const actionWords: Record<Action, string> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
  import: "taken over",
};

/** The same, for what was found to differ from the state. */
export const driftWords: Record<Action, string> = {
  ...actionWords,
  create: "found",
  update: "changed by others",
  delete: "gone",
};

/** Sign in front of a line, as in a diff. */
export const signs: Record<Action | Entry["action"], string> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  same: "=",
  import: "↓",
  added: "+",
  changed: "~",
  removed: "-",
};

/** What a kind of security item is called. */
export const securityWords: Record<SecurityItem["kind"], string> = {
  resourceGained: "resource gained",
  resourceLost: "resource lost",
  scopeGained: "API scope gained",
  scopeLost: "API scope lost",
  grantGained: "permission granted",
  grantLost: "permission withdrawn",
  secretAdded: "secret added",
  secretChanged: "secret changed",
  secretRemoved: "secret removed",
  secretExposed: "secret becomes plain text",
  plainTextCredential: "credential in plain text",
  protectionRemoved: "protection removed",
  safeguardRemoved: "safeguard removed",
  safeguardWeakened: "safeguard weakened",
  safeguardChanged: "safeguard changed",
  findingAllowed: "finding allowed",
};

/** Why the preview of a stack does not show what follows from another. */
export const followWords = "it reads outputs from there, and a preview has those of the last update.";

/** One line about the requests of an endpoint: `version 3: 100 % → 0 %`. */
export function trafficWords(traffic: readonly TrafficShare[]): string[] {
  const percent = (share: number | undefined) => (share === undefined ? "none" : `${share} %`);
  const gone = traffic.filter(({ after }) => after === undefined);
  const come = traffic.filter(({ before }) => before === undefined);
  // One version takes the place of another: the usual case, in one phrase.
  if (traffic.length === 2 && gone.length === 1 && come.length === 1)
    return [`${gone[0]?.entity} → ${come[0]?.entity}`];
  return traffic.map(({ entity, version, before, after }) => {
    const named = entity.includes(version)
      ? entity
      : `${entity} (${version === "new version" ? version : `version ${version}`})`;
    return before === after ? `${named}: ${percent(after)}` : `${named}: ${percent(before)} → ${percent(after)}`;
  });
}

/** What happens to what stays in the workspace when it leaves the program. */
export const leavesAndStays = "leaves the program and stays";

/** What happens to an agent, as a participle. */
export function agentWords({ action, stays }: AgentReport, words: Record<Action, string>): string {
  if (action === "same") return "same content";
  return action === "delete" && stays === true ? leavesAndStays : words[action];
}

/**
 * What happens to an endpoint, as a participle. One that is adopted without a model has no plan of requests: it stays when
 * it leaves the program.
 *
 * @param words as {@link actionWords}
 */
export function endpointWords({ action, traffic, stays }: EndpointChange, words: Record<Action, string>): string {
  return action === "delete" && (traffic.length === 0 || stays === true) ? leavesAndStays : words[action];
}

/** Whether the plan of an endpoint's requests changes. */
export function trafficChanges({ traffic }: EndpointChange): boolean {
  return traffic.some(({ before, after }) => before !== after);
}

/** `before → after` in words for what is not there. */
export function sides(entry: { before?: string; after?: string }): { before: string; after: string } {
  return { before: entry.before ?? "none", after: entry.after ?? "none" };
}

/** `1 file`, `2 files`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
