// What the page knows. Whoever changes it calls `changed`, and the views follow.

/**
 * @typedef {import("../page.js").Summary} Summary
 * @typedef {import("../endpoints.js").Endpoint} Endpoint
 * @typedef {import("../agents.js").Agent} Agent
 * @typedef {import("./route.mjs").Place} Place
 */

/**
 * @type {{
 *   summary: Summary | undefined,
 *   closed: string | undefined,
 *   trouble: string,
 *   place: Place,
 *   keys: boolean,
 * }}
 *
 * `closed`: why the page is not open, undefined while it is. `trouble`: why the page does not follow the workspace just
 * now. `keys`: whether single keys are shortcuts.
 */
export const state = {
  summary: undefined,
  closed: undefined,
  trouble: "",
  place: { view: "overview", name: "", part: "", id: "" },
  keys: localStorage.getItem("mlflow-agents-keys") !== "off",
};

/** @type {() => void} */
let draw = () => undefined;
let waiting = false;

/** @param {() => void} view draws everything */
export function drawWith(view) {
  draw = view;
}

/** Draws once, soon, however often it is called. */
export function changed() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    draw();
  });
}

/** Says something to a screen reader. @param {string} text */
export function say(text) {
  const place = document.getElementById("said");
  if (place !== null) place.textContent = text;
}

/** @param {string} name @returns {Endpoint | undefined} */
export const endpointNamed = (name) => state.summary?.endpoints.find((endpoint) => endpoint.name === name);

/** @param {string} name @returns {Agent | undefined} */
export const agentNamed = (name) => state.summary?.agents.find((agent) => agent.name === name);
