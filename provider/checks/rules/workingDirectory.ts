import type { Rule } from "../types.js";
import { placesOf } from "./missingFile.js";
import { openedFiles } from "./opened.js";

/** A packaged file by a path that only holds here. */
export const workingDirectory: Rule = {
  code: "working-directory",
  title: "a packaged file, opened from the working directory",
  severity: "warning",
  doc:
    "A relative path is meant from the working directory, which is not the model's folder where the agent is served. The file " +
    "is in the model, and is not found by this path.",
  argument: "code",
  *find(check) {
    for (const { file, node, anchor, written } of openedFiles(check)) {
      const [place] = anchor === "working" ? placesOf(check, written) : [];
      if (place === undefined) continue;
      const message = `${written} is opened from the working directory, and the model holds it as ${place}.`;
      const help = "Begin the path at Path(__file__).parent, in a module that is packaged beside it.";
      yield { file, from: node.from, to: node.to, message, help };
    }
  },
};
