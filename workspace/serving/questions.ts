import { randomBytes } from "node:crypto";
import type { Pool } from "undici";
import { ApiError, messageOf, notFound } from "../errors.js";
import type { Call } from "../http/route.js";
import { sendStream } from "../http/send.js";
import type { ScoringProcesses } from "./processes.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";

/** Questions to endpoints, and how many each entity has had. */
export class Questions {
  readonly #processes: ScoringProcesses;
  /** By endpoint id and entity name. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(processes: ScoringProcesses) {
    this.#processes = processes;
  }

  /**
   * Sends a question to an endpoint and its answer, streamed or not, to the caller.
   *
   * @param body in place of the call's own
   * @param entityName a served entity, whatever its share of the traffic. Default: chosen by the shares
   * @throws ApiError 404 while nothing serves
   */
  async ask(call: Call, record: EndpointRecord, body: Buffer | undefined, entityName?: string): Promise<void> {
    const entity =
      entityName === undefined
        ? choose(record.config)
        : record.config?.served_entities.find((item) => item.name === entityName);
    if (entity === undefined) {
      throw notFound(`Endpoint '${record.name}' has no served entity that is ready.`);
    }
    this.#count(record, entity);
    const requestId = randomBytes(16).toString("hex");
    await this.#processes.of(record, entity).use(async (pool) => {
      const answer = await send(pool, call, requestId, body);
      const extra = { "x-request-id": requestId, "served-model-name": entity.name };
      await sendStream(call.response, answer.statusCode, answer.headers, answer.body, extra);
    });
  }

  /** Metrics of an endpoint in the text format of Prometheus. */
  metrics(record: EndpointRecord): string {
    const labels = (entity: string): string =>
      `endpoint_name="${record.name}",endpoint_id="${record.id}",served_model_name="${entity}"`;
    const counts = this.#counts.get(record.id) ?? new Map<string, number>();
    const lines = (record.config?.served_entities ?? []).map(
      ({ name }) => `request_count_total{${labels(name)}} ${counts.get(name) ?? 0}`,
    );
    return ["# TYPE request_count_total counter", ...lines, ""].join("\n");
  }

  #count(record: EndpointRecord, entity: ServedEntity): void {
    const counts = this.#counts.get(record.id) ?? new Map<string, number>();
    this.#counts.set(record.id, counts);
    counts.set(entity.name, (counts.get(entity.name) ?? 0) + 1);
  }
}

async function send(pool: Pool, call: Call, requestId: string, body: Buffer | undefined): ReturnType<Pool["request"]> {
  const gone = new AbortController();
  call.response.once("close", () => {
    if (!call.response.writableFinished) {
      gone.abort();
    }
  });
  try {
    return await pool.request({
      method: "POST",
      path: "/invocations",
      body: body ?? call.request,
      headers: {
        "content-type": call.request.headers["content-type"] ?? "application/json",
        "x-request-id": requestId,
      },
      signal: gone.signal,
    });
  } catch (error) {
    throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `The served model does not answer: ${messageOf(error)}`);
  }
}

function choose(config: EndpointConfig | null): ServedEntity | undefined {
  let left = Math.random() * 100;
  for (const route of config?.routes ?? []) {
    left -= route.traffic_percentage;
    if (left < 0) {
      return config?.served_entities.find((entity) => entity.name === route.served_entity_name);
    }
  }
  return undefined;
}
