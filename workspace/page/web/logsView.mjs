// Build and server logs, followed while they are looked at.
import { h } from "./dom.mjs";
import { versionOf } from "./endpointState.mjs";
import { plain } from "./format.mjs";
import { failure, quiet } from "./pieces.mjs";
import { askJson } from "./session.mjs";
import { changed, state } from "./state.mjs";

/** Characters that are kept on the page. */
const limit = 500_000;

/**
 * @typedef {object} Log
 * @property {string} text
 * @property {number} next
 * @property {string} error
 * @property {boolean} asking
 * @property {boolean} asked whether it was asked for at all
 */

/** @type {Map<string, Log>} */
const logs = new Map();
/** What is looked at. */
const chosen = { entity: "", which: "server", follow: true };

/** @param {string} path @returns {Log} */
function logOf(path) {
  const known = logs.get(path) ?? { text: "", next: 0, error: "", asking: false, asked: false };
  logs.set(path, known);
  return known;
}

/** @param {import("./state.mjs").Endpoint} endpoint */
const entityOf = ({ entities }) =>
  entities.find(({ name }) => name === chosen.entity) ?? entities.find(({ pending }) => pending) ?? entities[0];

/** @param {string} endpoint @param {string} entity */
const pathOf = (endpoint, entity) =>
  `endpoints/${encodeURIComponent(endpoint)}/logs/${encodeURIComponent(entity)}/${chosen.which}`;

/** Reads on, where a log is looked at and followed. */
export function followLog() {
  const { view, part, name } = state.place;
  const endpoint = state.summary?.endpoints.find((item) => item.name === name);
  const entity = endpoint === undefined ? undefined : entityOf(endpoint);
  if (view === "endpoint" && part === "logs" && entity !== undefined && chosen.follow)
    void readOn(pathOf(name, entity.name));
}

/** @param {string} path */
async function readOn(path) {
  const log = logOf(path);
  if (log.asking) return;
  log.asking = true;
  log.asked = true;
  try {
    const piece = await askJson(`${path}?from=${log.next}`);
    const text = ((piece.anew ? "" : log.text) + piece.text).slice(-limit);
    log.next = piece.next;
    if (text !== log.text || log.error !== "") {
      log.text = text;
      log.error = "";
      changed();
    }
  } catch (error) {
    log.error = error instanceof Error ? error.message : String(error);
    changed();
  } finally {
    log.asking = false;
  }
}

/** @param {import("./state.mjs").Endpoint} endpoint */
export function logsView(endpoint) {
  const entity = entityOf(endpoint);
  if (entity === undefined)
    return quiet(endpoint.standIn ? "A stand-in has no logs." : "Nothing is served yet, so there is no log.");
  const log = logOf(pathOf(endpoint.name, entity.name));
  const choose = (/** @type {Partial<typeof chosen>} */ change) => {
    Object.assign(chosen, change);
    followLog();
    changed();
  };
  const chosenOf = (/** @type {Event} */ event) =>
    /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value;
  if (!log.asked) void readOn(pathOf(endpoint.name, entity.name));
  return h(
    "section",
    { "aria-label": "Logs" },
    h(
      "div",
      { class: "choices" },
      h(
        "label",
        null,
        "Served entity ",
        h(
          "select",
          { value: entity.name, onchange: (/** @type {Event} */ event) => choose({ entity: chosenOf(event) }) },
          [...new Map(endpoint.entities.map((item) => [item.name, item])).values()].map((item) =>
            h("option", { key: item.name, value: item.name }, `${item.name} (${versionOf(item)})`),
          ),
        ),
      ),
      h(
        "fieldset",
        { class: "inline" },
        h("legend", { class: "unseen" }, "Which log"),
        ["build", "server"].map((which) =>
          h(
            "label",
            { key: which },
            h("input", {
              type: "radio",
              name: "which",
              value: which,
              checked: chosen.which === which,
              onchange: (/** @type {Event} */ event) => choose({ which: chosenOf(event) }),
            }),
            ` ${which}`,
          ),
        ),
      ),
      h(
        "label",
        null,
        h("input", {
          type: "checkbox",
          checked: chosen.follow,
          onchange: (/** @type {Event} */ event) =>
            choose({ follow: /** @type {HTMLInputElement} */ (event.currentTarget).checked }),
        }),
        " follow",
      ),
    ),
    log.error !== "" && failure(log.error),
    h(
      "pre",
      {
        key: `${entity.name} ${chosen.which}`,
        class: "value log",
        tabindex: "0",
        role: "log",
        "aria-live": "off",
        "aria-label": `${chosen.which} log of ${entity.name}`,
        "data-follow": chosen.follow ? "yes" : null,
      },
      log.text === "" ? "(empty)" : plain(log.text),
    ),
  );
}
