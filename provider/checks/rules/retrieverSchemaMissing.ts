import { keyword } from "../../python/source/located.js";
import { childrenOf, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import type { CheckedFile, Rule } from "../types.js";

/** A retriever of the user's own, whose columns nobody is told. */
export const retrieverSchemaMissing: Rule = {
  code: "missing-retriever-schema",
  title: "a retriever without a schema",
  severity: "warning",
  doc:
    "A function traced as a retriever gives rows of a vector index as they are. Evaluation and the review app only find the " +
    "text and the source in them when set_retriever_schema names the columns, or when they are MLflow documents " +
    "(page_content and metadata). The retrievers of databricks-langchain and databricks-openai set it themselves.",
  argument: "code",
  *find(check) {
    if (check.run.observer.schemas.length > 0) return;
    for (const file of check.files) {
      if (/\bpage_content\b|\bDocument\b/.test(file.module.parsed.text)) continue;
      for (const call of file.calls) {
        if (!isSearch(file, call) || !isTracedRetriever(file, call)) continue;
        const message = "rows of a vector index are given on as they are, and set_retriever_schema is never called.";
        const help = "Call mlflow.models.set_retriever_schema with the index's columns.";
        yield { file, from: call.from, to: call.to, message, help };
      }
    }
  },
};

function isSearch({ module }: CheckedFile, call: SyntaxNode): boolean {
  const property = call.firstChild?.getChild("PropertyName") ?? null;
  const list = call.getChild("ArgList");
  return (
    property !== null &&
    list !== null &&
    sourceOf(module, property) === "similarity_search" &&
    keyword(module, list, "columns") !== undefined
  );
}

/** Whether the function around is decorated with `@mlflow.trace(span_type="RETRIEVER")`. */
function isTracedRetriever({ module }: CheckedFile, call: SyntaxNode): boolean {
  for (let node = call.parent; node !== null; node = node.parent) {
    if (node.name !== "DecoratedStatement") continue;
    const decorators = childrenOf(node).filter(({ name }) => name === "Decorator");
    if (
      decorators.some((one) =>
        /span_type\s*=\s*(?:["']RETRIEVER["']|[\w.]*SpanType\.RETRIEVER)/.test(sourceOf(module, one)),
      )
    )
      return true;
  }
  return false;
}
