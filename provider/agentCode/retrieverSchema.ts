import type { Value } from "../python/documents/values.js";
import {
  type ImportedModule,
  isMainGuard,
  type PythonModule,
  qualifiedName,
  sourceOf,
} from "../python/source/scope.js";
import { type SyntaxNode, walk } from "../python/source/tree.js";
import { type ConstantScope, keywordsOf } from "./constant.js";

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
  module: PythonModule;
  /** Offset of the call. */
  offset: number;
  /** Its argument that cannot be told, where it is one. */
  argument?: string;
}

/** What an agent's files say about its retrievers. */
export interface RetrieverSchemas {
  /** In the order in which they are set; of two with one name the later one counts. */
  schemas: RetrieverSchema[];
  unread: UnreadSchema[];
}

/** What decides about the schemas beside the code. */
export interface RetrieverScope extends ConstantScope {
  /** Whether MLflow asks the agent its example while it logs it, so that what `predict` sets counts too. */
  asksPredict: boolean;
}

const setters = new Set([
  "mlflow.models.set_retriever_schema",
  "mlflow.models.dependencies_schemas.set_retriever_schema",
]);

/**
 * The retriever schemas that an agent declares with `mlflow.models.set_retriever_schema`, in the order in which they are
 * set when its file is loaded: what a local import sets comes where it is imported, what functions set comes after.
 *
 * @param agent the agent's file
 * @param scope the local modules and the configuration
 */
export function retrieverSchemas(agent: PythonModule, scope: RetrieverScope): RetrieverSchemas {
  const calls: Calls = { loaded: [], inFunctions: [], asked: [] };
  collectCalls(agent, scope, calls, new Set());
  const found: RetrieverSchemas = { schemas: [], unread: [] };
  const counted = [...calls.loaded, ...calls.inFunctions, ...(scope.asksPredict ? calls.asked : [])];
  for (const { module, node } of counted) {
    const schema = readSchema(module, node, scope);
    if ("argument" in schema) {
      found.unread.push({
        module,
        offset: node.from,
        ...(schema.argument === undefined ? {} : { argument: schema.argument }),
      });
      continue;
    }
    const same = found.schemas.findIndex(({ name }) => name === schema.name);
    if (same < 0) found.schemas.push(schema);
    else found.schemas[same] = schema;
  }
  return found;
}

interface Call {
  module: PythonModule;
  node: SyntaxNode;
}

/** Calls by when they run. */
interface Calls {
  loaded: Call[];
  inFunctions: Call[];
  /** In `predict`, which MLflow calls only with an example. */
  asked: Call[];
}

function collectCalls(module: PythonModule, scope: ConstantScope, calls: Calls, seen: Set<PythonModule>): void {
  seen.add(module);
  walk(module.parsed.tree.topNode, (node) => {
    if (node.name === "IfStatement" && isMainGuard(module, node)) return false;
    if (node.name === "ImportStatement") {
      const imported = module.imports.filter((one) => one.node === node);
      for (const local of imported.flatMap((item) => modulesOf(item, module, scope)))
        if (!seen.has(local)) collectCalls(local, scope, calls, seen);
    }
    if (node.name !== "CallExpression") return undefined;
    const callee = node.firstChild;
    if (callee === null || !setters.has(qualifiedName(module, callee) ?? "")) return undefined;
    const name = enclosingFunction(module, node);
    const list = name === undefined ? calls.loaded : name === "predict" ? calls.asked : calls.inFunctions;
    // MLflow streams nothing while it logs.
    if (name !== "predict_stream") list.push({ module, node });
    return undefined;
  });
}

/** The local modules that an import runs, the outermost package first. */
function modulesOf(imported: ImportedModule, from: PythonModule, scope: ConstantScope): PythonModule[] {
  const dots = ".".repeat(imported.level);
  const parts = imported.module.split(".").filter(Boolean);
  const names = parts.map((_, index) => dots + parts.slice(0, index + 1).join("."));
  const below = (imported.names ?? []).map((name) => dots + [...parts, name].join("."));
  return [...names, ...below].flatMap((name) => scope.find(name, from) ?? []);
}

function enclosingFunction(module: PythonModule, node: SyntaxNode): string | undefined {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.name === "LambdaExpression") return "";
    if (parent.name !== "FunctionDefinition") continue;
    const name = parent.getChild("VariableName");
    return name === null ? "" : sourceOf(module, name);
  }
  return undefined;
}

function readSchema(
  module: PythonModule,
  node: SyntaxNode,
  scope: ConstantScope,
): RetrieverSchema | { argument: string | undefined } {
  const given = keywordsOf({ module, node }, scope);
  if (given === undefined) return { argument: undefined };
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const primaryKey = text("primary_key");
  const textColumn = text("text_column");
  if (primaryKey === undefined) return { argument: "primary_key" };
  if (textColumn === undefined) return { argument: "text_column" };
  const docUri = given.has("doc_uri") ? given.get("doc_uri") : null;
  if (docUri !== null && typeof docUri !== "string") return { argument: "doc_uri" };
  const others = columnsOf(given.has("other_columns") ? given.get("other_columns") : null);
  if (others === undefined) return { argument: "other_columns" };
  const name = given.has("name") ? text("name") : "retriever";
  if (name === undefined) return { argument: "name" };
  return { name, primary_key: primaryKey, text_column: textColumn, doc_uri: docUri, other_columns: others };
}

function columnsOf(value: Value | undefined): string[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const columns = value.filter((item) => typeof item === "string");
  return columns.length === value.length ? columns : undefined;
}
