// Pieces that several views share.
import { h } from "./dom.mjs";
import { clock, json, wholeTime } from "./format.mjs";

/** @typedef {import("./dom.mjs").Child} Child */

/**
 * A short word about how something stands. The word says it, the colour only helps.
 *
 * @param {"good" | "bad" | "busy" | "quiet"} tone
 * @param {string} text
 */
export const badge = (tone, text) => h("span", { class: `badge ${tone}` }, text);

/** @param {number} time milliseconds since the epoch */
export const when = (time) => h("time", { datetime: wholeTime(time), title: wholeTime(time) }, clock(time));

/** A name that is copied with its button. @param {string} text @param {string} what for screen readers */
export function copyable(text, what) {
  return h(
    "span",
    { class: "copyable" },
    h("code", null, text),
    h(
      "button",
      {
        type: "button",
        class: "small",
        "aria-label": `Copy ${what}`,
        onclick: async (/** @type {MouseEvent} */ event) => {
          const button = /** @type {HTMLElement} */ (event.currentTarget);
          await navigator.clipboard.writeText(text);
          button.dataset.done = "yes";
          setTimeout(() => delete button.dataset.done, 1_500);
        },
      },
      "Copy",
    ),
  );
}

/** A JSON value or a text, as text, with scroll bars of its own. @param {unknown} value @param {string} label */
export const shownValue = (value, label) =>
  h("pre", { tabindex: "0", role: "group", "aria-label": label, class: "value" }, json(value));

/**
 * A table. Where the window is narrow, the cells of a row stand below each other.
 *
 * @param {string} label
 * @param {string[]} heads
 * @param {import("./dom.mjs").VNode[]} rows
 */
export const table = (label, heads, rows) =>
  h(
    "div",
    { class: "scroll", role: "group", "aria-label": label, tabindex: "0" },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h(
        "tbody",
        null,
        rows.map((row) => headed(row, heads)),
      ),
    ),
  );

/** A row whose cells say their column: on a phone they stand below each other. @param {import("./dom.mjs").VNode} row @param {string[]} heads */
const headed = (row, heads) => ({
  ...row,
  children: row.children.map((cell, index) =>
    typeof cell === "string" ? cell : { ...cell, props: { ...cell.props, "data-head": heads[index] ?? "" } },
  ),
});

/** @param {Record<string, string>} tags */
export const tagList = (tags) =>
  Object.keys(tags).length > 0 &&
  h(
    "ul",
    { class: "tags", "aria-label": "Tags" },
    Object.entries(tags).map(([key, value]) => h("li", { key }, value === "" ? key : `${key}: ${value}`)),
  );

/** An error as the workspace or an agent told it. @param {string} text */
export const failure = (text) => h("p", { class: "failure", role: "alert" }, text);

/** @param {...Child} children */
export const quiet = (...children) => h("p", { class: "quiet" }, ...children);

const kinds = /** @type {Record<string, string>} */ ({
  vector_search_index: "vector search index",
  serving_endpoint: "serving endpoint",
  sql_warehouse: "SQL warehouse",
  function: "function",
  genie_space: "Genie space",
  table: "table",
  uc_connection: "connection",
  app: "app",
  lakebase: "Lakebase instance",
  uc_model_service: "model service",
});

/** What people call a kind of thing. @param {string} kind its key in MLmodel */
export const kindName = (kind) => kinds[kind] ?? kind;
