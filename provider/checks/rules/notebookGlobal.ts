import { localMeaning } from "../../python/source/locals.js";
import { sourceOf } from "../../python/source/scope.js";
import { type SyntaxNode, walk } from "../../python/source/tree.js";
import { catches, whenOf } from "../../python/source/when.js";
import type { CheckedFile, Rule } from "../types.js";

/** Names that a Databricks notebook has and a file does not. */
const globals = new Set(["dbutils", "display", "displayHTML", "getArgument", "sc", "spark", "sqlContext"]);

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
    for (const file of check.files) {
      if (!/\b(?:dbutils|display|displayHTML|getArgument|sc|spark|sqlContext)\b/.test(file.module.parsed.text))
        continue;
      for (const node of uses(file)) {
        const name = sourceOf(file.module, node);
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

/** The first use of each such name in a file, where the file does not bind it. */
function* uses({ module }: CheckedFile): Iterable<SyntaxNode> {
  const seen = new Set<string>();
  const found: SyntaxNode[] = [];
  const star = module.imports.some(({ names }) => names?.includes("*") === true);
  if (star) return;
  walk(module.parsed.tree.topNode, (node) => {
    if (node.name !== "VariableName") return;
    const name = sourceOf(module, node);
    if (!globals.has(name) || module.bindings.has(name) || seen.has(name) || !isUse(node)) return;
    if (localMeaning(module, node).kind !== "global") return;
    // A function that imports the name, or a class that has it, binds it as well.
    if (new RegExp(`\\b(?:import|as|global|def|for|class)\\b[^\\n]*\\b${name}\\b`).test(module.parsed.text)) return;
    seen.add(name);
    found.push(node);
  });
  yield* found;
}

/** Whether a name is looked up: not a parameter, nor a keyword of a call, nor a target of an assignment. */
function isUse(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null || parent.name === "ParamList" || parent.name === "ImportStatement") return false;
  const next = node.nextSibling?.name;
  if (parent.name === "ArgList") return next !== "AssignOp";
  return !(parent.name === "AssignStatement" && (next === "AssignOp" || next === "TypeDef" || next === ","));
}
