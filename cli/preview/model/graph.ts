import type { Change } from "./change.js";
import type { Graph } from "./report.js";

/** Words for what a property refers to, from the user to what is used. */
const labels: Record<string, string> = {
  authPolicy: "may touch",
  agent: "version of",
  model: "serves",
  servedEntities: "serves",
};

/** The stack as a graph: what uses what. */
export function graphOf(changes: readonly Change[]): Graph {
  const ids = new Map(changes.map(({ urn }, index) => [urn, `n${index}`]));
  const nodes = changes.map(({ urn, name, type, kind, action }) => ({
    id: ids.get(urn) ?? "",
    name,
    type,
    kind,
    action,
  }));
  const edges: Graph["edges"] = [];
  const seen = new Set<string>();
  for (const change of changes) {
    const to = ids.get(change.urn) ?? "";
    for (const [property, urns] of Object.entries(change.uses)) {
      for (const urn of urns) {
        const from = ids.get(urn);
        if (from === undefined || from === to || seen.has(`${from} ${to}`)) continue;
        seen.add(`${from} ${to}`);
        edges.push({ from, to, label: labels[property] ?? "" });
      }
    }
  }
  return { nodes, edges };
}
