import type { Readable } from "node:stream";
import { z } from "zod";
import { AgentsError, isAgentsError } from "../../provider/errors.js";
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

/**
 * Puts the question in the first way that the endpoint takes.
 *
 * @param ways the best first; a later one counts where the endpoint refuses the body before anything was answered
 * @param take gets the answer, or each of its events as it comes
 * @param again is called before the question is sent once more, with why: an agent that fails by itself is refused in the
 *   same way, and runs again then
 * @throws AgentsError the refusal of the last way
 */
export async function answerOf(
  asked: Asked,
  ways: readonly Attempt[],
  take: (value: unknown) => void,
  again: (why: string) => void = () => {},
): Promise<Answered> {
  let refusal: unknown;
  for (const way of ways) {
    try {
      return await ask(asked, way, take);
    } catch (error) {
      if (!isAgentsError(error) || error.code !== "badRequest") throw error;
      refusal ??= error;
      if (way === ways.at(-1)) throw ways.length > 2 && way.body.inputs !== undefined ? refusal : error;
      again(error.message);
    }
  }
  throw refusal;
}

const place = z.object({
  databricks_output: z.object({
    trace: z.object({
      info: z.object({
        trace_location: z.object({ mlflow_experiment: z.object({ experiment_id: z.string() }) }),
      }),
    }),
  }),
});

async function ask(
  { workspace, endpoint, entity }: Asked,
  { body, stream }: Attempt,
  take: (value: unknown) => void,
): Promise<Answered> {
  const path =
    entity === undefined
      ? route`/serving-endpoints/${endpoint}/invocations`
      : route`/serving-endpoints/${endpoint}/served-models/${entity}/invocations`;
  const accept = stream ? "text/event-stream" : "application/json";
  const answer = await workspace.download({ method: "POST", path, body, headers: { accept }, timeoutMs: silenceMs });
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
