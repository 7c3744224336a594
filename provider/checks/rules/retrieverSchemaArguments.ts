import { keyword, positional } from "../../python/source/located.js";
import { childrenOf, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import { plainValue } from "../../python/values/plain.js";
import type { Given } from "../../python/values/types.js";
import type { CheckedFile, Found, Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";
import { severityAt } from "./when.js";

const required = ["primary_key", "text_column"];
const allowed = [...required, "doc_uri", "other_columns", "name"];

/** set_retriever_schema with arguments that it does not take. */
export const retrieverSchemaArguments: Rule = {
  code: "retriever-schema-arguments",
  title: "set_retriever_schema with wrong arguments",
  severity: "error",
  doc:
    "set_retriever_schema takes keyword arguments only: primary_key and text_column, which are names of columns, and " +
    "doc_uri, other_columns (a list of names) and name.",
  argument: "code",
  *find(check) {
    for (const { deed, file, node } of writtenDeeds(check, check.run.observer.schemas)) {
      const severity = severityAt(check, file, node);
      if (severity === undefined) continue;
      for (const found of faults(file, node, deed.given)) yield { ...found, severity };
    }
  },
};

function* faults(file: CheckedFile, call: SyntaxNode, given: Given): Iterable<Found> {
  const list = call.getChild("ArgList");
  if (list === null) return;
  const [first] = positional(list);
  if (first !== undefined) {
    yield {
      file,
      from: first.from,
      to: first.to,
      message: "set_retriever_schema takes keyword arguments only.",
      help: "Write primary_key=…, text_column=….",
    };
    return;
  }
  const children = childrenOf(list);
  const names = children.filter(
    (child, index) => child.name === "VariableName" && children[index + 1]?.name === "AssignOp",
  );
  const written = new Set(names.map((node) => sourceOf(file.module, node)));
  const spread = children.some(({ name }) => name === "**");
  const missing = spread ? [] : required.filter((name) => !written.has(name));
  if (missing.length > 0) {
    const message = `set_retriever_schema is called without ${missing.join(" and ")}.`;
    yield { file, from: call.from, to: call.to, message, help: "Name the columns of the index." };
  }
  for (const node of names) {
    const name = sourceOf(file.module, node);
    const value = keyword(file.module, list, name);
    if (!allowed.includes(name)) {
      const message = `set_retriever_schema has no argument ${name}.`;
      yield { file, from: node.from, to: node.to, message, help: `It takes ${allowed.join(", ")}.` };
      continue;
    }
    const known = plainValue(given.keywords.get(name) ?? []);
    if (value === undefined || known === undefined) continue;
    const isList = Array.isArray(known);
    const fine =
      name === "other_columns"
        ? known === null || (isList && known.every((item) => typeof item === "string"))
        : typeof known === "string" || (known === null && !required.includes(name));
    if (fine) continue;
    const wanted = name === "other_columns" ? "a list of column names" : "one name";
    yield { file, from: value.from, to: value.to, message: `${name} has to be ${wanted}.` };
  }
}
