// One agent: its versions with aliases and digests, where each is served, and what it may use.
import { accessTable } from "./access.mjs";
import { h } from "./dom.mjs";
import { entityStanding } from "./endpointState.mjs";
import { shortDigest } from "./format.mjs";
import { badge, quiet, table, tagList, when } from "./pieces.mjs";
import { link } from "./route.mjs";
import { agentNamed, state } from "./state.mjs";

/** @param {import("./state.mjs").Place} place */
export function agentView({ name, part }) {
  const agent = agentNamed(name);
  if (agent === undefined) {
    return [h("h1", null, name), quiet("The registry holds no agent of this name. It may have been deleted.")];
  }
  const version = agent.versions.find((item) => item.version === part) ?? agent.versions[0];
  return [
    h("h1", null, agent.name),
    agent.description !== "" && h("p", null, agent.description),
    tagList(agent.tags),
    h("h2", null, "Versions"),
    agent.versions.length === 0 ? quiet("none yet") : versions(agent, version?.version ?? ""),
    version !== undefined && details(agent, version),
  ];
}

/** @param {import("./state.mjs").Agent} agent @param {string} chosen */
function versions(agent, chosen) {
  return table(
    "Versions",
    ["Version", "Aliases", "Digest", "State", "Served by", "Registered", "By"],
    agent.versions.map((item) => {
      const places = servedBy(agent.name, item.version);
      const aliases = Object.entries(agent.aliases).filter(([, version]) => version === item.version);
      return h(
        "tr",
        { key: item.version, class: item.version === chosen ? "chosen" : null },
        h(
          "th",
          { scope: "row" },
          h(
            "a",
            { href: link("agents", agent.name, item.version), "aria-current": item.version === chosen ? "true" : null },
            item.version,
          ),
        ),
        h(
          "td",
          null,
          aliases.map(([alias]) => h("span", { key: alias, class: "badge alias" }, `@${alias}`)),
        ),
        h("td", null, h("code", { title: item.digest }, shortDigest(item.digest))),
        h(
          "td",
          null,
          item.status === "READY"
            ? badge("good", "ready")
            : badge("busy", item.status.toLowerCase().replaceAll("_", " ")),
        ),
        h("td", null, places.length > 0 && h("ul", { class: "plain" }, places)),
        h("td", null, when(item.created)),
        h("td", null, item.createdBy),
      );
    }),
  );
}

/** @param {string} name @param {string} version */
function servedBy(name, version) {
  return (state.summary?.endpoints ?? []).flatMap((endpoint) =>
    endpoint.entities
      .filter((entity) => entity.model === name && entity.version === version)
      .map((entity) => {
        const share = entity.pending ? "pending" : `${entity.share} %`;
        const key = `${endpoint.name}/${entity.name}/${entity.pending}`;
        return h(
          "li",
          { key },
          h("a", { href: link("endpoints", endpoint.name) }, endpoint.name),
          ` ${share} `,
          badge(...entityStanding(entity)),
        );
      }),
  );
}

/** @param {import("./state.mjs").Agent} agent @param {import("../agents.js").AgentVersion} version */
function details(agent, version) {
  const { mlflowUrl = "" } = state.summary ?? {};
  const model = `${mlflowUrl}/#/models/${encodeURIComponent(agent.name)}/versions/${version.version}`;
  return h(
    "section",
    { key: version.version, "aria-labelledby": "version" },
    h("h2", { id: "version" }, `Version ${version.version}`),
    version.description !== "" && h("p", null, version.description),
    tagList(version.tags),
    h(
      "dl",
      { class: "facts" },
      h("dt", null, "Digest"),
      h(
        "dd",
        null,
        version.digest === "" ? "none: not logged by pulumi-mlflow-agents" : h("code", null, version.digest),
      ),
      h("dt", null, "Logged model"),
      h("dd", null, version.modelId === "" ? "none" : h("code", null, version.modelId)),
      h("dt", null, "In MLflow"),
      h("dd", null, h("a", { href: model, target: "_blank", rel: "noreferrer" }, "files, signature, run ↗")),
    ),
    h("h3", null, "What it may use, and what it used"),
    accessTable(agent.name, version.version),
  );
}
