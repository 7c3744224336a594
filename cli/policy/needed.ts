import { unknownValue } from "../../provider/lifecycle/unknown.js";
import type { KindName } from "../../provider/policy/kinds.js";
import { holdsUnknown } from "../../provider/policy/partial.js";
import { minimumMlflowOf } from "../../provider/policy/releases.js";
import { requiredScopes, scopesOfKind } from "../../provider/policy/settled.js";
import type { Unread } from "../../provider/python/source/unread.js";
import type { UnresolvedUse, Uses } from "../../provider/uses/index.js";

/** Where something is used. */
export interface NeededUse {
  file: string;
  /** From 1; of an `.ipynb` in its cell. */
  line: number;
  /** Number of the cell, from 1, of an `.ipynb`. */
  cell?: number;
  /** What the code calls. */
  through: string;
  /** The environment variable, or the key of the configuration, whose default the name is there. */
  defaultOf?: string;
}

/** A thing that an agent needs. */
export interface NeededThing {
  kind: KindName;
  name: string;
  onBehalfOfUser: boolean;
  uses: NeededUse[];
}

/** A thing that a client uses behind the code's back, so that no code names it. */
export interface BroughtThing {
  kind: KindName;
  /** What brings it. */
  by: { kind: KindName; name: string };
  onBehalfOfUser: boolean;
  uses: NeededUse[];
}

/** Something that was not read. */
export interface NotRead {
  /** What is imported, or the file itself. */
  module: string;
  file: string;
  /** From 1; of an `.ipynb` in its cell. */
  line: number;
  /** Number of the cell, from 1, of an `.ipynb`. */
  cell?: number;
  /** Why, in words. */
  why: string;
}

/** What the policy of an agent has to declare. */
export interface NeededPolicy {
  /** The agent's file. */
  file: string;
  /** Whether MLflow takes no policy for it: a LangChain agent has `resources`. */
  resourcesOnly: boolean;
  systemResources: NeededThing[];
  /** Embedding endpoints of indexes: needed where Databricks computes an index's embeddings, and named by the index alone. */
  brought: BroughtThing[];
  /** Scopes that the things used on behalf of the user need. */
  userApiScopes: string[];
  /** Whether it acts for its caller in ways whose scopes are not known. */
  moreScopes: boolean;
  /** What reading does not tell. */
  unresolved: (NeededUse & Pick<UnresolvedUse, "kinds" | "expression" | "why" | "onBehalfOfUser">)[];
  minimumMlflowVersion: string;
  /** Whether all of its code was read: what is not listed is not used, then. */
  complete: boolean;
  /** What was not read, and may use anything. */
  notRead: NotRead[];
  /** How many files were read. */
  filesRead: number;
}

/** What was read of an agent. */
export interface Extent {
  notRead: readonly Unread[];
  filesRead: number;
}

/**
 * What opens an index with Databricks' search client: it reads the embedding endpoint of the index with the agent's own
 * credentials (`databricks-ai-search` and `databricks-vectorsearch`, seen in 0.81). The SDK's calls and MCP servers do not.
 */
const opensIndex = /(?:VectorSearchRetrieverTool|DatabricksVectorSearch|(?:VectorSearch|AISearch)(?:Client|Index))\b/;

const workedOut = "the program works it out";

function placeOf({ file, line, cell }: Place): Place {
  return { file, line, ...(cell === undefined ? {} : { cell }) };
}

type Place = Pick<NeededUse, "file" | "line" | "cell">;

/** What an agent's policy has to declare for its uses; each thing once, where it is used first. */
export function neededPolicy(
  file: string,
  { uses, unresolved, actsForUser }: Uses,
  resourcesOnly: boolean,
  { notRead, filesRead }: Extent,
): NeededPolicy {
  const later = uses.filter(({ name }) => holdsUnknown(name));
  const open = later.map(({ kind, ...use }) => ({
    ...use,
    kinds: [kind],
    expression: use.name.replaceAll(unknownValue, "…"),
    why: workedOut,
  }));
  const things = new Map<string, NeededThing>();
  for (const use of uses) {
    const { kind, name, onBehalfOfUser, through } = use;
    if (holdsUnknown(name)) continue;
    const key = JSON.stringify([kind, name, onBehalfOfUser]);
    const thing = things.get(key) ?? { kind, name, onBehalfOfUser, uses: [] };
    const { defaultOf } = use;
    thing.uses.push({ ...placeOf(use), through, ...(defaultOf === undefined ? {} : { defaultOf }) });
    things.set(key, thing);
  }
  const systemResources = [...things.values()];
  const asUser = systemResources.filter(({ onBehalfOfUser }) => onBehalfOfUser);
  // Scopes follow from the kind alone, also where the name is not told.
  const unnamed = [...unresolved, ...open].flatMap(({ kinds: [kind, more], onBehalfOfUser }) =>
    kind === undefined || more !== undefined ? [] : [{ kind, name: "", onBehalfOfUser }],
  );
  const userApiScopes = requiredScopes([...systemResources, ...unnamed]);
  return {
    file,
    resourcesOnly,
    systemResources,
    brought: systemResources.flatMap(({ kind, name, onBehalfOfUser, uses: all }): BroughtThing[] => {
      const opened = kind === "vectorSearchIndex" ? all.filter(({ through }) => opensIndex.test(through)) : [];
      return opened.length === 0 ? [] : [{ kind: "servingEndpoint", by: { kind, name }, onBehalfOfUser, uses: opened }];
    }),
    userApiScopes,
    moreScopes: asUser.some(({ kind }) => scopesOfKind(kind).length === 0) || (actsForUser && asUser.length === 0),
    unresolved: [...unresolved, ...open].map(({ kinds, expression, why, onBehalfOfUser, through, ...place }) => ({
      ...placeOf(place),
      through,
      kinds,
      expression,
      why: holdsUnknown(why) ? workedOut : why,
      onBehalfOfUser,
    })),
    minimumMlflowVersion: minimumMlflowOf({ resources: systemResources, scopes: userApiScopes }),
    complete: notRead.length === 0,
    notRead: notRead.map(({ module, why, ...place }) => ({ module, ...placeOf(place), why })),
    filesRead,
  };
}
