import { agentContent } from "./agentContent.js";
import { type Change, staysBehind } from "./change.js";
import { type ComingVersions, endpointChange, modelKey } from "./endpoint.js";
import { modelChange } from "./registered.js";
import type { AgentReport } from "./report.js";

/**
 * The stack's agents, each with its policies, models and endpoints, found by what refers to what. A model or endpoint
 * whose agent is not part of the preview stands for itself. Agents without any change are left out.
 */
export function agentsOf(changes: readonly Change[], mode: "preview" | "drift"): AgentReport[] {
  const byUrn = new Map(changes.map((change) => [change.urn, change]));
  const used = (change: Change, ...properties: string[]) => properties.flatMap((name) => change.uses[name] ?? []);
  const groups = new Map<string, Change[]>();
  const coming = comingVersions(changes, mode);
  const root = (change: Change): string => {
    if (change.kind === "RegisteredModel") {
      return used(change, "agent").find((urn) => byUrn.get(urn)?.kind === "LoggedAgent") ?? change.urn;
    }
    if (change.kind === "ServingEndpoint") {
      // The last entity is the newest one: a canary belongs to the agent that it brings.
      const models = used(change, "model", "servedEntities").filter(
        (urn) => byUrn.get(urn)?.kind === "RegisteredModel",
      );
      const model = byUrn.get(models.at(-1) ?? "");
      return model === undefined ? change.urn : root(model);
    }
    return change.urn;
  };
  for (const change of changes) {
    if (change.kind === "other" || change.kind === "AuthPolicy") continue;
    const key = root(change);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((group): AgentReport[] => {
    if (group.every(({ action }) => action === "same")) return [];
    const agent = group.find(({ kind }) => kind === "LoggedAgent");
    const lead = agent ?? group[0];
    if (lead === undefined) return [];
    const policies =
      agent === undefined
        ? []
        : used(agent, "authPolicy").map((urn) => byUrn.get(urn)?.name ?? urn.split("::").at(-1) ?? "");
    return [
      {
        name: lead.name,
        action: lead.action,
        ...(mode === "preview" && staysBehind(lead) ? { stays: true as const } : {}),
        ...(agent === undefined
          ? { files: [], requirements: [], configuration: [], settings: [] }
          : agentContent(agent)),
        policies,
        models: group
          .filter(({ kind, action }) => kind === "RegisteredModel" && action !== "same")
          .map((each) => modelChange(each, mode)),
        endpoints: group
          .filter(({ kind, action }) => kind === "ServingEndpoint" && action !== "same")
          .map((each) => endpointChange(each, coming, mode)),
      },
    ];
  });
}

/** The version that each registered model will have in use. */
function comingVersions(changes: readonly Change[], mode: "preview" | "drift"): ComingVersions {
  const models = changes.filter(({ kind, action }) => kind === "RegisteredModel" && action !== "delete");
  return new Map(
    models.flatMap((change) => {
      const { versionAfter } = modelChange(change, mode);
      return versionAfter === undefined ? [] : [[modelKey(change.after?.name), versionAfter] as const];
    }),
  );
}
