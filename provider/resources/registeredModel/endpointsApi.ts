import { z } from "zod";
import { route, type Workspace } from "../../http/index.js";
import { sameModelName } from "../../lifecycle/catalogName.js";
import { tagList } from "../../lifecycle/tags.js";

// What a model needs to know of serving endpoints: which versions they run. One function per REST call.

const entity = z.object({ entity_name: z.string().optional(), entity_version: z.coerce.string().optional() });
const config = z.object({ served_entities: z.array(entity).optional() }).nullish();
const endpoint = z.object({
  name: z.string(),
  tags: tagList,
  state: z.object({ config_update: z.string().optional() }).optional(),
  config,
  pending_config: config,
});
const endpoints = z.object({ endpoints: z.array(endpoint).optional() });

type Endpoint = z.infer<typeof endpoint>;

/** `GET serving-endpoints`: those the caller may see. Their pending configuration is left out. */
export async function listEndpoints(workspace: Workspace): Promise<Endpoint[]> {
  const answer = await workspace.json(endpoints, { method: "GET", path: route`/api/2.0/serving-endpoints` });
  return answer.endpoints ?? [];
}

/** `GET serving-endpoints/{name}`: with the configuration that is being rolled out. */
export function getEndpoint(workspace: Workspace, name: string): Promise<Endpoint> {
  return workspace.json(endpoint, { method: "GET", path: route`/api/2.0/serving-endpoints/${name}` });
}

/** Versions of a model that an endpoint runs, or will run when its update is through. */
export function servedVersions({ config: now, pending_config: next }: Endpoint, model: string): string[] {
  return [...(now?.served_entities ?? []), ...(next?.served_entities ?? [])].flatMap((each) =>
    sameModelName(each.entity_name ?? "", model) && each.entity_version !== undefined ? [each.entity_version] : [],
  );
}
