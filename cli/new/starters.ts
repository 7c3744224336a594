import { nearest } from "../../provider/lifecycle/nearest.js";
import { UsageError } from "../usage.js";

/** What `mlflow-agents new` can begin a project with. */
export interface Starter {
  /** Its folder in this package. */
  readonly folder: string;
  /** Configuration of the first stack; a key without a namespace is the project's own. */
  readonly configuration: Readonly<Record<string, string>>;
  /**
   * What to ask once it is deployed.
   *
   * @param name of the project
   * @param stack name of the stack
   * @returns what follows `mlflow-agents ask`
   */
  ask(name: string, stack: string): string;
}

const local = { "mlflow-agents:host": "local" };

/** An agent to go on with. */
const template: Starter = {
  folder: "templates/agent",
  configuration: { ...local, catalog: "main", llm: "databricks-claude-sonnet-4" },
  ask: (name, stack) => `${name}-${stack} "What can you do?"`,
};

/** Examples that show one thing each, and run on a fresh local workspace as they are. */
const examples: Readonly<Record<string, Starter>> = {
  quickstart: {
    folder: "examples/quickstart",
    configuration: local,
    ask: () => 'agents_main-agents-support "Where is my parcel?"',
  },
  credentials: {
    folder: "examples/credentials",
    configuration: local,
    ask: () => 'desk "How long is the warranty?"',
  },
  "genie-on-behalf-of-user": {
    folder: "examples/genie-on-behalf-of-user",
    configuration: local,
    ask: () => 'sales "Who are the best customers?" --as analyst@localhost',
  },
};

/** Names of the examples. */
export const exampleNames: readonly string[] = Object.keys(examples);

/**
 * The template, or an example by its name.
 *
 * @throws UsageError where there is no such example
 */
export function starterOf(example: string | undefined): Starter {
  if (example === undefined) return template;
  const found = Object.hasOwn(examples, example) ? examples[example] : undefined;
  if (found !== undefined) return found;
  const near = nearest(example, exampleNames);
  throw new UsageError(
    `--example ${example} is not known.${near === undefined ? "" : ` Did you mean ${near}?`} There are: ${exampleNames.join(", ")}.`,
  );
}
