// What surrounds every view: the head, the list of endpoints and agents, and the page as it is while it is not open.
import { h } from "./dom.mjs";
import { serving, standing } from "./endpointState.mjs";
import { badge, failure, quiet } from "./pieces.mjs";
import { link } from "./route.mjs";
import { showHelp } from "./shortcuts.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./dom.mjs").VNode} VNode */

/** @param {import("./state.mjs").Summary} summary */
export function head(summary) {
  return h(
    "header",
    { class: "head" },
    h(
      "a",
      { href: "#/", class: "home" },
      h("img", { src: "/_local/page/web/icon.svg", alt: "", width: "24", height: "24" }),
      h("span", null, "Local workspace"),
    ),
    h("span", { class: "host" }, summary.host.replace("http://", "")),
    h("span", { class: "spring" }),
    state.trouble === "" ? badge("good", "live") : badge("bad", "no connection"),
    h("a", { href: `${summary.mlflowUrl}/`, target: "_blank", rel: "noreferrer" }, "MLflow ↗"),
    h(
      "button",
      { type: "button", class: "small", onclick: showHelp, "aria-haspopup": "dialog" },
      "Help ",
      h("kbd", { "aria-hidden": "true" }, "?"),
    ),
  );
}

/** @param {import("./state.mjs").Summary} summary */
export function sidebar({ endpoints, agents }) {
  const { view, name } = state.place;
  /** @param {string} kind @param {string} key @param {...import("./dom.mjs").Child} children */
  const entry = (kind, key, ...children) => {
    const here = (kind === "endpoints" ? "endpoint" : "agent") === view && key === name;
    return h(
      "li",
      { key },
      h("a", { href: link(kind, key), "aria-current": here ? "page" : null, title: key }, ...children),
    );
  };
  const own = endpoints.filter(({ standIn }) => !standIn);
  const standIns = endpoints.filter(({ standIn }) => standIn);
  return h(
    "nav",
    { class: "side", "aria-label": "Endpoints and agents" },
    h("h2", null, "Endpoints"),
    own.length === 0 && quiet("none yet"),
    h(
      "ul",
      null,
      own.map((endpoint) =>
        entry("endpoints", endpoint.name, h("span", { class: "name" }, endpoint.name), badge(...standing(endpoint))),
      ),
    ),
    h("h2", null, "Agents"),
    agents.length === 0 && quiet("none yet"),
    h(
      "ul",
      null,
      agents.map((agent) => entry("agents", agent.name, agentName(agent.name))),
    ),
    standIns.length > 0 && h("h2", null, "Stand-ins"),
    h(
      "ul",
      null,
      standIns.map((endpoint) => entry("endpoints", endpoint.name, h("span", { class: "name" }, endpoint.name))),
    ),
  );
}

/** An agent's own name first: the catalog and the schema are the same for most. @param {string} name */
function agentName(name) {
  const at = name.lastIndexOf(".");
  return h(
    "span",
    { class: "name" },
    name.slice(at + 1),
    at > 0 && h("span", { class: "where" }, " ", name.slice(0, at)),
  );
}

/** What is running but cannot be followed. */
export const trouble = () => state.trouble !== "" && h("div", { class: "trouble" }, failure(state.trouble));

/** The whole page while it is not open. @param {string} why @returns {VNode} */
export const closedPage = (why) =>
  h(
    "main",
    { id: "main", class: "closed", tabindex: "-1" },
    h("h1", null, "Local workspace"),
    why !== "" && failure(why),
    h("p", null, "This page opens with a link that only the workspace's owner can make. At the terminal:"),
    h("pre", { class: "value" }, "npx mlflow-agents workspace open"),
    quiet("The link is good once, within ten minutes. This browser then keeps the page open for 30 days."),
  );

/** Versions with their shares of the traffic, as one bar. @param {import("../endpoints.js").Endpoint} endpoint */
export function shares(endpoint) {
  const entities = serving(endpoint);
  const words = entities.map(
    (entity) => `${entity.version === "" ? entity.name : `v${entity.version}`} ${entity.share} %`,
  );
  return h(
    "div",
    { class: "shares" },
    h(
      "div",
      { class: "bar", "aria-hidden": "true" },
      entities.map((entity, index) =>
        h("span", {
          key: entity.name,
          class: `part tone${index % 5}`,
          style: { "--share": `${entity.share}%` },
          title: entity.name,
        }),
      ),
    ),
    h("span", { class: "words" }, words.join(", ")),
  );
}
