import { randomBytes } from "node:crypto";
import type { Pool } from "undici";
import { narrowed } from "../auth/narrowed.js";
import type { TokenAuthority } from "../auth/tokenAuthority.js";
import { ApiError, messageOf, notFound } from "../errors.js";
import { readBody } from "../http/body.js";
import type { Call } from "../http/route.js";
import { sendStream } from "../http/send.js";
import { tookTooLong } from "./limits.js";
import type { ScoringProcesses } from "./processes.js";
import { RateLimits } from "./rateLimits.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";

/** Questions to endpoints, and how many each entity has had. */
export class Questions {
  readonly #processes: ScoringProcesses;
  readonly #tokens: TokenAuthority;
  readonly #limits = new RateLimits();
  /** By endpoint id and entity name. */
  readonly #counts = new Map<string, Map<string, number>>();

  /**
   * @param processes that answer them
   * @param tokens issues the callers' narrowed tokens
   */
  constructor(processes: ScoringProcesses, tokens: TokenAuthority) {
    this.#processes = processes;
    this.#tokens = tokens;
  }

  /**
   * Sends a question to an endpoint and its answer, streamed or not, to the caller.
   *
   * @param body in place of the call's own
   * @param entityName a served entity, whatever its share of the traffic. Default: chosen by the shares
   * @throws ApiError 400 while the endpoint is stopped, 404 while nothing serves, 429 above a rate limit
   */
  async ask(call: Call, record: EndpointRecord, body: Buffer | undefined, entityName?: string): Promise<void> {
    if (record.suspended) {
      throw new ApiError(400, "BAD_REQUEST", `Endpoint '${record.name}' is stopped: start it before you query it.`);
    }
    const entity =
      entityName === undefined
        ? choose(record.config)
        : record.config?.served_entities.find((item) => item.name === entityName);
    if (entity === undefined) {
      throw notFound(`Endpoint '${record.name}' has no served entity that is ready.`);
    }
    this.#limits.take(record, call.caller);
    this.#count(record, entity);
    const requestId = randomBytes(16).toString("hex");
    const process = this.#processes.of(record, entity);
    await process.use(async (pool) => {
      const caller = narrowed(call, process.served);
      const invoker = caller === undefined ? undefined : this.#tokens.issue(caller);
      try {
        // The scoring process reads all of it before it begins, so nothing is won by passing it on in pieces.
        const whole = body ?? (await readBody(call.request));
        const answer = await send(pool, call, { requestId, body: whole, invoker });
        const extra = { "x-request-id": requestId, "served-model-name": entity.name };
        await sendStream(call.response, answer.statusCode, answer.headers, answer.body, extra);
      } finally {
        if (invoker !== undefined) {
          this.#tokens.revoke(invoker);
        }
      }
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

/** A question on its way to a scoring process. */
interface Sent {
  requestId: string;
  body: Buffer;
  /** The caller's narrowed token; undefined without user authorization. */
  invoker: string | undefined;
}

async function send(pool: Pool, call: Call, { requestId, body, invoker }: Sent): ReturnType<Pool["request"]> {
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
      body,
      headers: {
        "content-type": call.request.headers["content-type"] ?? "application/json",
        "x-request-id": requestId,
        // Read by workspace/python/scoring.py.
        ...(invoker === undefined ? {} : { "x-mlflow-agents-invoker": invoker }),
        // For the inference table. Headers hold Latin letters only.
        "x-mlflow-agents-requester": encodeURIComponent(call.caller?.name ?? ""),
      },
      signal: gone.signal,
    });
  } catch (error) {
    if (tookTooLong(error)) {
      throw new ApiError(504, "DEADLINE_EXCEEDED", "The served model did not answer within the limit of a request.");
    }
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
