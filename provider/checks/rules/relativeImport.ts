import type { Rule } from "../types.js";
import { importsOf } from "./imports.js";

/** `from . import tools` in the agent's own file. */
export const relativeImport: Rule = {
  code: "relative-import",
  title: "a relative import in the agent's file",
  severity: "error",
  doc: "MLflow loads the agent's file as a module of its own, in no package, so a relative import in it fails.",
  argument: "code",
  *find(check) {
    const agent = check.files.find(({ isAgent }) => isAgent);
    if (agent === undefined) return;
    for (const { imported, from, to, when, optional } of importsOf(agent)) {
      if (imported.level === 0 || optional) continue;
      const message = "this import is relative, and the agent's file belongs to no package.";
      const wanted = imported.module === "" ? (imported.names ?? []).join(", ") : imported.module;
      const help = `Import ${wanted} by its full name, and put it into \`codePaths\`.`;
      const certain = when.runs === "always" && when.inFunction === undefined;
      yield { file: agent, from, to, message, help, severity: certain ? "error" : "warning" };
    }
  },
};
