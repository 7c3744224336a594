import type { Check, Rule } from "../types.js";
import { type Opened, openedFiles } from "./opened.js";
import { severityAt } from "./when.js";

/** A file that stays behind. */
export const missingFile: Rule = {
  code: "missing-file",
  title: "a file that is opened and not packaged",
  severity: "error",
  doc:
    "The code opens a file by a relative path or beside __file__, and the file is not there in the model. The agent's own file " +
    "lies at the root of the model and what codePaths names lies in code/, so `Path(__file__).parent` of the agent's file does " +
    "not find it. An error where it runs for certain when the agent is loaded and the file lies here, or is looked for beside " +
    "__file__; a warning otherwise. What the code writes itself, or looks for first, is left alone.",
  argument: "codePaths",
  *find(check) {
    for (const opened of openedFiles(check)) {
      const { file, node, anchor, place, written } = opened;
      if (isPackaged(check, place) || (anchor === "working" && placesOf(check, written).length > 0)) continue;
      const severity = severityAt(check, file, node);
      if (severity === undefined) continue;
      const lies = anchor === "working" ? check.beside(written) : undefined;
      const certain = severity === "error" && (anchor === "file" || lies !== undefined);
      yield {
        file,
        from: node.from,
        to: node.to,
        message: `${written} is opened here, and the model does not hold it${whereInstead(check, opened)}.`,
        help: helpFor(opened),
        severity: certain ? "error" : "warning",
      };
    }
  },
};

/** Whether the model holds a file, or a folder with files, at a path. */
export function isPackaged(check: Check, place: string): boolean {
  const { packaged } = check.reading;
  if (packaged.has(place) || place === ".") return true;
  const inside = place.endsWith("/") ? place : `${place}/`;
  for (const path of packaged) if (path.startsWith(inside)) return true;
  return false;
}

/** Paths in the model that end with what the code names. */
export function placesOf(check: Check, written: string): string[] {
  const end = `/${written.replace(/^(?:\.\.\/)+/, "")}`;
  return [...check.reading.packaged].filter((path) => `/${path}`.endsWith(end) || `/${path}`.includes(`${end}/`));
}

function whereInstead(check: Check, { anchor, place, written }: Opened): string {
  const [other] = placesOf(check, written);
  if (other !== undefined) return ` there: it is packaged as ${other}`;
  return anchor === "file" && place.startsWith("..") ? ": it would lie outside of the model" : "";
}

function helpFor({ file, anchor }: Opened): string {
  if (anchor === "file" && !file.isAgent) return "Add the folder that holds it to `codePaths`.";
  return (
    "Read it in a module of a folder in `codePaths`, from Path(__file__).parent there, or declare it in `artifacts` and read " +
    "context.artifacts."
  );
}
