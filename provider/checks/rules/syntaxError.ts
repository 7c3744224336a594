import type { Rule } from "../types.js";
import { faultsOf } from "./fault.js";

/** The grammar stumbles. */
export const syntaxError: Rule = {
  code: "syntax-error",
  title: "not Python",
  severity: "error",
  doc: "The agent's file, or a local file that it imports, is not valid Python, so loading it fails.",
  argument: "code",
  fatal: true,
  *find(check) {
    yield* faultsOf(check, "syntax-error");
    for (const file of check.files) {
      const { fault } = file.module.parsed;
      if (fault !== undefined && !file.isAgent) yield { file, from: fault.offset, message: `${fault.message}.` };
    }
  },
};
