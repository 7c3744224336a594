import { keyOf } from "./entityKey.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";
import { ScoringProcess } from "./scoringProcess.js";
import type { ServingContext } from "./servingContext.js";
import type { EntityState } from "./wire.js";

/** The scoring processes of all endpoints: one per entity, found again by what makes two entities the same. */
export class ScoringProcesses {
  readonly #context: ServingContext;
  /** By endpoint id and entity key. */
  readonly #groups = new Map<string, Map<string, ScoringProcess>>();
  readonly #sweep: NodeJS.Timeout;

  constructor(context: ServingContext) {
    this.#context = context;
    this.#sweep = setInterval(() => this.#scaleToZero(), 1_000);
    this.#sweep.unref();
  }

  /** The process of an entity; it need not be up. */
  of(record: EndpointRecord, entity: ServedEntity): ScoringProcess {
    const group = this.#groups.get(record.id) ?? new Map<string, ScoringProcess>();
    this.#groups.set(record.id, group);
    const key = keyOf(entity);
    const process = group.get(key) ?? new ScoringProcess(this.#context, record, entity);
    group.set(key, process);
    return process;
  }

  /** Ends those of an endpoint that a configuration does not need, after their last request; done when they have ended. */
  async keepOnly(record: EndpointRecord, config: EndpointConfig | null): Promise<void> {
    const needed = new Set((config?.served_entities ?? []).map(keyOf));
    const group = this.#groups.get(record.id);
    const retired: Promise<void>[] = [];
    for (const [key, process] of group ?? []) {
      if (!needed.has(key)) {
        group?.delete(key);
        retired.push(process.retire());
      }
    }
    await Promise.all(retired);
  }

  /** Ends those of an endpoint now. */
  async kill(record: EndpointRecord): Promise<void> {
    const processes = [...(this.#groups.get(record.id)?.values() ?? [])];
    this.#groups.delete(record.id);
    await Promise.all(processes.map((process) => process.kill()));
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    const all = [...this.#groups.values()].flatMap((group) => [...group.values()]);
    await Promise.all(all.map((process) => process.kill()));
  }

  /** How an entity of the configuration that serves stands. */
  state(record: EndpointRecord, entity: ServedEntity): EntityState {
    if (entity.external_model !== undefined) {
      return { deployment: "DEPLOYMENT_READY", deployment_state_message: "" };
    }
    if (this.of(record, entity).running) {
      return { deployment: "DEPLOYMENT_READY", deployment_state_message: "" };
    }
    return entity.scale_to_zero_enabled
      ? { deployment: "DEPLOYMENT_READY", deployment_state_message: "Scaled to zero" }
      : { deployment: "DEPLOYMENT_RECOVERING", deployment_state_message: "Starting the served entity again." };
  }

  #scaleToZero(): void {
    const limit = this.#context.scaleToZeroAfter * 1000;
    for (const group of this.#groups.values()) {
      for (const process of group.values()) {
        if (process.entity.scale_to_zero_enabled && process.running && process.idle > limit) {
          void process.stop();
        }
      }
    }
  }
}
