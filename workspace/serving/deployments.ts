import { messageOf } from "../errors.js";
import type { EndpointStore } from "./endpointStore.js";
import { removeLeftovers } from "./leftovers.js";
import type { ScoringProcesses } from "./processes.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";
import type { ServingContext } from "./servingContext.js";
import type { EntityState } from "./wire.js";

/** Brings configurations of endpoints up and switches to them. */
export class Deployments {
  readonly #context: ServingContext;
  readonly #store: EndpointStore;
  readonly #processes: ScoringProcesses;
  #stopped = false;
  #cleaning: Promise<void> = Promise.resolve();

  constructor(context: ServingContext, store: EndpointStore, processes: ScoringProcesses) {
    this.#context = context;
    this.#store = store;
    this.#processes = processes;
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Brings up what an earlier process served, and goes on with what it was deploying. Never throws. */
  async resume(): Promise<void> {
    for (const record of this.#store.all()) {
      for (const entity of record.suspended ? [] : (record.config?.served_entities ?? [])) {
        const process = this.#processes.of(record, entity);
        // An endpoint that scales to zero comes up with its first request.
        if (!entity.scale_to_zero_enabled && !this.#stopped) {
          await process.ready().catch((error) => this.#context.log(`${record.name}: ${messageOf(error)}`));
        }
      }
      if (record.pending_config !== null && record.config_update === "IN_PROGRESS") {
        await this.deploy(record, record.pending_config);
      }
    }
  }

  /** Brings a configuration up, switches to it, and ends what it no longer needs. Never throws. */
  async deploy(record: EndpointRecord, config: EndpointConfig): Promise<void> {
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
      record.suspended = false;
      this.#grantScopes(record, config);
    }
    try {
      record.last_updated_timestamp = Date.now();
      await this.#store.save(record);
    } catch (error) {
      Object.assign(record, before);
      this.#context.log(`the state of ${record.name} cannot be written: ${messageOf(error)}`);
      return;
    }
    for (const [name, message] of Object.entries(failures)) {
      this.#context.log(`deployment of ${record.name}/${name} failed: ${message}`);
    }
    // What was stopped stays so when what was to start it failed.
    void this.#processes.keepOnly(record, record.suspended ? null : record.config).then(() => this.cleanUp());
  }

  /** Removes the files that nothing runs from, one run after the other. Never throws. */
  cleanUp(): Promise<void> {
    this.#cleaning = this.#cleaning
      .then(() => (this.#stopped ? undefined : removeLeftovers(this.#context.paths.serving, () => this.#store.all())))
      .catch((error) => this.#context.log(`files that nothing runs from are left: ${messageOf(error)}`));
    return this.#cleaning;
  }

  /** The scopes of what serves now: the next version may ask for others, or for none. */
  #grantScopes(record: EndpointRecord, config: EndpointConfig): void {
    const asked = config.served_entities
      .filter((entity) => entity.external_model === undefined)
      .map((entity) => this.#processes.of(record, entity).served?.userApiScopes);
    const given = asked.filter((scopes) => scopes !== undefined);
    if (given.length > 0) {
      record.user_api_scopes = [...new Set(given.flat())];
    } else {
      delete record.user_api_scopes;
    }
  }

  /** Whether everything that serves is up, or would be at its first request. */
  ready(record: EndpointRecord): boolean {
    const entities = record.config?.served_entities ?? [];
    return (
      entities.length > 0 &&
      entities.every((entity) => this.state(record, entity, false).deployment === "DEPLOYMENT_READY")
    );
  }

  /** How an entity stands, of the configuration that serves or of the one that is to. */
  state(record: EndpointRecord, entity: ServedEntity, pending: boolean): EntityState {
    if (pending) {
      const failure = record.failures[entity.name];
      return failure === undefined
        ? { deployment: "DEPLOYMENT_CREATING", deployment_state_message: "Creating resources for served entity." }
        : { deployment: "DEPLOYMENT_FAILED", deployment_state_message: failure };
    }
    return record.suspended
      ? { deployment: "DEPLOYMENT_STOPPED", deployment_state_message: "The endpoint is stopped." }
      : this.#processes.state(record, entity);
  }
}
