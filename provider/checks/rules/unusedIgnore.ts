import type { Rule } from "../types.js";

/** A comment that ignores nothing. */
export const unusedIgnore: Rule = {
  code: "unused-ignore",
  title: "a comment that ignores nothing",
  severity: "warning",
  doc: "`# mlflow-agents: ignore[code]` stands in a line that has no such finding, or names a finding that does not exist.",
  argument: "code",
  // The engine asks the suppressions once the other rules have run.
  find: () => [],
};
