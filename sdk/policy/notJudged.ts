import { isKind, known, unknownIn } from "./known.js";
import type { Rule } from "./types.js";

/**
 * Says, as advice, what the other rules did not judge: what a preview does not know yet, and requirements that stand in a
 * file, which no policy is given. A preview without a violation would else read as one in which all is well.
 *
 * @param rules the others
 */
export function notJudged(rules: readonly Rule[]): Rule {
  return {
    name: "not-judged",
    description: "What the other rules could not judge in this preview.",
    enforcementLevel: "advisory",
    validateResource(args, report) {
      for (const rule of rules) {
        if (rule.enforcementLevel === "disabled") continue;
        const open = unknownIn(() => rule.validateResource({ ...args, getConfig: empty }, () => undefined));
        if (open.length === 0) continue;
        const are = open.length === 1 ? "is" : "are";
        report(`${rule.name} did not judge ${open.join(", ")}, which ${are} not known yet: it does before the update.`);
      }
      if (!isKind(args.type, "LoggedAgent")) return;
      if (
        !rules.some(({ name, enforcementLevel }) => name === "pinned-requirements" && enforcementLevel !== "disabled")
      )
        return;
      for (const field of ["requirements", "extraRequirements"]) {
        const path = known(args.props, field);
        if (typeof path === "string")
          report(`pinned-requirements did not judge ${field}: a policy is not given the lines of the file ${path}.`);
      }
    },
  };
}

/** The configuration is the other rule's, and this one is not given it. */
function empty<T extends object>(): T {
  return {} as T;
}
