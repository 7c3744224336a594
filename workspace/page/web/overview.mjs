// The whole workspace at a glance.
import { h } from "./dom.mjs";
import { serving, standing } from "./endpointState.mjs";
import { counted, shortDigest } from "./format.mjs";
import { badge, kindName, quiet, table, when } from "./pieces.mjs";
import { link } from "./route.mjs";
import { shares } from "./shell.mjs";

/** @param {import("./state.mjs").Summary} summary */
export function overview(summary) {
  const own = summary.endpoints.filter(({ standIn }) => !standIn);
  const standIns = summary.endpoints.filter(({ standIn }) => standIn);
  const empty = own.length === 0 && summary.agents.length === 0;
  return [
    h("h1", null, "Overview"),
    empty && welcome(summary),
    own.length > 0 && h("h2", null, "Endpoints"),
    own.length > 0 &&
      table(
        "Endpoints",
        ["Name", "State", "Traffic", "Requests", "Task"],
        own.map((endpoint) =>
          h(
            "tr",
            { key: endpoint.name },
            h("th", { scope: "row" }, h("a", { href: link("endpoints", endpoint.name) }, endpoint.name)),
            h("td", null, badge(...standing(endpoint))),
            h("td", null, serving(endpoint).length > 0 && shares(endpoint)),
            h(
              "td",
              { class: "number" },
              endpoint.entities.reduce((sum, entity) => sum + entity.requests, 0),
            ),
            h("td", null, endpoint.task),
          ),
        ),
      ),
    summary.agents.length > 0 && h("h2", null, "Agents"),
    summary.agents.length > 0 &&
      table(
        "Agents",
        ["Name", "Newest", "Digest", "Aliases", "Registered"],
        summary.agents.map((agent) => {
          const [newest] = agent.versions;
          const aliases = Object.entries(agent.aliases).map(([alias, version]) => `${alias} → ${version}`);
          return h(
            "tr",
            { key: agent.name },
            h("th", { scope: "row" }, h("a", { href: link("agents", agent.name) }, agent.name)),
            h("td", null, newest === undefined ? "no version" : `version ${newest.version}`),
            h("td", null, h("code", { title: newest?.digest ?? "" }, shortDigest(newest?.digest ?? ""))),
            h("td", null, aliases.join(", ")),
            h("td", null, newest !== undefined && when(newest.created)),
          );
        }),
      ),
    h("h2", null, "Stand-ins"),
    quiet(
      "What the workspace answers by itself, for agents that declare it. ",
      h("code", null, "fixtures.json"),
      " changes it, and can put a real server behind a chat endpoint.",
    ),
    table(
      "Stand-ins",
      ["Name", "Kind", "About"],
      [
        ...standIns.map(({ name, task }) =>
          h(
            "tr",
            { key: name },
            h("th", { scope: "row" }, h("a", { href: link("endpoints", name) }, name)),
            h("td", null, kindName("serving_endpoint")),
            h("td", null, task),
          ),
        ),
        ...summary.things.map(({ kind, name, about }) =>
          h(
            "tr",
            { key: `${kind} ${name}` },
            h("th", { scope: "row" }, h("code", null, name)),
            h("td", null, kindName(kind)),
            h("td", null, about),
          ),
        ),
      ],
    ),
    uncovered(summary.uncovered),
  ];
}

/** @param {Record<string, number>} routes */
function uncovered(routes) {
  const list = Object.entries(routes);
  return (
    list.length > 0 &&
    h(
      "section",
      { "aria-labelledby": "uncovered" },
      h("h2", { id: "uncovered" }, "Asked for and not covered"),
      quiet("Programs called these routes of Databricks, which this workspace does not have."),
      h(
        "ul",
        { class: "plain" },
        list.map(([route, count]) => h("li", { key: route }, h("code", null, route), ` ${counted(count, "time")}`)),
      ),
    )
  );
}

/** @param {import("./state.mjs").Summary} summary */
function welcome(summary) {
  return h(
    "section",
    { class: "card", "aria-labelledby": "welcome" },
    h("h2", { id: "welcome" }, "Nothing is deployed yet"),
    h("p", null, "In the folder of a Pulumi program, deploy your agent here:"),
    h("pre", { class: "value", tabindex: "0" }, "pulumi config set mlflow-agents:host local\npulumi up"),
    h("p", null, "Other clients (mlflow, databricks-sdk, openai) take their settings from:"),
    h("pre", { class: "value", tabindex: "0" }, 'eval "$(npx mlflow-agents workspace env)"'),
    h(
      "p",
      null,
      "What appears here then can be watched, questioned and traced on this page, and everything else on ",
      h("a", { href: `${summary.mlflowUrl}/`, target: "_blank", rel: "noreferrer" }, "MLflow's own"),
      ".",
    ),
  );
}
