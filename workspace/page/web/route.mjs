// Places of the page, in the address: they can be kept as bookmarks, and the browser's own back and forward work.

/**
 * @typedef {object} Place
 * @property {"overview" | "agent" | "endpoint"} view
 * @property {string} name of the agent or endpoint
 * @property {string} part version of the agent, or part of the endpoint
 * @property {string} id of the request
 */

/** Parts of an endpoint's view, and the key that leads there. */
export const parts = /** @type {const} */ ([
  ["talk", "Talk", "t"],
  ["requests", "Requests", "r"],
  ["settings", "Settings", "s"],
  ["access", "Access", "a"],
  ["logs", "Logs", "l"],
]);

/** @param {string} hash @returns {Place} */
export function parsePlace(hash) {
  const [kind, name = "", part = "", id = ""] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (kind === "agents" && name !== "") return { view: "agent", name, part, id };
  if (kind === "endpoints" && name !== "") {
    const known = parts.some(([key]) => key === part);
    return { view: "endpoint", name, part: known ? part : "talk", id };
  }
  return { view: "overview", name: "", part: "", id: "" };
}

/** @param {...string} way */
export const link = (...way) => `#/${way.map(encodeURIComponent).join("/")}`;

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
