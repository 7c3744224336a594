// What an endpoint runs: its served entities with their shares, states and the names of their variables.
import { h } from "./dom.mjs";
import { entityStanding, serving } from "./endpointState.mjs";
import { counted } from "./format.mjs";
import { badge, copyable, failure, quiet, tagList } from "./pieces.mjs";
import { link } from "./route.mjs";
import { shares } from "./shell.mjs";
import { state } from "./state.mjs";
import { stopControl } from "./stopping.mjs";

/** @param {import("./state.mjs").Endpoint} endpoint */
export function settingsView(endpoint) {
  const address = `${state.summary?.host ?? ""}/serving-endpoints/${endpoint.name}/invocations`;
  return h(
    "section",
    { "aria-label": "Settings" },
    h(
      "dl",
      { class: "facts" },
      h("dt", null, "Address"),
      h("dd", null, copyable(address, "the address")),
      endpoint.creator !== "" && [h("dt", null, "Made by"), h("dd", null, endpoint.creator)],
      h("dt", null, "Task"),
      h("dd", null, endpoint.task === "" ? "the model names none" : endpoint.task),
      endpoint.scopes !== undefined && [
        h("dt", null, "User scopes"),
        h("dd", null, endpoint.scopes.join(", ") || "none"),
      ],
      endpoint.table !== "" && [h("dt", null, "Inference table"), h("dd", null, h("code", null, endpoint.table))],
    ),
    tagList(endpoint.tags),
    h("h2", null, "Served entities"),
    endpoint.standIn && quiet("The workspace answers by itself."),
    serving(endpoint).length > 0 && shares(endpoint),
    h(
      "div",
      { class: "cards" },
      endpoint.entities.map((entity) => card(entity)),
    ),
    stopControl(endpoint),
  );
}

/** @param {import("../endpoints.js").Entity} entity */
function card(entity) {
  const asleep = entity.scaleToZero ? "yes" : "no";
  return h(
    "article",
    { key: `${entity.name} ${entity.pending}`, class: "card", "aria-label": `Served entity ${entity.name}` },
    h("h3", null, entity.name, " ", badge(...entityStanding(entity)), " ", entity.pending && badge("busy", "coming")),
    entity.message !== "" &&
      entity.message !== "Scaled to zero" &&
      (entity.state === "DEPLOYMENT_FAILED" ? failure(entity.message) : quiet(entity.message)),
    h(
      "dl",
      { class: "facts" },
      h("dt", null, "Agent"),
      h(
        "dd",
        null,
        entity.version === ""
          ? entity.model
          : h("a", { href: link("agents", entity.model, entity.version) }, `${entity.model} version ${entity.version}`),
      ),
      h("dt", null, "Traffic"),
      h("dd", null, `${entity.share} %, ${counted(entity.requests, "request")} since the start`),
      h("dt", null, "Size"),
      h("dd", null, entity.size === "" ? "none" : entity.size),
      h("dt", null, "Scales to zero"),
      h("dd", null, asleep),
      h("dt", null, "Environment"),
      h(
        "dd",
        null,
        entity.environment.length === 0
          ? "none"
          : h(
              "ul",
              { class: "plain" },
              entity.environment.map((name) => h("li", { key: name }, h("code", null, name))),
            ),
      ),
    ),
  );
}
