import { at } from "../agentCode/agent.js";
import { type RetrieverSchemas, retrieverSchemas } from "../agentCode/retrieverSchema.js";
import type { Problem } from "../errors.js";
import type { Value } from "../python/documents/values.js";
import type { LocalModules } from "../python/source/localModules.js";
import type { AgentSource } from "./types.js";

/** What `metadata` of MLmodel is made of. */
export interface MetadataRequest {
  source: AgentSource;
  /** MLflow's task, for an interface that has one. */
  task: string | undefined;
  /** The agent's file and its local imports. */
  modules: LocalModules | undefined;
  /** The model configuration, if there is one. */
  config: Value | undefined;
  /** Whether the model has an example, which MLflow asks the agent while it logs it. */
  hasExample: boolean;
  /** The user's name of a packaged file, by its path inside the model directory. */
  nameOf(path: string): string;
}

/**
 * `metadata` of MLmodel: the task of the interface, what the user declared (also another task), and the schemas of the
 * agent's retrievers, over which MLflow lets nothing win. Undefined where there is nothing.
 */
export function modelMetadata(request: MetadataRequest): {
  metadata?: { [key: string]: Value };
  warnings: Problem[];
} {
  const { source, task, modules } = request;
  const found = readRetrievers(request);
  const retrievers = found.schemas.map((schema) => ({ ...schema }));
  const metadata: { [key: string]: Value } = {
    ...(task === undefined ? {} : { task }),
    ...source.metadata,
    ...(retrievers.length === 0 ? {} : { dependencies_schemas: { retrievers } }),
  };
  const paths = new Map(modules?.modules.map(({ path, module }) => [module, path]));
  const warnings = found.unread.map(({ module, offset, argument }): Problem => {
    const what = argument === undefined ? "its arguments" : `\`${argument}\``;
    const message =
      `set_retriever_schema is called here, and reading the file does not tell ${what}, so MLmodel does not get this ` +
      "schema. Write a text, or a value of `modelConfig`.";
    const name = request.nameOf(paths.get(module) ?? "");
    return { code: "invalidAgent", path: "code", message: at(module, name, offset, message) };
  });
  const isEmpty = source.metadata === undefined && Object.keys(metadata).length === 0;
  return isEmpty ? { warnings } : { metadata, warnings };
}

function readRetrievers({ modules, config, hasExample }: MetadataRequest): RetrieverSchemas {
  const agent = modules?.modules[0]?.module;
  if (modules === undefined || agent === undefined) return { schemas: [], unread: [] };
  return retrieverSchemas(agent, { find: modules.find, config, asksPredict: hasExample });
}
