// The box to talk to an endpoint.
import { h } from "./dom.mjs";
import { serving, versionOf } from "./endpointState.mjs";
import { duration } from "./format.mjs";
import { badge, quiet, shownValue } from "./pieces.mjs";
import { bodyFor } from "./protocols.mjs";
import { link } from "./route.mjs";
import { changed, state } from "./state.mjs";
import { busy, forget, send, stop, talkWith } from "./talk.mjs";

/** @typedef {import("./state.mjs").Endpoint} Endpoint @typedef {import("./talk.mjs").Talk} Talk */

/** @param {Endpoint} endpoint */
export function talkView(endpoint) {
  const talk = talkWith(endpoint);
  return h(
    "section",
    { class: "talk", "aria-label": "Talk" },
    h(
      "div",
      { class: "turns", role: "log", "aria-live": "off", "aria-label": "Conversation", tabindex: "0" },
      talk.turns.length === 0 && quiet(hint(endpoint)),
      talk.turns.map((turn) => turnView(endpoint, turn)),
    ),
    box(endpoint, talk),
  );
}

/** @param {Endpoint} endpoint */
function hint({ standIn, entities }) {
  if (standIn) return "Answered by the workspace itself, the same for the same question.";
  return entities.length === 0
    ? "This endpoint serves nothing yet."
    : "Ask it something. The answer appears as it comes, and its trace in the requests.";
}

/** @param {Endpoint} endpoint @param {import("./talk.mjs").Turn} turn */
function turnView(endpoint, turn) {
  const words = { asking: "answering…", done: "", stopped: "stopped", failed: "failed" }[turn.state];
  return h(
    "article",
    { key: turn.id, class: "turn", "aria-busy": turn.state === "asking" ? "true" : null },
    h("div", { class: "question" }, turn.question),
    h(
      "div",
      { class: "answer" },
      turn.parts.map((part) =>
        part.kind === "text"
          ? h("div", { key: part.id, class: "text" }, part.text)
          : h(
              "details",
              { key: part.id, class: "tool" },
              h("summary", null, part.kind === "tool" ? `tool: ${part.name}` : "value"),
              shownValue(part.text, "Value"),
            ),
      ),
      turn.error !== "" && h("p", { class: "failure" }, turn.error),
      h(
        "p",
        { class: "quiet told" },
        words !== "" && badge(turn.state === "failed" ? "bad" : "busy", words),
        turn.user !== "" && h("span", null, `as ${turn.user}`),
        turn.entity !== "" && h("span", null, turn.entity),
        turn.state !== "asking" && h("span", null, duration(turn.milliseconds)),
        turn.first > 0 && turn.state !== "asking" && h("span", null, `first part ${duration(turn.first)}`),
        turn.request !== "" &&
          turn.state !== "asking" &&
          h("a", { href: link("endpoints", endpoint.name, "requests", turn.request) }, "trace"),
      ),
    ),
  );
}

/** @param {Endpoint} endpoint @param {Talk} talk */
function box(endpoint, talk) {
  const ready = endpoint.standIn || serving(endpoint).length > 0;
  const submit = (/** @type {Element | null} */ form) => {
    const field = form?.querySelector("textarea");
    if (!field || busy() || !ready) return;
    void send(endpoint, field.value);
    if (!talk.raw) field.value = "";
  };
  return h(
    "form",
    {
      class: "box",
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        submit(/** @type {Element} */ (event.currentTarget));
      },
    },
    h("div", { class: "choices" }, choices(endpoint, talk)),
    h("label", { for: "message", class: "unseen" }, talk.raw ? "Request as JSON" : "Message"),
    h("textarea", {
      key: talk.raw ? "raw" : "text",
      id: "message",
      rows: talk.raw ? "8" : "3",
      class: talk.raw ? "code" : null,
      spellcheck: talk.raw ? "false" : "true",
      placeholder: talk.raw ? "" : "Message",
      "aria-describedby": "message-keys",
      ref: (/** @type {HTMLTextAreaElement} */ field) => {
        if (talk.raw) field.value = JSON.stringify(bodyFor(endpoint.task, [], "Hello", talk.stream), undefined, 2);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          submit(/** @type {Element} */ (event.currentTarget).closest("form"));
        }
      },
    }),
    h(
      "div",
      { class: "actions" },
      h("button", { key: "send", type: "submit", class: "main", disabled: busy() || !ready }, "Send"),
      h("button", { key: "stop", type: "button", disabled: !busy(), onclick: stop }, "Stop"),
      h(
        "button",
        { key: "new", type: "button", disabled: busy() || talk.turns.length === 0, onclick: () => forget(talk) },
        "New conversation",
      ),
      h("span", { id: "message-keys", class: "quiet" }, "Ctrl + Enter sends, Escape stops"),
    ),
  );
}

/** @param {Endpoint} endpoint @param {Talk} talk */
function choices(endpoint, talk) {
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
