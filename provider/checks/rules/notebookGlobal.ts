import { sourceOf } from "../../python/source/scope.js";
import { catches, whenOf } from "../../python/source/when.js";
import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";

/** Names that only a notebook has. */
export const notebookGlobal: Rule = {
  code: "notebook-global",
  title: "a name that only notebooks have",
  severity: "error",
  doc:
    "spark, display, dbutils and the like are there in a Databricks notebook and nowhere else: where the agent is served, the " +
    "name is not defined. A warning in functions. While MLflow loads the agent's file, dbutils is a stand-in that answers " +
    "nothing: a warning too, but for dbutils.library, which is harmless.",
  argument: "code",
  *find(check) {
    const seen = new Set<string>();
    for (const { deed, file, node } of writtenDeeds(check, check.run.observer.notebookReads)) {
      const { name } = deed;
      // Nobody knows what `import *` brings in.
      if (file.module.imports.some(({ names }) => names?.includes("*") === true)) continue;
      if (seen.has(`${file.path} ${name}`)) continue;
      seen.add(`${file.path} ${name}`);
      const when = whenOf(file.module, node);
      if (when.runs === "never" || catches(when, ["NameError"]) || guarded(when.conditions, name)) continue;
      const time = check.loadTimes().of(file.module, node);
      const standIn = name === "dbutils" && file.isAgent && time !== undefined;
      if (standIn && node.parent !== null && /^dbutils\.library\b/.test(sourceOf(file.module, node.parent))) continue;
      const message = standIn
        ? "dbutils is a stand-in while MLflow loads the agent: it answers nothing."
        : `${name} is there in notebooks only.`;
      const severity = time?.certain === true && !standIn ? "error" : "warning";
      yield {
        file,
        from: node.from,
        to: node.to,
        message,
        help: help[name] ?? "Leave it out of the agent's file.",
        severity,
      };
    }
  },
};

const help: Readonly<Record<string, string>> = {
  dbutils: "Read secrets and settings from the environment, and other things through databricks-sdk.",
  spark: "Ask a SQL warehouse instead, or make a session with databricks-connect.",
};

function guarded(conditions: readonly string[], name: string): boolean {
  return conditions.some((text) => text.includes(name) || /\b(?:globals|locals|dir)\(\)/.test(text));
}
