// How an endpoint and its served entities stand, in words.

/**
 * @typedef {import("../endpoints.js").Endpoint} Endpoint
 * @typedef {import("../endpoints.js").Entity} Entity
 * @typedef {"good" | "bad" | "busy" | "quiet"} Tone
 */

/** @param {Endpoint} endpoint @returns {[Tone, string]} */
export function standing(endpoint) {
  if (endpoint.standIn) return ["quiet", "stand-in"];
  if (endpoint.update === "IN_PROGRESS") return ["busy", "updating"];
  if (endpoint.stopped) return ["quiet", "stopped"];
  if (endpoint.update === "UPDATE_FAILED") return ["bad", endpoint.ready ? "update failed" : "failed"];
  if (endpoint.entities.length === 0) return ["quiet", "empty"];
  if (!endpoint.ready) return ["busy", "starting"];
  return asleep(endpoint) ? ["quiet", "asleep"] : ["good", "ready"];
}

/** @param {Entity} entity @returns {[Tone, string]} */
export function entityStanding(entity) {
  if (entity.state === "DEPLOYMENT_FAILED") return ["bad", "failed"];
  if (entity.state === "DEPLOYMENT_CREATING") return ["busy", "being built"];
  if (entity.state === "DEPLOYMENT_RECOVERING") return ["busy", "starting again"];
  if (entity.state === "DEPLOYMENT_STOPPED") return ["quiet", "stopped"];
  return isAsleep(entity) ? ["quiet", "scaled to zero"] : ["good", "ready"];
}

/** @param {Entity} entity */
const isAsleep = (entity) => entity.message === "Scaled to zero";

/** @param {Endpoint} endpoint */
const asleep = ({ entities }) => entities.filter(({ pending }) => !pending).every(isAsleep);

/** What runs, and what is to run. @param {Endpoint} endpoint */
export const serving = (endpoint) => endpoint.entities.filter(({ pending }) => !pending);

/** A served entity with its version. @param {Entity} entity */
export const versionOf = (entity) => (entity.version === "" ? entity.name : `version ${entity.version}`);
