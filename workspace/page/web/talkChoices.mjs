// Whom an endpoint answers, which version of it, and how.
import { h } from "./dom.mjs";
import { serving, versionOf } from "./endpointState.mjs";
import { changed, state } from "./state.mjs";

/** @typedef {import("./state.mjs").Endpoint} Endpoint @typedef {import("./talk.mjs").Talk} Talk */

/** @param {Endpoint} endpoint @param {Talk} talk */
export function choices(endpoint, talk) {
  const set = (/** @type {Partial<Talk>} */ change) => {
    Object.assign(talk, change);
    changed();
  };
  const chosenOf = (/** @type {Event} */ event) => /** @type {HTMLSelectElement} */ (event.currentTarget).value;
  const checkedOf = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).checked;
  const entities = serving(endpoint);
  const users = state.summary?.users ?? [];
  const scopes = endpoint.scopes ?? [];
  const granted = (/** @type {string} */ scope) => talk.scopes?.includes(scope) !== false;
  const toggled = (/** @type {string} */ scope) => scopes.filter((item) => granted(item) !== (item === scope));
  return [
    entities.length > 0 &&
      h(
        "label",
        { key: "entity" },
        "Answered by ",
        h(
          "select",
          {
            value: entities.some(({ name }) => name === talk.entity) ? talk.entity : "",
            onchange: (/** @type {Event} */ event) => set({ entity: chosenOf(event) }),
          },
          h("option", { value: "" }, "shares of the traffic"),
          entities.map((entity) =>
            h(
              "option",
              { key: entity.name, value: entity.name },
              `${entity.name} (${versionOf(entity)}, ${entity.share} %)`,
            ),
          ),
        ),
      ),
    users.length > 1 &&
      h(
        "label",
        { key: "user" },
        "Ask as ",
        h(
          "select",
          {
            value: talk.user === "" ? users[0] : talk.user,
            onchange: (/** @type {Event} */ event) => set({ user: chosenOf(event) }),
          },
          users.map((name) => h("option", { key: name, value: name }, name)),
        ),
      ),
    scopes.length > 0 &&
      h(
        "details",
        { key: "scopes", class: "scopes" },
        h("summary", null, `scopes ${scopes.filter(granted).length} of ${scopes.length}`),
        h(
          "fieldset",
          null,
          h("legend", null, "What the agent may do on behalf of the user"),
          scopes.map((scope) =>
            h(
              "label",
              { key: scope },
              h("input", {
                type: "checkbox",
                checked: granted(scope),
                onchange: () => set({ scopes: toggled(scope) }),
              }),
              ` ${scope}`,
            ),
          ),
        ),
      ),
    endpoint.task !== "llm/v1/embeddings" &&
      h(
        "label",
        { key: "stream" },
        h("input", {
          type: "checkbox",
          checked: talk.stream,
          onchange: (/** @type {Event} */ event) => set({ stream: checkedOf(event) }),
        }),
        " stream",
      ),
    h(
      "label",
      { key: "raw" },
      h("input", {
        type: "checkbox",
        checked: talk.raw,
        onchange: (/** @type {Event} */ event) => set({ raw: checkedOf(event) }),
      }),
      " JSON",
    ),
  ];
}
