import type { SyntaxNode } from "../../python/source/tree.js";
import { whenOf } from "../../python/source/when.js";
import type { Check, CheckedFile, Severity } from "../types.js";

/**
 * How sure it is that a node runs: `error` where it runs for certain when the agent is loaded, `warning` where it may run,
 * undefined where it never does.
 */
export function severityAt(check: Check, file: CheckedFile, node: SyntaxNode): Severity | undefined {
  if (whenOf(file.module, node).runs === "never") return undefined;
  return check.loadTimes().of(file.module, node)?.certain === true ? "error" : "warning";
}
