import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { type ApiPath, route, type Workspace } from "../../http/index.js";
import { unlessGone } from "../../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";

// One function per REST call; wire types; no decisions. The routes of Unity Catalog are those of the plain registry under
// another root, with nearly equal bodies (mlflow/store/_unity_catalog/registry/rest_store.py).

const aliasList = z.array(z.object({ alias: z.string(), version: z.coerce.string() })).optional();
const registeredModel = z.object({
  registered_model: z.object({
    name: z.string(),
    description: z.string().optional(),
    aliases: aliasList,
    tags: tagList,
  }),
});
const version = z.object({
  name: z.string(),
  version: z.coerce.string(),
  status: z.string().optional(),
  status_message: z.string().optional(),
  source: z.string().optional(),
  storage_location: z.string().optional(),
  tags: tagList,
});
const modelVersion = z.object({ model_version: version });
const modelVersions = z.object({ model_versions: z.array(version).optional(), next_page_token: z.string().optional() });

/** A registered model. */
export interface Model {
  name: string;
  description: string;
  aliases: Record<string, string>;
  tags: Record<string, string>;
}

/** A version of one. */
export interface Version {
  version: string;
  status: "PENDING" | "READY" | "FAILED";
  message: string;
  tags: Record<string, string>;
}

function fromWire(wire: z.infer<typeof version>): Version {
  // A plain registry of an old server leaves the status out: its versions are ready at once.
  const status = wire.status ?? "READY";
  return {
    version: wire.version,
    status: status.startsWith("PENDING") ? "PENDING" : status.startsWith("FAILED") ? "FAILED" : "READY",
    message: wire.status_message ?? "",
    tags: tagMap(wire.tags),
  };
}

function at(workspace: Workspace, tail: string): ApiPath {
  const rest = route.rest(tail);
  return workspace.registry === "unityCatalog"
    ? route`/api/2.0/mlflow/unity-catalog/${rest}`
    : route`/api/2.0/mlflow/${rest}`;
}

/** `GET registered-models/get`, or undefined when there is none. */
export async function getModel(workspace: Workspace, name: string): Promise<Model | undefined> {
  try {
    const { registered_model: found } = await workspace.json(registeredModel, {
      method: "GET",
      path: at(workspace, "registered-models/get"),
      query: { name },
    });
    return {
      name: found.name,
      description: found.description ?? "",
      aliases: Object.fromEntries((found.aliases ?? []).map(({ alias, version: to }) => [alias, to])),
      tags: tagMap(found.tags),
    };
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `POST registered-models/create`. @throws AgentsError `alreadyExists` */
export async function createModel(
  workspace: Workspace,
  model: { name: string; description: string | undefined; tags: Record<string, string> },
): Promise<void> {
  await workspace.call({
    method: "POST",
    path: at(workspace, "registered-models/create"),
    body: { name: model.name, description: model.description, tags: tagEntries(model.tags) },
  });
}

/** `PATCH registered-models/update`. */
export async function updateModel(workspace: Workspace, name: string, description: string): Promise<void> {
  await workspace.call({
    method: "PATCH",
    path: at(workspace, "registered-models/update"),
    body: { name, description },
    safeToRepeat: true,
  });
}

/** `DELETE registered-models/delete`. */
export async function deleteModel(workspace: Workspace, name: string): Promise<void> {
  await unlessGone(
    workspace.call({ method: "DELETE", path: at(workspace, "registered-models/delete"), body: { name } }),
  );
}

/** `POST registered-models/set-tag`. */
export async function setModelTag(workspace: Workspace, name: string, key: string, value: string): Promise<void> {
  await workspace.call({
    method: "POST",
    path: at(workspace, "registered-models/set-tag"),
    body: { name, key, value },
    safeToRepeat: true,
  });
}

/** `DELETE registered-models/delete-tag`. */
export async function deleteModelTag(workspace: Workspace, name: string, key: string): Promise<void> {
  await unlessGone(
    workspace.call({ method: "DELETE", path: at(workspace, "registered-models/delete-tag"), body: { name, key } }),
  );
}

/** Where the files of a version come from: a logged model, or a folder among the artifacts of a run. */
export type VersionSource = { source: string; model_id: string } | { source: string; run_id: string };

/** `POST model-versions/create`. In Unity Catalog the version is PENDING until its files are there. */
export async function createVersion(
  workspace: Workspace,
  wanted: {
    name: string;
    /** Where the files come from, in the words of the registry. */
    source: VersionSource;
    tags: Record<string, string>;
    dependencies: { type: string; name: string }[];
  },
): Promise<Version> {
  const common = {
    name: wanted.name,
    ...wanted.source,
    tags: tagEntries(wanted.tags),
  };
  const body =
    workspace.registry === "unityCatalog" ? { ...common, model_version_dependencies: wanted.dependencies } : common;
  const answer = await workspace.json(modelVersion, {
    method: "POST",
    path: at(workspace, "model-versions/create"),
    body,
  });
  return fromWire(answer.model_version);
}

/** `GET model-versions/get`, or undefined when there is none. */
export async function getVersion(workspace: Workspace, name: string, number: string): Promise<Version | undefined> {
  try {
    const answer = await workspace.json(modelVersion, {
      method: "GET",
      path: at(workspace, "model-versions/get"),
      query: { name, version: number },
    });
    return fromWire(answer.model_version);
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `GET model-versions/search`, all pages. */
export async function searchVersions(workspace: Workspace, name: string): Promise<Version[]> {
  const found: Version[] = [];
  let page: string | undefined;
  do {
    const answer = await workspace.json(modelVersions, {
      method: "GET",
      path: at(workspace, "model-versions/search"),
      query: { filter: `name='${name.replaceAll("'", "''")}'`, max_results: 200, page_token: page },
    });
    found.push(...(answer.model_versions ?? []).map(fromWire));
    page = answer.next_page_token === "" ? undefined : answer.next_page_token;
  } while (page !== undefined);
  return found.sort((a, b) => Number(b.version) - Number(a.version));
}

/** `POST model-versions/finalize` (Unity Catalog): the files are there. Finalizing twice is harmless. */
export async function finalizeVersion(workspace: Workspace, name: string, number: string): Promise<Version> {
  const answer = await workspace.json(modelVersion, {
    method: "POST",
    path: at(workspace, "model-versions/finalize"),
    body: { name, version: number },
    safeToRepeat: true,
  });
  return fromWire(answer.model_version);
}

/** `DELETE model-versions/delete`. */
export async function deleteVersion(workspace: Workspace, name: string, number: string): Promise<void> {
  await unlessGone(
    workspace.call({
      method: "DELETE",
      path: at(workspace, "model-versions/delete"),
      body: { name, version: number },
    }),
  );
}

/** `POST registered-models/alias`. */
export async function setAlias(workspace: Workspace, name: string, alias: string, number: string): Promise<void> {
  await workspace.call({
    method: "POST",
    path: at(workspace, "registered-models/alias"),
    body: { name, alias, version: number },
    safeToRepeat: true,
  });
}

/** `DELETE registered-models/alias`. */
export async function deleteAlias(workspace: Workspace, name: string, alias: string): Promise<void> {
  await unlessGone(
    workspace.call({ method: "DELETE", path: at(workspace, "registered-models/alias"), body: { name, alias } }),
  );
}
