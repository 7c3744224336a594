import { AgentsError } from "../../provider/errors.js";
import { connect, type Workspace } from "../../provider/http/index.js";
import { type Answered, answerOf } from "./answer.js";
import { readyEndpoint, servedVersion } from "./endpoint.js";
import { attemptOf, type Part, protocols, type Reader } from "./interface.js";
import { entityOf, modelSays } from "./model.js";
import { type AskOptions, help, parseAsk } from "./options.js";
import { asUser, placeSettings } from "./place.js";

/** Where a command writes to, and what it knows of its surroundings. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
}

const ours: Surroundings = {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * `mlflow-agents ask`: asks a served agent, and prints its answer as it comes.
 *
 * @param args what follows `ask`
 * @returns exit code
 * @throws AgentsError where there is no such endpoint, it is not ready, it may not be asked, or its agent fails
 */
export async function askCommand(args: string[], surroundings: Surroundings = ours): Promise<number> {
  const options = parseAsk(args);
  if (options === undefined) {
    surroundings.out(`${help}\n`);
    return 0;
  }
  const { env, out, err } = surroundings;
  const owner = await connect(placeSettings(options, env), env);
  if (owner.kind !== "databricks") {
    throw new AgentsError("unsupported", `${owner.host} is a plain MLflow server, which serves no endpoints to ask.`);
  }
  const workspace = options.user === undefined ? owner : await asUser(owner, options.user, env);
  const endpoint = await readyEndpoint(workspace, options.endpoint);
  const entity = options.version === undefined ? undefined : servedVersion(endpoint, options.version);
  const served = entityOf(endpoint, entity);
  const attempt = await attemptOf(options, endpoint.task, () => modelSays(workspace, endpoint.name, served));
  if (attempt.notice !== undefined) err(`${attempt.notice}\n`);
  const reader = new (await protocols()).Reader();
  const printer = new Printer(options, surroundings);
  const asked = { workspace, endpoint: endpoint.name, entity };
  const take = (value: unknown) => {
    reader.take(value);
    printer.show(reader.parts);
  };
  const answered = await answerOf(asked, attempt, take);
  refuseFailure(reader, endpoint.name);
  const { whole, traceId } = answered;
  const trace = linkOf(workspace, answered, served?.environment.MLFLOW_EXPERIMENT_ID);
  if (options.json) {
    out(`${JSON.stringify({ endpoint: endpoint.name, answer: whole, traceId, trace }, undefined, 2)}\n`);
    return 0;
  }
  printer.end();
  if (traceId !== undefined) err(`trace: ${trace ?? `${traceId} ${unlinked}`}\n`);
  return 0;
}

const unlinked = "(no link: it names no experiment, and the endpoint sets no MLFLOW_EXPERIMENT_ID)";

/** An agent may fail after its answer has begun. */
function refuseFailure(reader: Reader, endpoint: string): void {
  if (reader.error === "") return;
  throw new AgentsError("badRequest", `The agent of ${endpoint} failed while it answered: ${reader.error}`);
}

/**
 * Where the trace is looked at, in the workspace's own page of MLflow.
 *
 * @param usual the experiment that the endpoint's traces go to, where the trace does not name one
 */
function linkOf(
  { host }: Workspace,
  { traceId, experimentId }: Answered,
  usual: string | undefined,
): string | undefined {
  const experiment = experimentId ?? usual;
  // Traces in tables of Unity Catalog, which have other ids, are in no experiment's list.
  if (experiment === undefined || traceId === undefined || traceId.startsWith("trace:/")) return undefined;
  return `${host}/ml/experiments/${experiment}/traces?selectedEvaluationId=${encodeURIComponent(traceId)}`;
}

/** What a text says beyond what stands there: the whole text, which ends a stream, may end in other spaces than its pieces. */
function added(before: string, text: string): string {
  const said = before.trimEnd();
  if (!text.startsWith(said)) return `\n${text}`;
  const rest = text.slice(said.length);
  const spaces = before.slice(said.length);
  return rest.trim() === "" ? "" : rest.startsWith(spaces) ? rest.slice(spaces.length) : rest;
}

/** Prints what is new of an answer's parts: words to standard output, tools beside them. */
class Printer {
  readonly #silent: boolean;
  readonly #to: Surroundings;
  readonly #shown = new Map<string, string>();
  #open = false;

  constructor({ json }: AskOptions, to: Surroundings) {
    this.#silent = json;
    this.#to = to;
  }

  show(parts: readonly Part[]): void {
    if (this.#silent) return;
    for (const part of parts) {
      const before = this.#shown.get(part.id) ?? "";
      if (part.text === before && this.#shown.has(part.id)) continue;
      this.#shown.set(part.id, part.text);
      if (part.kind === "tool") this.#tool(part);
      else this.#words(added(before, part.text), before === "");
    }
  }

  /** Ends the last line. */
  end(): void {
    if (this.#open) this.#to.out("\n");
    this.#open = false;
  }

  #tool({ name = "", text }: Part): void {
    this.end();
    this.#to.err(name === "result" ? `  result: ${text}\n` : `tool: ${name}(${text})\n`);
  }

  #words(text: string, first: boolean): void {
    if (first) this.end();
    if (text === "") return;
    this.#to.out(text);
    this.#open = true;
  }
}
