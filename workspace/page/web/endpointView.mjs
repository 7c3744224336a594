// One endpoint, in parts: each has an address of its own.
import { accessTable } from "./access.mjs";
import { h } from "./dom.mjs";
import { serving, standing } from "./endpointState.mjs";
import { logsView } from "./logsView.mjs";
import { badge, failure, quiet } from "./pieces.mjs";
import { requestsView } from "./requestsView.mjs";
import { link, parts } from "./route.mjs";
import { settingsView } from "./settingsView.mjs";
import { shares } from "./shell.mjs";
import { endpointNamed, state } from "./state.mjs";
import { talkView } from "./talkView.mjs";

/** @param {import("./state.mjs").Place} place */
export function endpointView({ name, part, id }) {
  const endpoint = endpointNamed(name);
  if (endpoint === undefined) {
    return [h("h1", null, name), quiet("There is no endpoint of this name. It may have been deleted.")];
  }
  const failed = endpoint.entities.filter(({ state: how }) => how === "DEPLOYMENT_FAILED");
  return [
    h(
      "div",
      { class: "title" },
      h("h1", null, endpoint.name),
      badge(...standing(endpoint)),
      serving(endpoint).length > 0 && shares(endpoint),
    ),
    endpoint.description !== "" && h("p", null, endpoint.description),
    failed.map((entity) =>
      h(
        "div",
        { key: `failed ${entity.name}` },
        failure(`${entity.name} (${entity.model} version ${entity.version}): ${entity.message}`),
      ),
    ),
    h(
      "nav",
      { class: "parts", "aria-label": `Parts of ${endpoint.name}` },
      parts.map(([key, title, letter]) =>
        h(
          "a",
          {
            key,
            href: link("endpoints", endpoint.name, key),
            "aria-current": key === part ? "page" : null,
            "aria-keyshortcuts": state.keys ? letter : null,
          },
          title,
        ),
      ),
    ),
    h("div", { key: `${endpoint.name} ${part} ${id}`, class: "part" }, partView(endpoint, part, id)),
  ];
}

/** @param {import("./state.mjs").Endpoint} endpoint @param {string} part @param {string} id */
function partView(endpoint, part, id) {
  if (part === "requests") return requestsView(endpoint, id);
  if (part === "settings") return settingsView(endpoint);
  if (part === "logs") return logsView(endpoint);
  if (part === "access") return accessView(endpoint);
  return talkView(endpoint);
}

/** @param {import("./state.mjs").Endpoint} endpoint */
function accessView(endpoint) {
  const served = endpoint.entities.filter(({ model, version }) => model !== "" && version !== "");
  if (served.length === 0) return quiet(endpoint.standIn ? "A stand-in uses nothing." : "Nothing is served yet.");
  const each = new Map(served.map((entity) => [`${entity.model} ${entity.version}`, entity]));
  return [...each].map(([key, { model, version }]) =>
    h(
      "section",
      { key, "aria-label": `${model} version ${version}` },
      h("h2", null, h("a", { href: link("agents", model, version) }, `${model} version ${version}`)),
      accessTable(model, version),
    ),
  );
}
