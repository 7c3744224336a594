import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ApiError, notFound } from "../errors.js";
import type { Call } from "../http/route.js";
import { Deployments } from "./deployments.js";
import { EndpointStore } from "./endpointStore.js";
import { endpointFolder, entityFolder } from "./entityKey.js";
import { checkGateway, inferenceSampling } from "./gatewayRules.js";
import { type InferenceLog, spansOf } from "./inferenceSpans.js";
import { readTail } from "./logs.js";
import { type Creator, checkName, newEndpoint } from "./newEndpoint.js";
import { type Described, openApi } from "./openApi.js";
import { ScoringProcesses } from "./processes.js";
import { Questions } from "./questions.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";
import { type configInput, type createInput, toConfig } from "./requests.js";
import { checkEntities } from "./servedModels.js";
import type { ServingContext } from "./servingContext.js";
import { type EntityState, wireEndpoint, wireSummary } from "./wire.js";

/** Serving endpoints: their records, their deployments and their traffic. */
export class ServingService {
  readonly #context: ServingContext;
  readonly #store: EndpointStore;
  readonly #processes: ScoringProcesses;
  readonly #deployments: Deployments;
  readonly #questions: Questions;

  constructor(context: ServingContext) {
    this.#context = context;
    this.#store = new EndpointStore(context.paths.endpoints);
    this.#processes = new ScoringProcesses(context);
    this.#deployments = new Deployments(context, this.#store, this.#processes);
    this.#questions = new Questions(this.#processes, context.tokens);
  }

  /** Reads the endpoints of an earlier process and brings them up again, without waiting for that. */
  async resume(): Promise<void> {
    await this.#store.load(this.#context.log);
    await this.#deployments.cleanUp();
    void this.#deployments.resume();
  }

  /** Ends every scoring process. */
  async stop(): Promise<void> {
    this.#deployments.stop();
    await this.#processes.stop();
  }

  /** Whether an endpoint of this name exists. */
  has(name: string): boolean {
    return this.#store.get(name) !== undefined;
  }

  /** Whether an inference table bears this name. */
  hasTable(table: string): boolean {
    return this.inferenceLog(table) !== undefined;
  }

