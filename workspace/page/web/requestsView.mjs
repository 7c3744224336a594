// The last requests to an endpoint, and one of them with its trace.
import { answerOf, answerOnce } from "./cache.mjs";
import { h } from "./dom.mjs";
import { counted, duration } from "./format.mjs";
import { badge, failure, quiet, shownValue, table, when } from "./pieces.mjs";
import { link } from "./route.mjs";
import { traceView } from "./traceView.mjs";

/** @typedef {import("../requests.js").BriefRequest} BriefRequest @typedef {import("../requests.js").WholeRequest} WholeRequest */

/** @param {import("./state.mjs").Endpoint} endpoint @param {string} id of the request that is looked at; empty for the list */
export function requestsView(endpoint, id) {
  if (endpoint.standIn)
    return quiet("A stand-in keeps no requests: those of the agents that ask it show its answers in their traces.");
  if (id !== "") return oneView(endpoint, id);
  const { value, error } = answerOf(`endpoints/${encodeURIComponent(endpoint.name)}/requests`, endpoint.recorded);
  if (error !== undefined) return failure(error);
  /** @type {BriefRequest[]} */
  const requests = value?.requests ?? [];
  return h(
    "section",
    { "aria-label": "Last requests" },
    endpoint.table !== "" && quiet("Recorded in the inference table ", h("code", null, endpoint.table), "."),
    requests.length === 0
      ? quiet(value === undefined ? "reading…" : "No request yet.")
      : table(
          "Last requests",
          ["Time", "Status", "Question", "Answered by", "Took", "Trace"],
          requests.map((request) => row(endpoint, request)),
        ),
  );
}

/** @param {number} status */
const statusBadge = (status) => badge(status < 400 ? "good" : "bad", String(status));

/** @param {import("./state.mjs").Endpoint} endpoint @param {BriefRequest} request */
function row(endpoint, request) {
  return h(
    "tr",
    { key: request.id },
    h("td", null, when(request.time)),
    h("td", null, statusBadge(request.status)),
    h(
      "th",
      { scope: "row", class: "question" },
      h("a", { href: link("endpoints", endpoint.name, "requests", request.id) }, request.question || "(empty)"),
    ),
    h("td", null, request.entity),
    h("td", { class: "number" }, duration(request.milliseconds)),
    h("td", null, request.steps === 0 ? "none" : counted(request.steps, "step")),
  );
}

/** @param {import("./state.mjs").Endpoint} endpoint @param {string} id */
function oneView(endpoint, id) {
  const path = `endpoints/${encodeURIComponent(endpoint.name)}/requests/${encodeURIComponent(id)}`;
  // The row is written a moment after the answer.
  const { value, error } = answerOnce(path, endpoint.recorded);
  const back = h("p", null, h("a", { href: link("endpoints", endpoint.name, "requests") }, "← All requests"));
  if (value === undefined) {
    return h("section", { "aria-label": "Request" }, back, error === undefined ? quiet("reading…") : failure(error));
  }
  /** @type {WholeRequest} */
  const request = value;
  return h(
    "section",
    { key: id, "aria-label": "Request" },
    back,
    h(
      "p",
      { class: "told" },
      statusBadge(request.status),
      when(request.time),
      h("span", null, duration(request.milliseconds)),
      h("span", null, request.entity),
      h("code", null, request.id),
    ),
    h("h2", null, "Trace"),
    request.spans.length === 0
      ? quiet("This request has no trace. Set ENABLE_MLFLOW_TRACING to true in the endpoint's environment to get one.")
      : traceView(request.spans),
    h("h2", null, "Request"),
    shownValue(request.request, "Request"),
    h("h2", null, "Answer"),
    shownValue(request.response, "Answer"),
  );
}
