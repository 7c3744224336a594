import type { ExternalModel } from "./externalModel.js";

/** Something to run: a version of a model, or a model that somebody else runs. */
export interface Entity {
  name: string;
  /** Full name of the registered model; empty for an external one. */
  model: string;
  /** Its version; empty for an external one. */
  version: string;
  externalModel?: ExternalModel | undefined;
  environment: Record<string, string>;
  workloadSize?: string | undefined;
  workloadType?: string | undefined;
  minProvisionedConcurrency?: number | undefined;
  maxProvisionedConcurrency?: number | undefined;
  minProvisionedThroughput?: number | undefined;
  maxProvisionedThroughput?: number | undefined;
  provisionedModelUnits?: number | undefined;
  burstScaling?: boolean | undefined;
  instanceProfile?: string | undefined;
  scaleToZero: boolean;
}

/** A share of the requests. */
export interface Route {
  servedEntity: string;
  percentage: number;
}

/** What an endpoint runs. */
export interface Config {
  entities: Entity[];
  routes: Route[];
}

/** An entity as it is. */
export interface ObservedEntity extends Entity {
  /** CREATING | RECOVERING | READY | FAILED | ABORTED. */
  state: string;
  message: string;
}

/** What an endpoint runs, as it is. */
export interface ObservedConfig {
  entities: ObservedEntity[];
  routes: Route[];
}

/** How a setting of an entity is compared. */
interface Setting {
  readonly key: Exclude<keyof Entity, "name" | "environment" | "externalModel" | "model" | "version" | "scaleToZero">;
  /** Its name in the API. */
  readonly wire: string;
  /** Whether the server answers it. One that it does not answer is compared with the state. */
  readonly echoed: boolean;
  /** What an answer without it means, where that is known. */
  readonly unsaid?: string;
  /** Whether it says how large the entity is; the ways to say it exclude each other. */
  readonly sizing?: "size" | "concurrency" | "throughput" | "units";
}

/**
 * The settings of an entity that a program may leave to the server: one that is not declared is not compared, because
 * servers fill them in.
 */
export const settings: readonly Setting[] = [
  { key: "workloadSize", wire: "workload_size", echoed: true, sizing: "size" },
  // A workspace without graphics cards leaves it out (terraform-provider-databricks 2811).
  { key: "workloadType", wire: "workload_type", echoed: true, unsaid: "CPU" },
  { key: "minProvisionedConcurrency", wire: "min_provisioned_concurrency", echoed: true, sizing: "concurrency" },
  { key: "maxProvisionedConcurrency", wire: "max_provisioned_concurrency", echoed: true, sizing: "concurrency" },
  { key: "minProvisionedThroughput", wire: "min_provisioned_throughput", echoed: true, sizing: "throughput" },
  { key: "maxProvisionedThroughput", wire: "max_provisioned_throughput", echoed: true, sizing: "throughput" },
  { key: "provisionedModelUnits", wire: "provisioned_model_units", echoed: true, sizing: "units" },
  { key: "burstScaling", wire: "burst_scaling_enabled", echoed: false },
  { key: "instanceProfile", wire: "instance_profile_arn", echoed: true },
];

/**
 * Whether an entity is sized as a foundation model is: its server decides about workload and scale to zero, whatever it was
 * sent (terraform-provider-databricks 3593, 5467).
 */
export function isFoundation(sized: Readonly<Record<string, unknown>> | Entity): boolean {
  const values: Readonly<Record<string, unknown>> = { ...sized };
  return settings.some(
    ({ key, sizing }) => (sizing === "throughput" || sizing === "units") && values[key] !== undefined,
  );
}
