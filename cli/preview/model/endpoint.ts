import { catalogKey } from "../../../provider/lifecycle/catalogName.js";
import { isUnknown } from "../../../provider/lifecycle/unknown.js";
import { defaultEntityName } from "../../../provider/resources/servingEndpoint/names.js";
import { type Change, type Json, listOf, mapOf, type Properties, staysBehind } from "./change.js";
import { environmentEntries } from "./credentials.js";
import { settingsOf } from "./entries.js";
import type { EndpointChange, TrafficShare } from "./report.js";
import { shown, shownText } from "./shown.js";

/** What stands for a version that exists after the update only. */
export const newVersion = "new version";

const ownParts = new Set([
  "name",
  "model",
  "servedEntities",
  "traffic",
  "environment",
  // Follow from what the workspace does.
  "endpointId",
  "invocationsUrl",
  "state",
  "served",
]);

/** Version that each registered model of the preview will have in use, by its name as {@link modelKey} writes it. */
export type ComingVersions = ReadonlyMap<string, string>;

/** Names of models in the one form in which they are compared: Unity Catalog does not tell capitals apart. */
export const modelKey = (name: unknown) => catalogKey(String(name));

/**
 * What changes about an endpoint.
 *
 * @param coming what the registered models of the preview come to: it tells a version whose number is not known yet
 */
export function endpointChange(change: Change, coming: ComingVersions, mode: "preview" | "drift"): EndpointChange {
  const { before, after } = change;
  // That somebody stopped it is drift; in a preview the state follows from the rest.
  const parts = mode === "drift" ? new Set([...ownParts].filter((part) => part !== "state")) : ownParts;
  return {
    name: change.name,
    endpoint: shown("endpoint", after?.name ?? before?.name ?? change.name),
    action: change.action,
    ...(mode === "preview" && staysBehind(change) ? { stays: true as const } : {}),
    traffic: trafficOf(change, coming),
    environment: change.action === "delete" ? [] : environmentEntries(change),
    settings: settingsOf(change, parts),
  };
}

interface Share {
  version: string;
  percentage: number;
}

function trafficOf(change: Change, coming: ComingVersions): TrafficShare[] {
  const known = { recorded: recordedVersions(change.before), coming };
  const [before, after] = [sharesOf(change.before, known), sharesOf(change.after, known)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.map((entity) => {
    const [was, is] = [before.get(entity), after.get(entity)];
    return {
      entity: shownText(entity, 80),
      version: is?.version ?? was?.version ?? "?",
      ...(was === undefined ? {} : { before: was.percentage }),
      ...(is === undefined ? {} : { after: is.percentage }),
    };
  });
}

/** Requests by served entity. Unnamed entities go by their version, as the provider names them after it. */
function sharesOf(properties: Properties | undefined, versions: Known): Map<string, Share> {
  const shares = new Map<string, Share>();
  if (properties === undefined) return shares;
  if (properties.model !== undefined) {
    const version = versionOf(properties.model, versions);
    shares.set(`version ${version}`.replace(`version ${newVersion}`, newVersion), { version, percentage: 100 });
    return shares;
  }
  const entities = listOf(properties.servedEntities).map(mapOf);
  const routes = listOf(properties.traffic).map(mapOf);
  for (const [index, entity] of entities.entries()) {
    const version = versionOf(entity.model, versions);
    const name = entityName(entity, version);
    const route = routes.find(
      ({ servedEntity }) =>
        servedEntity === name || servedEntity === entity.name || String(servedEntity).endsWith(`-${version}`),
    );
    // Without a plan, everything goes to the last entity.
    const otherwise = routes.length === 0 && index === entities.length - 1 ? 100 : 0;
    shares.set(name, { version, percentage: route === undefined ? otherwise : Number(route.percentage) });
  }
  return shares;
}

/** Unnamed entities, and those with the name that they have by default, go by their version. */
function entityName({ name, model, externalModel }: Properties, version: string): string {
  const external = mapOf(externalModel).name;
  if (external !== undefined) return typeof name === "string" ? name : String(external);
  const byVersion = version === newVersion ? newVersion : `version ${version}`;
  const { name: modelName } = mapOf(model);
  return name === undefined || name === defaultEntityName(String(modelName), version) ? byVersion : String(name);
}

/** Version of each content that was served: a number that is not known is the same one where the content is the same. */
function recordedVersions(properties: Properties | undefined): Map<string, string> {
  const models = [properties?.model, ...listOf(properties?.servedEntities).map((entity) => mapOf(entity).model)].map(
    mapOf,
  );
  return new Map(
    models.flatMap((model) => (model.digest === undefined ? [] : [[contentKey(model), String(model.version)]])),
  );
}

/** What tells a version whose number is not known yet. */
interface Known {
  recorded: ReadonlyMap<string, string>;
  coming: ComingVersions;
}

const contentKey = ({ name, digest }: Properties) => `${String(name)} ${String(digest)}`;

function versionOf(model: Json | undefined, { recorded, coming }: Known): string {
  if (typeof model === "string") return isUnknown(model) ? newVersion : shownText(model.split("/").at(-1) ?? "?", 20);
  const { name, version } = mapOf(model);
  if (version !== undefined && !isUnknown(version)) return shownText(String(version), 20);
  const known = recorded.get(contentKey(mapOf(model))) ?? coming.get(modelKey(name));
  return known === undefined ? newVersion : shownText(known, 20);
}
