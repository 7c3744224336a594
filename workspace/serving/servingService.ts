import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Pool } from "undici";
import type { z } from "zod";
import type { TokenAuthority } from "../auth/tokenAuthority.js";
import type { PythonEnvironment } from "../environment/ensurePython.js";
import { ApiError, invalidParameter, messageOf, notFound } from "../errors.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { Call } from "../http/route.js";
import { sendStream } from "../http/send.js";
import { isRecord, type WorkspacePaths } from "../paths.js";
import type { UnityCatalogModels } from "../registry/unityCatalogModels.js";
import { EndpointStore } from "./endpointStore.js";
import { readTail } from "./logs.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";
import { type configInput, type createInput, toConfig } from "./requests.js";
import { endpointFolder, entityFolder, keyOf, ScoringProcess } from "./scoringProcess.js";
import { resolveSecrets } from "./secrets.js";
import { type EntityState, wireEndpoint, wireSummary } from "./wire.js";

/** What serving works with. */
export interface ServingContext {
  /** The cache folder of this package. */
  readonly cache: string;
  readonly fixtures: Fixtures;
  /** Address of the front. */
  readonly host: string;
  readonly models: UnityCatalogModels;
  readonly paths: WorkspacePaths;
  readonly python: PythonEnvironment;
  /** Folder of the scoring processes' sockets. */
  readonly sockets: string;
  readonly tokens: TokenAuthority;
  /** Seconds without a request after which an endpoint with scale-to-zero is stopped. */
  readonly scaleToZeroAfter: number;
  log(line: string): void;
}

/** Serving endpoints: their records, their deployments and their traffic. */
export class ServingService {
  readonly #context: ServingContext;
  readonly #store: EndpointStore;
  /** Scoring processes by endpoint id and entity key. */
  readonly #processes = new Map<string, Map<string, ScoringProcess>>();
  readonly #sweep: NodeJS.Timeout;
  #stopped = false;

  constructor(context: ServingContext) {
    this.#context = context;
    this.#store = new EndpointStore(context.paths.endpoints);
    this.#sweep = setInterval(() => this.#scaleToZero(), 1_000);
    this.#sweep.unref();
  }

