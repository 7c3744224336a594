// The page at the root of the local workspace. What it shows is asked of the workspace and kept nowhere else.
import { agentView } from "./agentView.mjs";
import { h, patch } from "./dom.mjs";
import { endpointView } from "./endpointView.mjs";
import { afterDrawing, beforeDrawing } from "./follow.mjs";
import { look, onLook } from "./live.mjs";
import { followLog } from "./logsView.mjs";
import { overview } from "./overview.mjs";
import { quiet } from "./pieces.mjs";
import { link, parsePlace } from "./route.mjs";
import { enter, leave } from "./session.mjs";
import { closedPage, head, sidebar, trouble } from "./shell.mjs";
import { listen } from "./shortcuts.mjs";
import { changed, drawWith, state } from "./state.mjs";
import { busy, stop } from "./talk.mjs";
import { followUsage } from "./usage.mjs";

const root = document.getElementById("root");

function page() {
  if (state.closed !== undefined) return [closedPage(state.closed)];
  if (state.summary === undefined) {
    return [
      h(
        "main",
        { id: "main", class: "closed", tabindex: "-1" },
        h("h1", null, "Local workspace"),
        trouble() || quiet("asking…"),
      ),
    ];
  }
  const { view } = state.place;
  const content =
    view === "agent"
      ? agentView(state.place)
      : view === "endpoint"
        ? endpointView(state.place)
        : overview(state.summary);
  return [
    head(state.summary),
    h(
      "div",
      { class: `body ${view}` },
      sidebar(state.summary),
      h(
        "main",
        { id: "main", key: `${view} ${state.place.name}`, tabindex: "-1" },
        trouble(),
        h("p", { class: "up" }, h("a", { href: link() }, "← Overview")),
        content.flat(),
      ),
    ),
  ];
}

/** A link into MLflow's own page, which only the open page knows the address of. */
function toMlflow() {
  const way = /^#\/mlflow\/(.*)$/.exec(location.hash)?.[1];
  if (way === undefined || state.summary === undefined) return false;
  location.replace(`${state.summary.mlflowUrl}/#/${way}`);
  return true;
}

drawWith(() => {
  if (toMlflow()) return;
  beforeDrawing();
  if (root !== null) patch(root, page());
  afterDrawing(busy() && state.place.part === "talk");
  const { view, name } = state.place;
  document.title = view === "overview" ? "Local workspace" : `${name} – local workspace`;
});

/** Follows the address. Who comes to another view by keyboard or with a screen reader begins at its top. */
function go() {
  const before = state.place;
  state.place = parsePlace(location.hash);
  changed();
  followLog();
  if (before.view !== state.place.view || before.name !== state.place.name) {
    queueMicrotask(() => {
      scrollTo(0, 0);
      document.getElementById("main")?.focus({ preventScroll: true });
    });
  }
}

async function begin() {
  // Where a Databricks workspace would show an endpoint's review app.
  const asked = new URLSearchParams(location.search).get("endpoint");
  if (asked !== null)
    history.replaceState(null, "", `/${location.hash.startsWith("#open=") ? location.hash : link("endpoints", asked)}`);
  const refused = await enter().catch(() => "");
  if (refused !== "") {
    leave();
    state.closed = refused;
  }
  state.place = parsePlace(location.hash);
  await look();
}

addEventListener("hashchange", () => {
  if (location.hash.startsWith("#open=")) void begin();
  else go();
});
onLook(() => {
  followLog();
  if (state.summary !== undefined) void followUsage(state.summary.used);
});
listen(stop);
void begin();
