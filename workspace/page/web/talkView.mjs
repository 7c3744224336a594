// The box to talk to an endpoint.
import { answerOf } from "./cache.mjs";
import { h } from "./dom.mjs";
import { serving } from "./endpointState.mjs";
import { duration } from "./format.mjs";
import { badge, quiet, shownValue } from "./pieces.mjs";
import { link } from "./route.mjs";
import { busy, forget, send, stop, talkWith } from "./talk.mjs";
import { choices } from "./talkChoices.mjs";
import { requestOf, signaturePath } from "./talkRequest.mjs";

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
  const signature = signaturePath(endpoint, talk);
  const told = signature === undefined ? undefined : answerOf(signature).value;
  const streams = talk.stream && told?.streamable !== false;
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
        if (talk.raw) field.value = JSON.stringify(requestOf(endpoint, told, [], "Hello", streams), undefined, 2);
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
