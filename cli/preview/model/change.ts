import { blinded, type PreviewDocument, type PreviewStep, type RecordedState } from "../../pulumi/previewDocument.js";
import { parseUrn } from "../../pulumi/urn.js";
import type { Action, Kind } from "./report.js";

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** Properties of a resource. */
export type Properties = Record<string, Json>;

/** Everything the preview says about one resource. Holds raw values: never hand it to a renderer. */
export interface Change {
  urn: string;
  name: string;
  type: string;
  kind: Kind;
  action: Action;
  /** Inputs before; in drift, the same properties of the state. */
  before: Properties | undefined;
  /** Inputs after; in drift, what really exists. */
  after: Properties | undefined;
  /** Outputs that the state has. */
  outputs: Properties;
  /** Paths that the engine names, with secrets among them that look the same on both sides. */
  paths: string[];
  replaceReasons: string[];
  /** URNs by the property that refers to them. */
  uses: Record<string, string[]>;
  parent: string | undefined;
  /** Pulumi's options that keep it from being deleted. */
  keptBefore: Keeping;
  keptAfter: Keeping;
  /** Why the last run left it unfinished. */
  initErrors: string[];
  /** Where the program makes it. */
  source: { file: string; line: number } | undefined;
}

/** Which of Pulumi's options keep a resource. */
export interface Keeping {
  protect: boolean;
  retainOnDelete: boolean;
}

function keepingOf(state: RecordedState | undefined): Keeping {
  return { protect: state?.protect === true, retainOnDelete: state?.retainOnDelete === true };
}

/**
 * Whether the object stays where it is when the resource goes, or another takes its place: by `keepOnDestroy`, or by Pulumi's
 * `retainOnDelete`. A replacement goes by what the program says today.
 */
export function staysBehind({ action, before, after, keptBefore }: Change): boolean {
  if (action !== "delete" && action !== "replace") return false;
  return keptBefore.retainOnDelete || (after ?? before)?.keepOnDestroy === true;
}

const actions: Record<string, Action> = {
  create: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  delete: "delete",
  same: "same",
  import: "import",
  "import-replacement": "import",
};

const kinds = new Set<string>(["AuthPolicy", "LoggedAgent", "RegisteredModel", "ServingEndpoint"]);
const ownType = /^(?:pulumi-nodejs:dynamic\/mlflow-agents|mlflow-agents:index):(\w+)$/;

/** The short name of a type of this package; undefined for any other type. */
export function ownTypeOf(type: string): string | undefined {
  return ownType.exec(type)?.[1];
}

/**
 * The resources of a preview, one entry each: a replacement comes as up to three steps. Pulumi's own (stack, providers)
 * and components are left out.
 *
 * @param mode in drift, a step compares outputs of the state with what was read
 */
export function changesOf(document: PreviewDocument, mode: "preview" | "drift"): Change[] {
  const byUrn = new Map<string, PreviewStep[]>();
  for (const step of document.steps ?? []) {
    if (/^pulumi:(pulumi:Stack|providers:)/.test(parseUrn(step.urn).type)) continue;
    // A component is a name for what is in it.
    if ((step.newState ?? step.oldState)?.custom === false) continue;
    if (actions[step.op] === undefined && !(mode === "drift" && step.op === "refresh")) continue;
    byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  }
  return [...byUrn.values()].map((steps) => changeOf(steps, mode));
}

function changeOf(steps: PreviewStep[], mode: "preview" | "drift"): Change {
  const all = steps.map(({ op }) => actions[op] ?? "same");
  // With `--refresh`, a step that takes over what was found comes before the program's own: the last one is the plan.
  const action = all.includes("replace") ? "replace" : (all.at(-1) ?? "same");
  const old = steps.findLast(({ oldState }) => oldState != null)?.oldState ?? undefined;
  const making = steps.findLast(({ op, newState }) => newState != null && !op.startsWith("delete"));
  const next = action === "delete" ? undefined : (making?.newState ?? undefined);
  const { urn } = steps[0] ?? { urn: "" };
  const { name, type } = parseUrn(urn);
  const own = ownTypeOf(type) ?? "";
  const drift = mode === "drift";
  return {
    urn,
    name,
    type: own === "" ? type : own,
    kind: kinds.has(own) ? (own as Kind) : "other",
    action,
    before: drift ? visible(old?.outputs ?? old?.inputs) : visible(old?.inputs ?? old?.outputs),
    after: drift ? visible(next?.outputs ?? next?.inputs) : visible(next?.inputs ?? next?.outputs),
    outputs: visible(old?.outputs) ?? {},
    paths: [...new Set(steps.flatMap(pathsOf))].filter((path) => !path.startsWith("__")).sort(),
    replaceReasons: [...new Set(steps.flatMap(({ replaceReasons }) => replaceReasons ?? []))],
    uses: usesOf(next ?? old),
    parent: (next ?? old)?.parent,
    keptBefore: keepingOf(old),
    keptAfter: keepingOf(next),
    initErrors: old?.initErrors ?? [],
    source: sourceOf(next),
  };
}

function pathsOf(step: PreviewStep): string[] {
  if (step.op === "same" || step.op === "create" || step.op === "delete") return [];
  const detailed = Object.keys(step.detailedDiff ?? {});
  return detailed.length > 0 ? detailed : (step.diffReasons ?? []);
}

/** Without the keys that the sdk and Pulumi keep for themselves. */
function visible(properties: Record<string, unknown> | undefined): Properties | undefined {
  if (properties === undefined) return undefined;
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__"))) as Properties;
}

function usesOf(state: RecordedState | undefined): Record<string, string[]> {
  const entries = Object.entries(state?.propertyDependencies ?? {}).flatMap(([property, urns]) =>
    property.startsWith("__") || urns === null || urns.length === 0 ? [] : [[property, urns] as const],
  );
  return Object.fromEntries(entries);
}

/** The first place outside of installed packages: `project:///index.ts#12,5`. */
function sourceOf(state: RecordedState | undefined): Change["source"] {
  for (const { sourcePosition } of state?.stackTrace ?? []) {
    const match = /^project:\/\/\/([^#]+)#(\d+)/.exec(sourcePosition ?? "");
    const file = match?.[1];
    if (file === undefined || file.startsWith("..") || file.includes("node_modules/")) continue;
    return { file, line: Number(match?.[2]) };
  }
  return undefined;
}

/** Whether Pulumi holds the value as a secret. */
export function isBlinded(value: unknown): boolean {
  return value === blinded;
}

/** A property as an object, or an empty one where it is not. */
export function mapOf(value: Json | undefined): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** A property as a list, or an empty one where it is not. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
