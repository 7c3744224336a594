// Keys. Those of one letter can be switched off (WCAG 2.1.4) and do nothing while something is being written.
import { h, patch } from "./dom.mjs";
import { link, parts } from "./route.mjs";
import { changed, state } from "./state.mjs";

const keys = [
  ["?", "this help"],
  ["o", "overview"],
  ["j, k", "next and previous endpoint or agent"],
  ...parts.map(([, title, key]) => [key, `${title.toLowerCase()} of the endpoint`]),
  ["Ctrl + Enter", "send the message"],
  ["Escape", "stop the answer"],
];

/** Listens for as long as the page is there. @param {() => void} stop stops the answer that is under way */
export function listen(stop) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
    const at = event.target instanceof Element ? event.target : document.body;
    const writing = at.closest("input, textarea, select, dialog, [contenteditable]") !== null;
    if (!state.keys || writing || event.ctrlKey || event.metaKey || event.altKey || state.summary === undefined) return;
    const target = event.key === "?" ? undefined : targetOf(event.key, state.summary);
    if (event.key === "?") showHelp();
    else if (target === undefined) return;
    else location.hash = target;
    event.preventDefault();
  });
}

/** @param {string} key @param {import("./state.mjs").Summary} summary */
function targetOf(key, { endpoints, agents }) {
  const { view, name } = state.place;
  if (key === "o") return link();
  const part = view === "endpoint" ? parts.find(([, , letter]) => letter === key) : undefined;
  if (part !== undefined) return link("endpoints", name, part[0]);
  if (key !== "j" && key !== "k") return undefined;
  const own = [...endpoints.filter(({ standIn }) => !standIn), ...endpoints.filter(({ standIn }) => standIn)];
  const list = [
    ...own.map((endpoint) => link("endpoints", endpoint.name)),
    ...agents.map((agent) => link("agents", agent.name)),
  ];
  const here = list.indexOf(link(view === "agent" ? "agents" : "endpoints", name));
  return list[here === -1 ? 0 : (here + (key === "j" ? 1 : list.length - 1)) % list.length];
}

/** Shows which keys there are. */
export function showHelp() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "help-title");
  const toggle = (/** @type {Event} */ event) => {
    state.keys = /** @type {HTMLInputElement} */ (event.currentTarget).checked;
    localStorage.setItem("mlflow-agents-keys", state.keys ? "on" : "off");
    changed();
  };
  patch(dialog, [
    h("h2", { id: "help-title" }, "Keys"),
    h(
      "dl",
      { class: "keys" },
      keys.flatMap(([key, what]) => [h("dt", null, h("kbd", null, key ?? "")), h("dd", null, what ?? "")]),
    ),
    h(
      "p",
      null,
      h(
        "label",
        null,
        h("input", { type: "checkbox", checked: state.keys, onchange: toggle }),
        " Single letters are shortcuts",
      ),
    ),
    h("form", { method: "dialog" }, h("button", { type: "submit", class: "main" }, "Close")),
  ]);
  // The policy of the page forbids sending forms; closing is all this one does.
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
