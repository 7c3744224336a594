import { isUnknown } from "../../../provider/lifecycle/unknown.js";
import { type Change, type Json, listOf, mapOf, type Properties } from "./change.js";
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

/** What changes about an endpoint. */
export function endpointChange(change: Change): EndpointChange {
  const { before, after } = change;
  return {
    name: change.name,
    endpoint: shown("endpoint", after?.name ?? before?.name ?? change.name),
    action: change.action,
    traffic: trafficOf(change),
    environment: change.action === "delete" ? [] : environmentEntries(change),
    settings: settingsOf(change, ownParts),
  };
}

interface Share {
  version: string;
  percentage: number;
}

function trafficOf(change: Change): TrafficShare[] {
  const versions = recordedVersions(change.before);
  const [before, after] = [sharesOf(change.before, versions), sharesOf(change.after, versions)];
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
function sharesOf(properties: Properties | undefined, versions: ReadonlyMap<string, string>): Map<string, Share> {
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
    const name =
      typeof entity.name === "string" ? entity.name : version === newVersion ? newVersion : `version ${version}`;
    const route = routes.find(
      ({ servedEntity }) => servedEntity === name || String(servedEntity).endsWith(`-${version}`),
    );
    // Without a plan, everything goes to the last entity.
    const otherwise = routes.length === 0 && index === entities.length - 1 ? 100 : 0;
    shares.set(name, { version, percentage: route === undefined ? otherwise : Number(route.percentage) });
  }
  return shares;
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

const contentKey = ({ name, digest }: Properties) => `${String(name)} ${String(digest)}`;

function versionOf(model: Json | undefined, versions: ReadonlyMap<string, string>): string {
  if (typeof model === "string") return isUnknown(model) ? newVersion : shownText(model.split("/").at(-1) ?? "?", 20);
  const { version } = mapOf(model);
  const known = version === undefined || isUnknown(version) ? versions.get(contentKey(mapOf(model))) : String(version);
  return known === undefined ? newVersion : shownText(known, 20);
}
