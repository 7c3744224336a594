import type { Check, CheckedFile, Found, PolicyCode, Rule } from "../types.js";
import { leftBehind } from "./codePath.js";

/** Of what was judged, the findings with that code. */
function* judgedAs(check: Check, code: PolicyCode): Iterable<Found> {
  const [agent] = check.files;
  for (const judged of check.judged()) {
    if (judged.code !== code) continue;
    const { place, message, help, severity, resource, argument } = judged;
    const file: CheckedFile | undefined =
      place === undefined ? agent : check.all.find(({ path }) => path === place.path);
    if (file === undefined) continue;
    const where = place === undefined ? { to: 0 } : { from: place.from, to: place.to, inWhole: true };
    // Code that is not packaged, and that the agent does without, may not be there where it is served.
    const isSpare = severity === "error" && !check.files.includes(file) && !isNeeded(check, file);
    yield { file, ...where, message, help, severity: isSpare ? "warning" : severity, resource, argument };
  }
}

/** Whether code that is not packaged is imported by a file that cannot do without it. */
function isNeeded(check: Check, { path }: CheckedFile): boolean {
  const top = path.split("/")[1]?.replace(/\.py$/, "");
  for (const { top: needed, one } of leftBehind(check)) if (needed === top) return !one.optional;
  return false;
}

function rule(code: PolicyCode, severity: Rule["severity"], title: string, doc: string): Rule {
  return { code, title, severity, doc, argument: "authPolicy", find: (check) => judgedAs(check, code) };
}

/** A thing that the agent uses and that nothing declares. */
export const undeclaredUse = rule(
  "undeclared-use",
  "error",
  "a thing is used that the policy does not declare",
  "Model Serving hands out credentials for what is declared, and nothing else: an index, endpoint, function, table … that " +
    "the code uses and neither `authPolicy` nor `resources` declares answers 403 at the first question. A warning where " +
    "the agent brings credentials of its own (`DATABRICKS_TOKEN` among `environmentVariables`) or is logged to a plain " +
    "MLflow server, which enforces nothing; a hint there where nothing at all is declared.",
);

/** A thing that is declared for the other: the agent, or its caller. */
export const undeclaredUserUse = rule(
  "undeclared-user-use",
  "error",
  "a thing is used as the caller and declared for the agent, or the reverse",
  "The agent's own credentials and those of its caller are two things: what is declared with `onBehalfOfUser` gives the " +
    "agent itself nothing, and what is declared for the agent gives nothing to a client of the caller.",
);

/** A use on behalf of the user without the scope that it needs. */
export const missingUserScope = rule(
  "missing-user-scope",
  "error",
  "a thing is used as the caller without the API scope for it",
  "The caller's credentials that an agent is given are good for the policy's `userApiScopes`. A broader scope counts for " +
    "the narrower ones (`sql` for `sql.warehouses`), and the scopes of MCP servers for the things behind them.",
);

/** A use whose name is known when the agent runs. */
export const unresolvedUse = rule(
  "unresolved-use",
  "hint",
  "a thing is used whose name reading the code does not tell",
  "The name comes from an environment variable without a default, from a request, or from code that was not understood. " +
    "It cannot be compared, so it is listed. It never stops anything.",
);

/** Something declared that nothing uses. */
export const unusedDeclaration = rule(
  "unused-declaration",
  "hint",
  "a thing or scope is declared, and no use of it is seen",
  "Least privilege: what an agent does not use it should not have. What other declared things may bring along is left " +
    "alone (the tables and the warehouse of a Genie space, the embedding endpoint of an index). It never stops anything: a " +
    "policy may be shared by several agents.",
);
