import type { Graph } from "../model/report.js";
import { mermaidText } from "./inert.js";

const most = 60;
const marks: Record<string, string> = {
  create: "new",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  import: "taken over",
};

/** What the graph's shapes stand for. */
const shapes: Record<string, [string, string]> = {
  AuthPolicy: ["{{", "}}"],
  LoggedAgent: ["([", "])"],
  RegisteredModel: ["[(", ")]"],
  ServingEndpoint: ["[[", "]]"],
  other: ["[", "]"],
};

/**
 * The stack as a Mermaid flow chart, what changes marked in colour and words. Of a large stack, what changes and its
 * neighbours.
 *
 * @returns the lines between the fences, or undefined where there is nothing to draw
 */
export function mermaid(graph: Graph): { text: string; leftOut: number } | undefined {
  const acting = new Set(graph.nodes.filter(({ action }) => action !== "same").map(({ id }) => id));
  const near = new Set(acting);
  for (const { from, to } of graph.edges) {
    if (acting.has(from)) near.add(to);
    if (acting.has(to)) near.add(from);
  }
  const small = graph.nodes.length <= most;
  const nodes = graph.nodes.filter(({ id }) => small || near.has(id)).slice(0, most);
  if (nodes.length < 2) return undefined;
  const drawn = new Set(nodes.map(({ id }) => id));
  const lines = ["flowchart LR"];
  for (const { id, name, type, kind, action } of nodes) {
    const [open, close] = shapes[kind] ?? ["[", "]"];
    const short = type.slice(type.lastIndexOf(":") + 1);
    const mark = marks[action] === undefined ? "" : `<br/><b>${marks[action]}</b>`;
    lines.push(`  ${id}${open}"${mermaidText(name)}<br/><i>${mermaidText(short)}</i>${mark}"${close}:::${action}`);
  }
  for (const { from, to, label } of graph.edges) {
    if (!drawn.has(from) || !drawn.has(to)) continue;
    lines.push(label === "" ? `  ${from} --> ${to}` : `  ${from} -- ${label} --> ${to}`);
  }
  const used = new Set(nodes.map(({ action }) => action));
  for (const [name, style] of Object.entries(styles))
    if (used.has(name as never)) lines.push(`  classDef ${name} ${style}`);
  return { text: lines.join("\n"), leftOut: graph.nodes.length - nodes.length };
}

const styles: Record<string, string> = {
  create: "fill:#dafbe1,stroke:#1a7f37,color:#1a1a1a",
  update: "fill:#fff8c5,stroke:#9a6700,color:#1a1a1a",
  replace: "fill:#ffd8b5,stroke:#bc4c00,color:#1a1a1a",
  delete: "fill:#ffebe9,stroke:#cf222e,color:#1a1a1a",
  import: "fill:#ddf4ff,stroke:#0969da,color:#1a1a1a",
  same: "fill:#f6f8fa,stroke:#8c959f,color:#57606a",
};
