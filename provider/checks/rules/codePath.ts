import type { Check, CheckedFile, Rule } from "../types.js";
import { type Import, importsOf } from "./imports.js";

/** A file beside the agent that stays behind. */
export const codePath: Rule = {
  code: "missing-code-path",
  title: "a local import that is not packaged",
  severity: "error",
  doc:
    "The agent imports a file or package that lies beside it, and codePaths does not cover it: it is found here and missing " +
    "where the agent is served. A warning where the import may not run.",
  argument: "codePaths",
  *find(check) {
    for (const { file, one, top, lies } of leftBehind(check)) {
      const { from, to, when, optional } = one;
      const certain = !optional && when.runs === "always" && when.inFunction === undefined;
      const message = `${top} is imported here and lies beside the agent as ${lies}, but is not in the package.`;
      const help = `Add ${JSON.stringify(lies)} to \`codePaths\`.`;
      yield { file, from, to, message, help, severity: certain ? "error" : "warning" };
    }
  },
};

/** The first import of each module that lies beside the agent and is not packaged. */
export function* leftBehind(check: Check): Iterable<{ file: CheckedFile; one: Import; top: string; lies: string }> {
  const seen = new Set<string>();
  for (const file of check.files) {
    for (const one of importsOf(file)) {
      const { level, module } = one.imported;
      const top = module.split(".")[0] ?? "";
      if (level > 0 || top === "" || seen.has(top) || check.reading.modules?.holds(top) === true) continue;
      const lies = besideOf(top, check);
      if (lies === undefined || one.when.runs === "never") continue;
      seen.add(top);
      yield { file, one, top, lies };
    }
  }
}

function besideOf(top: string, { beside }: Check): string | undefined {
  if (beside(`${top}.py`) === "file") return `${top}.py`;
  return beside(`${top}/__init__.py`) === "file" ? top : undefined;
}

/** Whether a module is a file or package beside the agent. */
export function liesBeside(top: string, check: Check): boolean {
  return besideOf(top, check) !== undefined;
}
