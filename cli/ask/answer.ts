import type { Readable } from "node:stream";
import { z } from "zod";
import { AgentsError, type ErrorCode, isAgentsError } from "../../provider/errors.js";
import { route, type Workspace } from "../../provider/http/index.js";
import { takeTrace } from "../../provider/resources/servingEndpoint/traceProof.js";
import type { Attempt } from "./interface.js";

/** Longest silence of an agent, in milliseconds: one that was scaled to zero has to start first. */
const silenceMs = 300_000;

/** What an answer says beside its words. */
export interface Answered {
  /** The whole answer, or its events; without the trace itself. */
  whole: unknown;
  /** Id of its trace; undefined where none came with it. */
  traceId: string | undefined;
  /** Id of the trace's experiment. */
  experimentId: string | undefined;
}

/** Who is asked. */
export interface Asked {
  workspace: Workspace;
  endpoint: string;
  /** A served entity. Default: as the traffic goes. */
  entity: string | undefined;
}

/** What may be a refusal of the body, and not only the agent's own failure. */
const ofBody: readonly ErrorCode[] = ["badRequest", "unsupported", "unavailable"];

/**
 * Puts the question.
 *
 * @param attempt how; an endpoint that says that it gives no stream is asked for the whole answer
 * @param take gets the answer, or each of its events as it comes
 * @throws AgentsError the refusal, with what may be the cause beside the agent
 */
export async function answerOf(asked: Asked, attempt: Attempt, take: (value: unknown) => void): Promise<Answered> {
  const { body, stream, whole, doubt } = attempt;
  try {
    return await ask(asked, body, stream, take);
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    // Said before the agent runs, by a code of its own.
    if (whole !== undefined && error.serverCode === "NOT_IMPLEMENTED") return ask(asked, whole, false, take);
    if (doubt === undefined || !ofBody.includes(error.code) || error.status === undefined) throw error;
    throw new AgentsError(error.code, `${error.message} ${doubt}`, { status: error.status, cause: error });
  }
}

const experiment = z.object({ experiment_id: z.string() });
const place = z.object({
  databricks_output: z.object({
    trace: z.object({
      // MLflow 2 names the experiment beside the trace's id.
      info: z.union([
        z.object({ trace_location: z.object({ mlflow_experiment: experiment }) }),
        experiment.transform((told) => ({ trace_location: { mlflow_experiment: told } })),
      ]),
    }),
  }),
});

async function ask(
  { workspace, endpoint, entity }: Asked,
  body: Attempt["body"],
  stream: boolean,
  take: (value: unknown) => void,
): Promise<Answered> {
  const path =
    entity === undefined
      ? route`/serving-endpoints/${endpoint}/invocations`
      : route`/serving-endpoints/${endpoint}/served-models/${entity}/invocations`;
  const accept = stream ? "text/event-stream" : "application/json";
  const answer = await workspace.download({
    method: "POST",
    path,
    body,
    headers: { accept },
    timeoutMs: silenceMs,
    isQuestion: true,
  });
  const events: unknown[] = [];
  const found: Answered = { whole: undefined, traceId: undefined, experimentId: undefined };
  const streamed = String(answer.headers["content-type"] ?? "").includes("event-stream");
  for await (const value of streamed ? eventsOf(answer.body) : wholeOf(answer.body, endpoint)) {
    const { answer: without, told } = takeTrace(value);
    found.traceId ??= told.traceId;
    found.experimentId ??=
      place.safeParse(value).data?.databricks_output.trace.info.trace_location.mlflow_experiment.experiment_id;
    events.push(without);
    take(without);
  }
  found.whole = streamed ? events : events[0];
  return found;
}

async function* wholeOf(body: Readable, endpoint: string): AsyncGenerator<unknown> {
  let text = "";
  body.setEncoding("utf8");
  for await (const chunk of body) text += chunk;
  try {
    yield JSON.parse(text);
  } catch {
    throw new AgentsError("invalidResponse", `${endpoint} answered something that is not JSON.`);
  }
}

/** The data of server-sent events. */
async function* eventsOf(body: Readable): AsyncGenerator<unknown> {
  let rest = "";
  body.setEncoding("utf8");
  for await (const chunk of body) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) yield* eventIn(line);
  }
  yield* eventIn(rest);
}

function* eventIn(line: string): Generator<unknown> {
  const data = line.startsWith("data:") ? line.slice("data:".length).trim() : "";
  if (data === "" || data === "[DONE]") return;
  try {
    yield JSON.parse(data);
  } catch {
    // No event of a protocol that is known.
  }
}
