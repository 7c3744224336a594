import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../lib/failure.mjs";

/**
 * Asks the endpoint a question in the Responses format, streamed.
 *
 * @param {{ url: string, token: string, question: string }} ask
 * @param {(delta: string) => void} onText Gets the answer piece by piece.
 * @returns {Promise<string>} the whole answer
 */
export async function askEndpoint({ url, token, question }, onText) {
  const todo = ["The endpoint's logs are in .mlflow-agents/workspace/serving.", "`npm start` asks again."];
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ input: [{ role: "user", content: question }], stream: true }),
      signal: AbortSignal.timeout(120_000),
    });
  } catch (error) {
    throw new Failure(`The endpoint did not answer: ${error.cause?.message ?? error.message}`, todo);
  }
  if (!response.ok || !response.body) {
    throw new Failure(`The endpoint answered with status ${response.status}.`, todo, {
      detail: messageOf(await response.text()).slice(0, 1500),
    });
  }
  let answer = "";
  const add = (text) => {
    answer += text;
    onText(text);
  };
  for await (const event of serverSentEvents(response.body)) {
    if (event.error || event.type === "error") {
      throw new Failure("The agent failed while it answered.", todo, {
        detail: JSON.stringify(event.error ?? event).slice(0, 1500),
      });
    }
    if (event.type === "response.output_text.delta") add(event.delta);
    // An agent that does not stream sends the finished item only.
    if (event.type === "response.output_item.done" && answer === "") {
      add((event.item?.content ?? []).map((part) => part.text ?? "").join(""));
    }
  }
  if (answer === "") throw new Failure("The agent answered nothing.", todo);
  return answer;
}

/** What an error's body says to a person. */
function messageOf(body) {
  try {
    return JSON.parse(body).message ?? body;
  } catch {
    return body;
  }
}

async function* serverSentEvents(body) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const data = line.startsWith("data:") ? line.slice("data:".length).trim() : "";
      if (data === "" || data === "[DONE]") continue;
      try {
        yield JSON.parse(data);
      } catch {
        // not an event of this format
      }
    }
  }
}

/**
 * Link to the newest trace of an experiment in MLflow's web page.
 *
 * @param {{ host: string, token: string, experimentId: string, since: number }} where `since`: milliseconds since 1970.
 * @returns {Promise<string | undefined>} undefined where none appears in a few seconds
 */
export async function traceLink({ host, token, experimentId, since }) {
  for (let attempt = 0; attempt < 25; attempt++) {
    const trace = await newestTrace(host, token, experimentId).catch(() => undefined);
    // Clocks are the same machine's; a second covers rounding.
    if (trace && Date.parse(trace.request_time) >= since - 1000) {
      // Over the workspace's page: only that knows the way into MLflow.
      return `${host}/ml/experiments/${experimentId}/traces?selectedEvaluationId=${trace.trace_id}`;
    }
    await sleep(200);
  }
  return undefined;
}

async function newestTrace(host, token, experimentId) {
  const response = await fetch(`${host}/api/3.0/mlflow/traces/search`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({
      locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experimentId } }],
      max_results: 1,
      order_by: ["timestamp_ms DESC"],
    }),
    signal: AbortSignal.timeout(5_000),
  });
  return (await response.json()).traces?.[0];
}
