/** A value for a reader: short, without secrets. */
export type Shown = string;

/** What happens to a resource. */
export type Action = "create" | "update" | "replace" | "delete" | "same" | "import";

/** What kind of resource it is; everything that is not of this package is `other`. */
export type Kind = "AuthPolicy" | "LoggedAgent" | "RegisteredModel" | "ServingEndpoint" | "other";

/** One entry that differs: a key of a map, a requirement, a setting. */
export interface Entry {
  /** Its name: `llm`, `openai`, `tags.team`. */
  name: string;
  action: "added" | "changed" | "removed";
  /** Absent where it was not there. */
  before?: Shown;
  /** Absent where it is not there any more. */
  after?: Shown;
}

/** What a change means for security. A closed list, so that `--fail-on` and other tools can rely on it. */
export const securityKinds = [
  "resourceGained",
  "resourceLost",
  "scopeGained",
  "scopeLost",
  "grantGained",
  "grantLost",
  "secretAdded",
  "secretChanged",
  "secretRemoved",
  "secretExposed",
  "plainTextCredential",
  "protectionRemoved",
  "safeguardRemoved",
  "safeguardWeakened",
  "safeguardChanged",
  "findingAllowed",
] as const;

/** One of {@link securityKinds}. */
export type SecurityKind = (typeof securityKinds)[number];

/** A change that a reviewer must see first. */
export interface SecurityItem {
  kind: SecurityKind;
  /** What it is about: `serving endpoint databricks-claude`, `dashboards.genie`, `API_KEY`. */
  what: string;
  /** Logical names of the agents or other resources it concerns. */
  who: string[];
  /** What follows from it, in a sentence. */
  consequence: string;
}

/** Something that the preview found wrong, or worth a look. */
export interface Finding {
  severity: "error" | "warning" | "info";
  /** Logical name of the resource, if it is about one. */
  resource?: string;
  /** Its type without module. */
  type?: string;
  /** Path of the argument, as in `codePaths[0]`. */
  argument?: string;
  message: string;
  /** File, from the root of the repository. */
  file?: string;
  line?: number;
  column?: number;
}

/** A share of an endpoint's requests, before and after. */
export interface TrafficShare {
  /** Name of the served entity. */
  entity: string;
  /** Model version that it runs, or `new version`. */
  version: string;
  /** Percent; absent where the entity is not there. */
  before?: number;
  after?: number;
}

/** A registered model of an agent. */
export interface ModelChange {
  name: string;
  model: string;
  action: Action;
  /** Whether a model that goes, or that another takes the place of, stays in the registry. */
  stays?: true;
  /** Name of the model that goes, where another takes its place. */
  replaces?: string;
  /** Version before; absent where there is none. */
  versionBefore?: string;
  /** Version after: a number, or `new version` where it is known after the update only. */
  versionAfter?: string;
  aliases: { alias: string; before?: string; after?: string }[];
  settings: Entry[];
}

/** An endpoint of an agent. */
export interface EndpointChange {
  name: string;
  endpoint: string;
  action: Action;
  /** Whether an endpoint that goes, or that another takes the place of, goes on serving. */
  stays?: true;
  traffic: TrafficShare[];
  /** Environment variables that differ. Values of secrets and credentials never appear. */
  environment: Entry[];
  settings: Entry[];
}

/** An agent with everything that is made of it. */
export interface AgentReport {
  /** Logical name of the LoggedAgent, or of the first resource where the agent itself is not part of the preview. */
  name: string;
  action: Action;
  /** Whether what goes stays in the workspace. */
  stays?: true;
  files: { path: string; action: "added" | "changed" | "removed" }[];
  requirements: Entry[];
  configuration: Entry[];
  settings: Entry[];
  /** Logical names of its policies. */
  policies: string[];
  models: ModelChange[];
  endpoints: EndpointChange[];
}

/** Any other resource that changes. */
export interface OtherChange {
  name: string;
  type: string;
  action: Action;
  /** Properties that demand the replacement. */
  replaceReasons: string[];
  settings: Entry[];
}

/** What happens to one resource, in one line. */
export interface ResourceLine {
  name: string;
  type: string;
  action: Action;
  paths: string[];
}

/** The stack as a graph. */
export interface Graph {
  nodes: { id: string; name: string; type: string; kind: Kind; action: Action }[];
  edges: { from: string; to: string; label: string }[];
}

/** A resource that could not be looked at, so that nobody can tell whether it differs. */
export interface Unseen {
  /** Logical name. */
  name: string;
  /** Type without module. */
  type: string;
}

/** What the preview of one stack says. */
export interface StackReport {
  project: string;
  stack: string;
  /**
   * `failed` when an update would not begin or an error was found; `unknown` when nothing differs of what was seen, and not
   * everything was.
   */
  outcome: "changes" | "unchanged" | "failed" | "unknown";
  /** What could not be looked at. */
  unseen: Unseen[];
  /** Stacks whose outputs its program reads, as `project/stack`. */
  reads: string[];
  /** Those of them, by name, that change in this report, so that this stack may change once they are updated. */
  follows: string[];
  /** What changes, in a few words each. */
  headline: string[];
  /** What the agent's users will notice. */
  notices: string[];
  counts: Partial<Record<Action, number>>;
  security: SecurityItem[];
  findings: Finding[];
  agents: AgentReport[];
  others: OtherChange[];
  resources: ResourceLine[];
  graph: Graph;
}

/** What a preview, or a search for drift, says about one or several stacks. */
export interface Report {
  /** Raised when the shape changes. */
  version: 1;
  /** `preview`: from the state to the program. `drift`: from the state to what really exists. */
  mode: "preview" | "drift";
  stacks: StackReport[];
}
