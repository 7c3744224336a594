import { z } from "zod";
import { AgentsError } from "../../provider/errors.js";
import { route, type Workspace } from "../../provider/http/index.js";
import { nearest } from "../../provider/lifecycle/nearest.js";
import { ownershipTags } from "../../provider/lifecycle/ownership.js";
import { tagList, tagMap } from "../../provider/lifecycle/tags.js";
import { type Endpoint, getEndpoint } from "../../provider/resources/servingEndpoint/api.js";
import { updateFailed } from "../../provider/resources/servingEndpoint/states.js";

/** Most names that a message lists. */
const shown = 10;
const listed = z.object({
  name: z.string(),
  // What nobody made has no id.
  id: z.string().optional(),
  endpoint_type: z.string().nullish(),
  tags: tagList,
});
const names = z.object({ endpoints: z.array(listed).nullish() });

/** What is likelier meant comes first: what a stack made, what somebody else made, and foundation models, which nobody made. */
function rank({ id = "", endpoint_type, tags }: z.infer<typeof listed>): number {
  if (id === "" || endpoint_type === "FOUNDATION_MODEL_API") return 2;
  return Object.hasOwn(tagMap(tags), ownershipTags.owner) ? 0 : 1;
}

/**
 * The endpoint of a name, ready to be asked.
 *
 * @throws AgentsError `notFound` with the nearest name, `unavailable` where it is not ready
 */
export async function readyEndpoint(workspace: Workspace, name: string): Promise<Endpoint> {
  const endpoint = await getEndpoint(workspace, name);
  if (endpoint === undefined) throw await unknownEndpoint(workspace, name);
  if (endpoint.suspended) {
    throw new AgentsError("unavailable", `The endpoint ${name} was stopped: start it on the Serving page.`);
  }
  if (endpoint.ready) return endpoint;
  const way = updateFailed(endpoint)
    ? "its deployment failed or was cancelled, and the logs on its page say why"
    : "it takes a moment (`mlflow-agents workspace status` and its page tell how far it is)";
  throw new AgentsError("unavailable", `The endpoint ${name} is not ready (${endpoint.update}): ${way}.`);
}

async function unknownEndpoint(workspace: Workspace, name: string): Promise<AgentsError> {
  const { endpoints } = await workspace.json(names, { method: "GET", path: route`/api/2.0/serving-endpoints` });
  const known = (endpoints ?? []).toSorted((left, right) => rank(left) - rank(right)).map((each) => each.name);
  const near = nearest(name, known);
  const more = known.length > shown ? ` and ${known.length - shown} more` : "";
  const has = known.length === 0 ? "It has none." : `It has: ${known.slice(0, shown).join(", ")}${more}.`;
  const meant = near === undefined ? "" : `Did you mean ${near}? `;
  return new AgentsError("notFound", `${workspace.host} has no endpoint ${JSON.stringify(name)}. ${meant}${has}`);
}

/**
 * The name of the entity that serves a version.
 *
 * @throws AgentsError `notFound` where none does
 */
export function servedVersion({ name, active }: Endpoint, version: string): string {
  const entities = active?.entities ?? [];
  const found = entities.find((entity) => entity.version === version);
  if (found !== undefined) return found.name;
  const versions = entities.map((entity) => entity.version).filter((each) => each !== "");
  const serves = versions.length === 0 ? "models that have no versions" : `version ${versions.join(" and ")}`;
  throw new AgentsError("notFound", `${name} does not serve version ${version}: it serves ${serves}.`);
}
