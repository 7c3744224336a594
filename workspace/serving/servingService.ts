import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ApiError, invalidParameter, messageOf, notFound } from "../errors.js";
import type { Call } from "../http/route.js";
import { EndpointStore } from "./endpointStore.js";
import { endpointFolder, entityFolder } from "./entityKey.js";
import { checkGateway, inferenceSampling, inferenceTable } from "./gatewayRules.js";
import { readTail } from "./logs.js";
import { ScoringProcesses } from "./processes.js";
import { Questions } from "./questions.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";
import { type configInput, type createInput, toConfig } from "./requests.js";
import { resolveSecrets } from "./secrets.js";
import type { ServingContext } from "./servingContext.js";
import { type EntityState, wireEndpoint, wireSummary } from "./wire.js";

/** What the served models say of themselves. */
type Served = Pick<EndpointRecord, "task" | "user_api_scopes">;

/** Serving endpoints: their records, their deployments and their traffic. */
export class ServingService {
  readonly #context: ServingContext;
  readonly #store: EndpointStore;
  readonly #processes: ScoringProcesses;
  readonly #questions: Questions;
  #stopped = false;

  constructor(context: ServingContext) {
    this.#context = context;
    this.#store = new EndpointStore(context.paths.endpoints);
    this.#processes = new ScoringProcesses(context);
    this.#questions = new Questions(this.#processes, context.tokens);
  }

  /** Reads the endpoints of an earlier process and brings them up again, without waiting for that. */
  async resume(): Promise<void> {
    await this.#store.load(this.#context.log);
    void (async () => {
      for (const record of this.#store.all()) {
        for (const entity of record.config?.served_entities ?? []) {
          const process = this.#processes.of(record, entity);
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
    await this.#processes.stop();
  }

  /** Whether an endpoint of this name exists. */
  has(name: string): boolean {
    return this.#store.get(name) !== undefined;
  }

  /** Whether an enabled inference table bears this name. */
  hasTable(table: string): boolean {
    return this.inferenceLog(table) !== undefined;
  }

  /** Where the rows of an enabled inference table come from; undefined for every other table. */
  inferenceLog(table: string): { file: string; sampling: number } | undefined {
    const same = (name: string | undefined): boolean => name?.toLowerCase() === table.toLowerCase();
    const record = this.#store.all().find((item) => same(inferenceTable(item.ai_gateway)));
    return record === undefined
      ? undefined
      : {
          file: join(endpointFolder(this.#context, record), "inference.jsonl"),
          sampling: inferenceSampling(record.ai_gateway),
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
    const served = config === null ? {} : await this.#checkEntities(config);
    checkGateway(input.ai_gateway, undefined, served.task);
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
      ...served,
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
    const served = await this.#checkEntities(config);
    this.#refuseWhileUpdating(record);
    record.next_config_version += 1;
    record.pending_config = config;
    record.config_update = "IN_PROGRESS";
    record.failures = {};
    Object.assign(record, served);
    await this.save(record);
    void this.#deploy(record, config);
    return record;
  }

  async delete(name: string): Promise<void> {
    const record = this.record(name);
    await this.#store.delete(record);
    await this.#processes.kill(record);
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
    await this.#questions.ask(call, this.record(name), body, entityName);
    return undefined;
  }

  /** Metrics of an endpoint in the text format of Prometheus. @throws ApiError 404 */
  metrics(name: string): string {
    return this.#questions.metrics(this.record(name));
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
          await this.#processes.of(record, entity).ready();
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
    this.#processes.keepOnly(record, record.config);
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
    return this.#processes.state(record, entity);
  }

  /** @returns what the served models say of themselves */
  async #checkEntities(config: EndpointConfig): Promise<Served> {
    let task: string | undefined;
    const scopes = new Set<string>();
    let userAuthorization = false;
    for (const entity of config.served_entities) {
      resolveSecrets(entity.environment_vars, this.#context.fixtures.secrets);
      if (entity.entity_name !== undefined && entity.entity_version !== undefined) {
        const version = await this.#context.models.getVersion(entity.entity_name, entity.entity_version);
        if (version.status !== "READY") {
          throw invalidParameter(`Version ${version.version} of ${version.name} is ${version.status}, not READY.`);
        }
        const facts = await this.#context.models.facts(version.name, version.version);
        task = facts.task ?? task;
        userAuthorization ||= facts.userApiScopes !== undefined;
        for (const scope of facts.userApiScopes ?? []) {
          scopes.add(scope);
        }
      }
    }
    return {
      ...(task === undefined ? {} : { task }),
      ...(userAuthorization ? { user_api_scopes: [...scopes] } : {}),
    };
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

/** The given keys only: an absent one is not an undefined one. */
function lists(value: Readonly<Record<string, string[] | undefined>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(value).flatMap(([key, list]) => (list === undefined ? [] : [[key, list]])));
}
