import type { PreviewDocument } from "../../pulumi/previewDocument.js";
import { parseUrn } from "../../pulumi/urn.js";
import { accessItems, allowedItems } from "./access.js";
import { agentsOf } from "./agents.js";
import { type Change, changesOf } from "./change.js";
import { credentialItems } from "./credentials.js";
import { settingsOf } from "./entries.js";
import { findingsOf } from "./findings.js";
import { grantItems, protectionItems } from "./grants.js";
import { graphOf } from "./graph.js";
import { driftHeadline, headlineOf, unseenWords } from "./headline.js";
import { noticesOf } from "./notices.js";
import { type OtherChange, type SecurityItem, type StackReport, securityKinds } from "./report.js";
import { safeguardItems } from "./safeguards.js";
import { referencesOf } from "./stackReferences.js";
import { unseenOf } from "./unseen.js";

/** How to read a preview. */
export interface BuildOptions {
  /** Compare the program with the state, or the state with what exists. */
  mode: "preview" | "drift";
  /** Folder of the program from the repository's root. Default: the root. */
  root?: string | undefined;
  /** Name of the stack, for documents without any resource. */
  stack?: string | undefined;
}

/** What stands first is what can hurt most. */
const securityOrder: readonly SecurityItem["kind"][] = [
  "plainTextCredential",
  "secretExposed",
  "scopeGained",
  "grantGained",
  "resourceGained",
  "protectionRemoved",
  "safeguardRemoved",
  "safeguardWeakened",
  "safeguardChanged",
  "findingAllowed",
  "secretChanged",
  "secretAdded",
  ...securityKinds.filter((kind) => /Lost$|^secretRemoved$/.test(kind)),
];

/** The report of one stack, from the document of its preview. */
export function buildReport(document: PreviewDocument, options: BuildOptions): StackReport {
  const changes = changesOf(document, options.mode);
  const urn = parseUrn(document.steps?.[0]?.urn ?? "");
  const agents = agentsOf(changes, options.mode);
  const security = securityOf(changes);
  const findings = findingsOf(document, changes, options.root ?? "");
  const acting = changes.filter(({ action }) => action !== "same");
  const failed = findings.some(({ severity }) => severity === "error");
  const unseen = unseenOf(document, changes, options.mode);
  const quiet = acting.length === 0 && security.length === 0;
  return {
    project: urn.project,
    stack: options.stack ?? (urn.stack === "" ? "?" : urn.stack),
    outcome: failed ? "failed" : !quiet ? "changes" : unseen.length > 0 ? "unknown" : "unchanged",
    unseen,
    reads: referencesOf(document),
    follows: [],
    headline: [
      ...(options.mode === "drift"
        ? driftHeadline(acting, findings)
        : headlineOf(acting, agents, security, findings, isStopped(document))),
      ...unseenWords(unseen),
    ],
    notices: options.mode === "drift" ? [] : noticesOf(agents, changes),
    counts: countsOf(document, changes, unseen),
    security,
    findings,
    agents,
    others: othersOf(changes),
    resources: acting.map(({ name, type, action, paths }) => ({ name, type, action, paths })),
    graph: graphOf(changes),
  };
}

/** Whether an error ended the preview. A violated policy stops the update only. */
function isStopped({ diagnostics }: PreviewDocument): boolean {
  return diagnostics?.some(({ severity, policy }) => severity === "error" && policy !== true) === true;
}

function securityOf(changes: readonly Change[]): SecurityItem[] {
  const items = [
    ...accessItems(changes),
    ...allowedItems(changes),
    ...credentialItems(changes),
    ...grantItems(changes),
    ...protectionItems(changes),
    ...safeguardItems(changes),
  ];
  return items.sort((a, b) => securityOrder.indexOf(a.kind) - securityOrder.indexOf(b.kind));
}

/**
 * Resources that stay as they are are counted by the engine only, unless `--show-sames` was given. To the engine, what could
 * not be read stays as it is.
 */
function countsOf(
  document: PreviewDocument,
  changes: readonly Change[],
  unseen: StackReport["unseen"],
): StackReport["counts"] {
  const counts: StackReport["counts"] = {};
  for (const { action } of changes) counts[action] = (counts[action] ?? 0) + 1;
  const stack = document.steps?.some(({ op, urn }) => op === "same" && parseUrn(urn).type === "pulumi:pulumi:Stack")
    ? 1
    : 0;
  const same = Math.max(counts.same ?? 0, (document.changeSummary?.same ?? 0) - stack) - unseen.length;
  if (same > 0) counts.same = same;
  else delete counts.same;
  return counts;
}

/** A policy that changes along with an agent is told with the agent. */
function othersOf(changes: readonly Change[]): OtherChange[] {
  const told = new Set(changes.flatMap(({ kind, uses }) => (kind === "LoggedAgent" ? (uses.authPolicy ?? []) : [])));
  return changes
    .filter(({ action }) => action !== "same")
    .filter(
      ({ kind, urn, action }) => kind === "other" || (kind === "AuthPolicy" && (action === "delete" || !told.has(urn))),
    )
    .map(otherChange);
}

/** Of a policy, the security part says what changes; these follow from it. */
const derived = new Set([
  "systemResources",
  "userApiScopes",
  "document",
  "digest",
  "requiredScopes",
  "minimumMlflowVersion",
  "summary",
]);

function otherChange(change: Change): OtherChange {
  return {
    name: change.name,
    type: change.type,
    action: change.action,
    replaceReasons: change.replaceReasons,
    settings: settingsOf(change, change.kind === "AuthPolicy" ? derived : new Set()),
  };
}
