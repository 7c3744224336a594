// The request of a question, in the form that the model behind an endpoint takes.
import { bodyOf, inputsOf } from "./columns.mjs";
import { serving } from "./endpointState.mjs";
import { bodyFor } from "./protocols.mjs";

/** @typedef {import("./state.mjs").Endpoint} Endpoint @typedef {import("./talk.mjs").Talk} Talk */

/**
 * Where it is told what a model takes that names no interface; undefined where that is known, or cannot be told.
 *
 * @param {Endpoint} endpoint
 * @param {Pick<Talk, "entity">} talk
 */
export function signaturePath(endpoint, { entity }) {
  if (endpoint.task !== "") return undefined;
  const most = serving(endpoint).sort((left, right) => right.share - left.share);
  const asked = most.find(({ name }) => name === entity) ?? most[0];
  if (asked === undefined || asked.version === "") return undefined;
  return `policies/${encodeURIComponent(asked.model)}/${encodeURIComponent(asked.version)}`;
}

/**
 * The request that asks a question.
 *
 * @param {Endpoint} endpoint
 * @param {{ inputs?: unknown, typeHints?: boolean } | undefined} told what {@link signaturePath} answered
 * @param {readonly import("./talk.mjs").Turn[]} earlier
 * @param {string} question
 * @param {boolean} stream
 */
export function requestOf(endpoint, told, earlier, question, stream) {
  const inputs = endpoint.task === "" ? inputsOf(told?.inputs, told?.typeHints === true) : undefined;
  const body = inputs === undefined ? undefined : bodyOf(inputs, earlier, question);
  if (body === undefined) return bodyFor(endpoint.task, earlier, question, stream);
  return { ...body, ...(stream ? { stream } : {}) };
}