  /** Where the rows of an inference table come from; undefined for every other table. */
  inferenceLog(table: string): InferenceLog | undefined {
    // One that was turned off is still there, with what it took.
    const record = this.#store.all().find((item) => spansOf(item, table).length > 0);
    return record === undefined
      ? undefined
      : {
          file: join(endpointFolder(this.#context, record), "inference.jsonl"),
          sampling: inferenceSampling(record.ai_gateway),
          spans: spansOf(record, table),
        };
  }

  /** The record of an endpoint. @throws ApiError 404 */
  record(name: string): EndpointRecord {
    const record = this.#store.get(name);
    if (record === undefined) {
      throw notFound(`Endpoint with name '${name}' does not exist.`);
    }
    return record;
  }

  /** The record of an endpoint by its id. @throws ApiError 404 */
  recordById(id: string): EndpointRecord {
    const record = this.#store.all().find((item) => item.id === id);
    if (record === undefined) {
      throw notFound(`Inference endpoint with id '${id}' does not exist.`);
    }
    return record;
  }

  /** Keeps a changed record. */
  async save(record: EndpointRecord): Promise<void> {
    record.last_updated_timestamp = Date.now();
    await this.#store.save(record);
  }

  /** All endpoints, as the list answers them. */
  list(): Record<string, unknown>[] {
    return this.#store.all().map((record) => wireSummary(record, this.#deployments.ready(record)));
  }

  /** An endpoint, as `GET` answers it. */
  describe(record: EndpointRecord): Record<string, unknown> {
    const state = (entity: ServedEntity, pending: boolean): EntityState =>
      this.#deployments.state(record, entity, pending);
    return wireEndpoint(record, this.#context.host, state, this.#deployments.ready(record));
  }

  /**
   * Makes an endpoint and begins its deployment.
   *
   * @throws ApiError 400 for invalid values or a taken name, 404 for a model that does not exist
   */
  async create(input: z.infer<typeof createInput>, creator: Creator): Promise<EndpointRecord> {
    checkName(input.name);
    const config = input.config === undefined ? null : toConfig(input.config, 1, creator.creator, false);
    const served = config === null ? {} : await checkEntities(this.#context, config);
    checkGateway(input.ai_gateway, undefined, served.task);
    const { fixtures } = this.#context;
    const reserved = [...fixtures.chatEndpoints.map((item) => item.name), ...fixtures.embeddingEndpoints];
    if (this.has(input.name) || reserved.includes(input.name)) {
      throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Endpoint with name '${input.name}' already exists.`);
    }
    const record = newEndpoint(input, config, creator, served);
    await this.#store.save(record);
    if (config !== null) {
      void this.#deployments.deploy(record, config);
    }
    return record;
  }

  /**
   * Begins to replace an endpoint's configuration. A stopped endpoint starts with it.
   *
   * @throws ApiError 409 while an update is in progress
   */
  async updateConfig(name: string, input: z.infer<typeof configInput>, caller: string): Promise<EndpointRecord> {
    const record = this.record(name);
    this.refuseWhileUpdating(record);
    const config = toConfig(input, record.next_config_version, caller, true);
    const { task } = await checkEntities(this.#context, config);
    this.refuseWhileUpdating(record);
    if (task !== undefined) {
      record.task = task;
    }
    await this.#begin(record, config);
    return record;
  }

  async #begin(record: EndpointRecord, config: EndpointConfig): Promise<void> {
    record.next_config_version += 1;
    record.pending_config = config;
    record.config_update = "IN_PROGRESS";
    record.failures = {};
    await this.save(record);
    void this.#deployments.deploy(record, config);
  }

  /**
   * Stops an endpoint, after the requests under way: it keeps its configuration and answers nothing. Stopping it again
   * changes nothing.
   *
   * @throws ApiError 400 for one that serves nothing yet, 404, 409 while an update is in progress
   */
  async stopEndpoint(name: string): Promise<void> {
    const record = this.record(name);
    this.refuseWhileUpdating(record);
    if (record.config === null) {
      throw new ApiError(400, "INVALID_STATE", `Endpoint '${name}' serves nothing yet that could be stopped.`);
    }
    record.suspended = true;
    await this.save(record);
    void this.#processes.keepOnly(record, null);
  }

  /**
   * Brings a stopped endpoint's configuration up again, as an update of its own. One that is not stopped stays as it is.
   *
   * @throws ApiError 404, 409 while an update is in progress
   */
  async startEndpoint(name: string): Promise<void> {
    const record = this.record(name);
    this.refuseWhileUpdating(record);
    if (record.suspended && record.config !== null) {
      await this.#begin(record, {
        ...record.config,
        config_version: record.next_config_version,
        start_time: Date.now(),
      });
    }
  }

  async delete(name: string): Promise<void> {
    const record = this.record(name);
    await this.#store.delete(record);
    await this.#processes.kill(record);
    await rm(endpointFolder(this.#context, record), { recursive: true, force: true });
    await this.#deployments.cleanUp();
  }

  /**
   * A log of a served entity.
   *
   * @param which `build.log` or `server.log`
   * @throws ApiError 404
   */
  async log(name: string, entityName: string, which: "build.log" | "server.log"): Promise<string> {
    const record = this.record(name);
    const entities = [...(record.pending_config?.served_entities ?? []), ...(record.config?.served_entities ?? [])];
    const entity = entities.find((item) => item.name === entityName);
    if (entity === undefined) {
      throw notFound(`Served entity '${entityName}' does not exist in endpoint '${name}'.`);
    }
    return readTail(join(entityFolder(this.#context, record, entity), which));
  }

  /** The last rows of an endpoint's inference table, oldest first. */
  async inferenceRows(name: string, limit: number): Promise<unknown[]> {
    const text = await readTail(join(endpointFolder(this.#context, this.record(name)), "inference.jsonl"));
    return text
      .split("\n")
      .slice(-limit - 1)
      .flatMap((line) => {
        try {
          return [JSON.parse(line)];
        } catch {
          return [];
        }
      });
  }

  /**
   * Sends a question to an endpoint and its answer, streamed or not, to the caller.
   *
   * @param body in place of the call's own
   * @param entityName a served entity, whatever its share of the traffic. Default: chosen by the shares
   * @throws ApiError 404 while nothing serves
   */
  async invoke(call: Call, name: string, body?: Buffer, entityName?: string): Promise<undefined> {
    await this.#questions.ask(call, this.record(name), body, entityName);
    return undefined;
  }

  /** What may be asked of an endpoint, in OpenAPI. @throws ApiError 404 */
  async openApi(name: string): Promise<Record<string, unknown>> {
    const served = this.record(name).config?.served_entities ?? [];
    const described = served.map(async ({ name, entity_name, entity_version }): Promise<Described> => {
      const facts =
        entity_name === undefined || entity_version === undefined
          ? undefined
          : await this.#context.models.facts(entity_name, entity_version);
      return { name, task: facts?.task, inputs: facts?.inputs };
    });
    return openApi(name, this.#context.host, await Promise.all(described));
  }

  /** Metrics of an endpoint in the text format of Prometheus. @throws ApiError 404 */
  metrics(name: string): string {
    return this.#questions.metrics(this.record(name));
  }

  /** Refuses what has to wait for an update. @throws ApiError 409 */
  refuseWhileUpdating(record: EndpointRecord): void {
    if (record.config_update === "IN_PROGRESS") {
      throw new ApiError(
        409,
        "RESOURCE_CONFLICT",
        `Endpoint '${record.name}' is currently being updated to config version ${record.pending_config?.config_version}. ` +
          "Please wait for the update to complete before updating again.",
      );
    }
  }
}
