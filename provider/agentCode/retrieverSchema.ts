import type { Value } from "../python/documents/values.js";
import type { Site } from "../python/engine/scope.js";
import { plainValue } from "../python/values/plain.js";
import type { Given } from "../python/values/types.js";
import type { AgentRun } from "./run.js";

/** The schema of a retriever, as MLmodel holds it. */
export interface RetrieverSchema {
  name: string;
  primary_key: string;
  text_column: string;
  doc_uri: string | null;
  other_columns: string[];
}

/** A call of `set_retriever_schema` that reading cannot follow. */
export interface UnreadSchema {
  site: Site;
  /** Its argument that cannot be told, where it is one. */
  argument?: string;
}

/** What an agent's files say about its retrievers. */
export interface RetrieverSchemas {
  /** In the order in which they are set; of two with one name the later one counts. */
  schemas: RetrieverSchema[];
  unread: UnreadSchema[];
}

/**
 * The retriever schemas that an agent declares with `mlflow.models.set_retriever_schema`, in the order in which they are
 * set: while its file is loaded, then in what is called.
 *
 * @param run the agent, run
 * @param asksPredict whether MLflow asks the agent its example while it logs it, so that what `predict` sets counts too
 */
export function retrieverSchemas({ observer }: AgentRun, asksPredict: boolean): RetrieverSchemas {
  const found: RetrieverSchemas = { schemas: [], unread: [] };
  // What is not packaged does not run where the agent is logged.
  const schemas = observer.schemas.filter(({ site }) => !site.file.isOutside);
  // MLflow streams nothing while it logs.
  const counted = [
    ...schemas.filter(({ phase }) => phase === "file"),
    ...schemas.filter(({ phase }) => phase === "hook" || phase === "library"),
    ...(asksPredict ? schemas.filter(({ phase }) => phase === "asked") : []),
  ];
  const seen = new Set<string>();
  for (const { site, given } of counted) {
    const schema = readSchema(given);
    if ("argument" in schema) {
      const key = `${site.file.path}:${site.from}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.unread.push({ site, ...(schema.argument === undefined ? {} : { argument: schema.argument }) });
      continue;
    }
    const same = found.schemas.findIndex(({ name }) => name === schema.name);
    if (same < 0) found.schemas.push(schema);
    else found.schemas[same] = schema;
  }
  return found;
}

function readSchema({ positional, keywords, more }: Given): RetrieverSchema | { argument: string | undefined } {
  if (positional.length > 0 || more !== undefined) return { argument: undefined };
  const value = (name: string): Value | undefined => {
    const given = keywords.get(name);
    return given === undefined ? undefined : plainValue(given);
  };
  const text = (name: string): string | undefined => {
    const known = value(name);
    return typeof known === "string" ? known : undefined;
  };
  const primaryKey = text("primary_key");
  const textColumn = text("text_column");
  if (primaryKey === undefined) return { argument: "primary_key" };
  if (textColumn === undefined) return { argument: "text_column" };
  const docUri = keywords.has("doc_uri") ? value("doc_uri") : null;
  if (docUri !== null && typeof docUri !== "string") return { argument: "doc_uri" };
  const others = columnsOf(keywords.has("other_columns") ? value("other_columns") : null);
  if (others === undefined) return { argument: "other_columns" };
  const name = keywords.has("name") ? text("name") : "retriever";
  if (name === undefined) return { argument: "name" };
  return { name, primary_key: primaryKey, text_column: textColumn, doc_uri: docUri, other_columns: others };
}

function columnsOf(value: Value | undefined): string[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const columns = value.filter((item) => typeof item === "string");
  return columns.length === value.length ? columns : undefined;
}
