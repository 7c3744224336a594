import type { Endpoint } from "./api.js";
import type { ObservedEntity } from "./entity.js";

/**
 * What a state means for whoever waits:
 * - `there`: nothing is left to wait for;
 * - `passes`: it ends by itself, in one way or the other;
 * - `failed`: no wait ends it, the cause has to be corrected;
 * - `stopped`: no wait ends it, somebody has to start it.
 */
type Meaning = "there" | "passes" | "failed" | "stopped";

/**
 * States of a served entity (`state.deployment` without `DEPLOYMENT_`). Source: `ServedModelStateDeployment` of the Databricks
 * SDK 0.162; STOPPED is answered since endpoints can be stopped on the Serving page, and is in no SDK yet. One that is not
 * listed is taken for one that passes, and the status line shows it.
 */
const entityStates: Readonly<Record<string, Meaning>> = {
  CREATING: "passes",
  RECOVERING: "passes",
  READY: "there",
  FAILED: "failed",
  // Its update was cancelled, or another one took its place.
  ABORTED: "failed",
  STOPPED: "stopped",
};

/** States of an update (`state.config_update`): `EndpointStateConfigUpdate` of the same SDK. */
const updateStates: Readonly<Record<string, Meaning>> = {
  IN_PROGRESS: "passes",
  NOT_UPDATING: "there",
  UPDATE_FAILED: "failed",
  UPDATE_CANCELED: "failed",
};

/** States of `state.suspend`, which is in no SDK yet; an endpoint that scaled to zero is not suspended. */
export const suspendStates: Readonly<Record<string, Meaning>> = {
  NOT_SUSPENDED: "there",
  SUSPENDED: "stopped",
};

/** Whether the last update came to nothing. */
export function updateFailed({ update }: Pick<Endpoint, "update">): boolean {
  return updateStates[update] === "failed";
}

/** Whether an entity will not come up as it is. */
export function entityFailed({ state }: Pick<ObservedEntity, "state">): boolean {
  return entityStates[state] === "failed";
}

/** Whether somebody stopped the endpoint, so that it answers nothing until it is started. */
export function isStopped({ update, suspended, active }: Endpoint): boolean {
  if (updateStates[update] === "passes") return false;
  return suspended || (active?.entities ?? []).some(({ state }) => entityStates[state] === "stopped");
}