  /** Reads the endpoints of an earlier process and brings them up again, without waiting for that. */
  async resume(): Promise<void> {
    await this.#store.load(this.#context.log);
    void (async () => {
      for (const record of this.#store.all()) {
        for (const entity of record.config?.served_entities ?? []) {
          const process = this.#process(record, entity);
          // An endpoint that scales to zero comes up with its first request.
          if (!entity.scale_to_zero_enabled && !this.#stopped) {
            await process.ready().catch((error) => this.#context.log(`${record.name}: ${messageOf(error)}`));
          }
        }
        if (record.pending_config !== null && record.config_update === "IN_PROGRESS") {
          await this.#deploy(record, record.pending_config);
        }
      }
    })();
  }

  /** Ends every scoring process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweep);
    const all = [...this.#processes.values()].flatMap((group) => [...group.values()]);
    await Promise.all(all.map((process) => process.kill()));
  }

  /** Whether an endpoint of this name exists. */
  has(name: string): boolean {
    return this.#store.get(name) !== undefined;
  }

  /** Whether an enabled inference table bears this name. */
  hasTable(table: string): boolean {
    return this.#store.all().some((record) => inferenceTable(record.ai_gateway) === table);
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
    return this.#store.all().map((record) => wireSummary(record, this.#ready(record)));
  }

  /** An endpoint, as `GET` answers it. */
  describe(record: EndpointRecord): Record<string, unknown> {
    const state = (entity: ServedEntity, pending: boolean): EntityState => this.#entityState(record, entity, pending);
    return wireEndpoint(record, this.#context.host, state, this.#ready(record));
  }

  /**
   * Makes an endpoint and begins its deployment.
   *
   * @throws ApiError 400 for invalid values or a taken name, 404 for a model that does not exist
   */
  async create(input: z.infer<typeof createInput>, creator: string): Promise<EndpointRecord> {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/.test(input.name)) {
      throw invalidParameter(
        `Invalid endpoint name '${input.name}': letters, digits, dashes and underscores, at most 63, not at its ends.`,
      );
    }
    const config = input.config === undefined ? null : toConfig(input.config, 1, creator, false);
    const task = config === null ? undefined : await this.#checkEntities(config);
    checkGateway(input.ai_gateway, undefined, task);
    const { fixtures } = this.#context;
    const reserved = [...fixtures.chatEndpoints.map((item) => item.name), ...fixtures.embeddingEndpoints];
    if (this.has(input.name) || reserved.includes(input.name)) {
      throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Endpoint with name '${input.name}' already exists.`);
    }
    const now = Date.now();
    const record: EndpointRecord = {
      id: randomBytes(16).toString("hex"),
      name: input.name,
      creator,
      creation_timestamp: now,
      last_updated_timestamp: now,
      description: input.description ?? "",
      route_optimized: input.route_optimized ?? false,
      tags: input.tags ?? [],
      ...(input.budget_policy_id === undefined ? {} : { budget_policy_id: input.budget_policy_id }),
      ...(input.email_notifications === undefined ? {} : { email_notifications: lists(input.email_notifications) }),
      ...(input.telemetry_config === undefined ? {} : { telemetry_config: input.telemetry_config }),
      ...(input.ai_gateway === undefined ? {} : { ai_gateway: input.ai_gateway }),
      permissions: [{ user_name: creator, permission_level: "CAN_MANAGE" }],
      config: null,
      pending_config: config,
      config_update: config === null ? "NOT_UPDATING" : "IN_PROGRESS",
      failures: {},
      ...(task === undefined ? {} : { task }),
      next_config_version: 2,
    };
    await this.#store.save(record);
    if (config !== null) {
      void this.#deploy(record, config);
    }
    return record;
  }

  /**
   * Begins to replace an endpoint's configuration.
   *
   * @throws ApiError 409 while an update is in progress
   */
  async updateConfig(name: string, input: z.infer<typeof configInput>, caller: string): Promise<EndpointRecord> {
    const record = this.record(name);
    this.#refuseWhileUpdating(record);
    const config = toConfig(input, record.next_config_version, caller, true);
    const task = await this.#checkEntities(config);
    this.#refuseWhileUpdating(record);
    record.next_config_version += 1;
    record.pending_config = config;
    record.config_update = "IN_PROGRESS";
    record.failures = {};
    if (task !== undefined) {
      record.task = task;
    }
    await this.save(record);
    void this.#deploy(record, config);
    return record;
  }

  async delete(name: string): Promise<void> {
    const record = this.record(name);
    await this.#store.delete(record);
    const processes = [...(this.#processes.get(record.id)?.values() ?? [])];
    this.#processes.delete(record.id);
    await Promise.all(processes.map((process) => process.kill()));
    await rm(endpointFolder(this.#context, record), { recursive: true, force: true });
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
    const record = this.record(name);
    const entity =
      entityName === undefined
        ? choose(record.config)
        : record.config?.served_entities.find((item) => item.name === entityName);
    if (entity === undefined) {
      throw notFound(`Endpoint '${name}' has no served entity that is ready.`);
    }
    const process = this.#process(record, entity);
    const requestId = randomBytes(16).toString("hex");
    await process.use(async (pool) => {
      const answer = await this.#ask(pool, call, requestId, body);
      const extra = { "x-request-id": requestId, "served-model-name": entity.name };
      await sendStream(call.response, answer.statusCode, answer.headers, answer.body, extra);
    });
    return undefined;
  }

  async #ask(pool: Pool, call: Call, requestId: string, body: Buffer | undefined): ReturnType<Pool["request"]> {
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

  /** Brings a configuration up, switches to it, and ends what it no longer needs. Never throws. */
  async #deploy(record: EndpointRecord, config: EndpointConfig): Promise<void> {
    const failures: Record<string, string> = {};
    for (const entity of config.served_entities) {
      if (this.#store.get(record.name) !== record) {
        return;
      }
      try {
        if (entity.external_model === undefined) {
          await this.#process(record, entity).ready();
        }
      } catch (error) {
        failures[entity.name] = messageOf(error);
      }
    }
    if (this.#stopped || this.#store.get(record.name) !== record) {
      // Ended or deleted in the meantime: the next process, or nobody, carries on.
      return;
    }
    const failed = Object.keys(failures).length > 0;
    const before = { ...record };
    record.failures = failures;
    record.config_update = failed ? "UPDATE_FAILED" : "NOT_UPDATING";
    if (!failed) {
      record.config = config;
      record.pending_config = null;
    }
    try {
      await this.save(record);
    } catch (error) {
      Object.assign(record, before);
      this.#context.log(`the state of ${record.name} cannot be written: ${messageOf(error)}`);
      return;
    }
    for (const [name, message] of Object.entries(failures)) {
      this.#context.log(`deployment of ${record.name}/${name} failed: ${message}`);
    }
    this.#retireUnused(record);
  }

  /** Ends the processes of an endpoint that its active configuration does not need, after their last request. */
  #retireUnused(record: EndpointRecord): void {
    const needed = new Set((record.config?.served_entities ?? []).map(keyOf));
    const group = this.#processes.get(record.id);
    for (const [key, process] of group ?? []) {
      if (!needed.has(key)) {
        group?.delete(key);
        void process.retire();
      }
    }
  }

  #process(record: EndpointRecord, entity: ServedEntity): ScoringProcess {
    const group = this.#processes.get(record.id) ?? new Map<string, ScoringProcess>();
    this.#processes.set(record.id, group);
    const key = keyOf(entity);
    const process = group.get(key) ?? new ScoringProcess(this.#context, record, entity);
    group.set(key, process);
    return process;
  }

  #scaleToZero(): void {
    const limit = this.#context.scaleToZeroAfter * 1000;
    for (const group of this.#processes.values()) {
      for (const process of group.values()) {
        if (process.entity.scale_to_zero_enabled && process.running && process.idle > limit) {
          void process.stop();
        }
      }
    }
  }

  #ready(record: EndpointRecord): boolean {
    const entities = record.config?.served_entities ?? [];
    return (
      entities.length > 0 &&
      entities.every((entity) => this.#entityState(record, entity, false).deployment === "DEPLOYMENT_READY")
    );
  }

  #entityState(record: EndpointRecord, entity: ServedEntity, pending: boolean): EntityState {
    if (pending) {
      const failure = record.failures[entity.name];
      return failure === undefined
        ? { deployment: "DEPLOYMENT_CREATING", deployment_state_message: "Creating resources for served entity." }
        : { deployment: "DEPLOYMENT_FAILED", deployment_state_message: failure };
    }
    const up = this.#process(record, entity).running;
    if (!up && entity.scale_to_zero_enabled) {
      return { deployment: "DEPLOYMENT_READY", deployment_state_message: "Scaled to zero" };
    }
    return up || entity.external_model !== undefined
      ? { deployment: "DEPLOYMENT_READY", deployment_state_message: "" }
      : { deployment: "DEPLOYMENT_RECOVERING", deployment_state_message: "Starting the served entity again." };
  }

  /** @returns the models' task */
  async #checkEntities(config: EndpointConfig): Promise<string | undefined> {
    let task: string | undefined;
    for (const entity of config.served_entities) {
      resolveSecrets(entity.environment_vars, this.#context.fixtures.secrets);
      if (entity.entity_name !== undefined && entity.entity_version !== undefined) {
        const version = await this.#context.models.getVersion(entity.entity_name, entity.entity_version);
        if (version.status !== "READY") {
          throw invalidParameter(`Version ${version.version} of ${version.name} is ${version.status}, not READY.`);
        }
        task = (await this.#context.models.facts(version.name, version.version)).task ?? task;
      }
    }
    return task;
  }

  #refuseWhileUpdating(record: EndpointRecord): void {
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

/**
 * Refuses AI gateway settings that Databricks refuses.
 *
 * @param wanted the new settings
 * @param current the present ones
 * @param task of the served model
 * @throws ApiError 400
 */
export function checkGateway(
  wanted: Record<string, unknown> | undefined,
  current: Record<string, unknown> | undefined,
  task: string | undefined,
): void {
  const [next, now] = [wanted?.inference_table_config, current?.inference_table_config];
  if (isRecord(next) && isRecord(now) && next.enabled === true && now.enabled === true) {
    for (const key of ["catalog_name", "schema_name", "table_name_prefix"]) {
      if (next[key] !== now[key]) {
        throw invalidParameter(`${key} of an enabled inference table cannot be changed: disable the table first.`);
      }
    }
  }
  if (task?.startsWith("agent/")) {
    const refused = Object.keys(wanted ?? {}).find((key) => key !== "inference_table_config");
    if (refused !== undefined) {
      throw invalidParameter(
        `${refused} is not supported on an endpoint that serves an agent: only inference tables are.`,
      );
    }
  }
}

/** Full name of the inference table that AI gateway settings enable. */
function inferenceTable(gateway: Record<string, unknown> | undefined): string | undefined {
  const table = gateway?.inference_table_config;
  return isRecord(table) && table.enabled === true
    ? `${table.catalog_name}.${table.schema_name}.${table.table_name_prefix}_payload`
    : undefined;
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

/** The given keys only: an absent one is not an undefined one. */
function lists(value: Readonly<Record<string, string[] | undefined>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(value).flatMap(([key, list]) => (list === undefined ? [] : [[key, list]])));
}
