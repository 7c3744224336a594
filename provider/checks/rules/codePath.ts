import type { Rule } from "../types.js";
import { importsOf } from "./imports.js";

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
    const seen = new Set<string>();
    for (const file of check.files) {
      for (const { imported, from, to, when, optional } of importsOf(file)) {
        const top = imported.module.split(".")[0] ?? "";
        if (imported.level > 0 || top === "" || seen.has(top) || check.reading.modules?.holds(top) === true) continue;
        const lies = besideOf(top, check.beside);
        if (lies === undefined || when.runs === "never") continue;
        seen.add(top);
        const certain = !optional && when.runs === "always" && when.inFunction === undefined;
        const message = `${top} is imported here and lies beside the agent as ${lies}, but is not in the package.`;
        const help = `Add ${JSON.stringify(lies)} to \`codePaths\`.`;
        yield { file, from, to, message, help, severity: certain ? "error" : "warning" };
      }
    }
  },
};

function besideOf(top: string, beside: (path: string) => string | undefined): string | undefined {
  if (beside(`${top}.py`) === "file") return `${top}.py`;
  return beside(`${top}/__init__.py`) === "file" ? top : undefined;
}

/** Whether a module is a file or package beside the agent. */
export function liesBeside(top: string, beside: (path: string) => string | undefined): boolean {
  return besideOf(top, beside) !== undefined;
}
