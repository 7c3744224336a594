import { at } from "../agentCode/agent.js";
import { type RetrieverSchemas, retrieverSchemas } from "../agentCode/retrieverSchema.js";
import type { AgentRun } from "../agentCode/run.js";
import type { Problem } from "../errors.js";
import type { Value } from "../python/documents/values.js";
import type { AgentSource } from "./types.js";

/** What `metadata` of MLmodel is made of. */
export interface MetadataRequest {
  source: AgentSource;
  /** MLflow's task, for an interface that has one. */
  task: string | undefined;
  /** The agent, run; undefined where it could not be read. */
  run: AgentRun | undefined;
  /** Whether the model has an example, which MLflow asks the agent while it logs it. */
  hasExample: boolean;
}

/**
 * `metadata` of MLmodel: the task of the interface, what the user declared (also another task), and the schemas of the
 * agent's retrievers, over which MLflow lets nothing win. Undefined where there is nothing.
 */
export function modelMetadata(request: MetadataRequest): {
  metadata?: { [key: string]: Value };
  warnings: Problem[];
} {
  const { source, task, run, hasExample } = request;
  const found: RetrieverSchemas = run === undefined ? { schemas: [], unread: [] } : retrieverSchemas(run, hasExample);
  const retrievers = found.schemas.map((schema) => ({ ...schema }));
  const metadata: { [key: string]: Value } = {
    ...(task === undefined ? {} : { task }),
    ...source.metadata,
    ...(retrievers.length === 0 ? {} : { dependencies_schemas: { retrievers } }),
  };
  const warnings = found.unread.map(({ site: { file, from }, argument }): Problem => {
    const what = argument === undefined ? "its arguments" : `\`${argument}\``;
    const message =
      `set_retriever_schema is called here, and reading the file does not tell ${what}, so MLmodel does not get this ` +
      "schema. Write a text, or a value of `modelConfig`.";
    return { code: "invalidAgent", path: "code", message: at(file.source, file.name, from, message) };
  });
  const isEmpty = source.metadata === undefined && Object.keys(metadata).length === 0;
  return isEmpty ? { warnings } : { metadata, warnings };
}
