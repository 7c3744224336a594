import { equal } from "../../lifecycle/equal.js";
import type { Config, Entity, ObservedEntity, Route } from "./api.js";
import type { ServingEndpointInputs } from "./schema.js";

/** Longest name of an endpoint or of a served entity. */
const longestName = 63;

/** Name of an endpoint that the program does not name, as Databricks' deploy client makes it. */
export function defaultEndpointName(modelName: string): string {
  return `agents_${cleaned(modelName, longestName - "agents_".length)}`;
}

/** Name of a served entity that the program does not name, as Databricks' deploy client makes it. */
export function defaultEntityName(modelName: string, version: string): string {
  const suffix = `_${version}`;
  return `${cleaned(modelName, longestName - suffix.length)}${suffix}`;
}

function cleaned(modelName: string, length: number): string {
  let end = Math.min(modelName.length, length);
  while (end > 0 && "_-.".includes(modelName.charAt(end - 1))) end--;
  return modelName.slice(0, end).replaceAll(".", "-");
}

/** What the arguments ask the endpoint to run. */
export function wantedConfig(inputs: ServingEndpointInputs): Config {
  const shared = {
    environment: inputs.environment,
    workloadSize: inputs.workloadSize,
    workloadType: inputs.workloadType,
    scaleToZero: inputs.scaleToZero,
  };
  const listed = inputs.servedEntities ?? (inputs.model === undefined ? [] : [{ model: inputs.model }]);
  const entities = listed.map((entity): Entity => {
    const { name, version } = entity.model;
    const own = "environment" in entity ? entity.environment : undefined;
    return {
      name: ("name" in entity ? entity.name : undefined) ?? defaultEntityName(name, version),
      model: name,
      version,
      environment: { ...shared.environment, ...own },
      workloadSize: ("workloadSize" in entity ? entity.workloadSize : undefined) ?? shared.workloadSize ?? "Small",
      workloadType: ("workloadType" in entity ? entity.workloadType : undefined) ?? shared.workloadType ?? "CPU",
      scaleToZero: ("scaleToZero" in entity ? entity.scaleToZero : undefined) ?? shared.scaleToZero ?? false,
    };
  });
  return { entities, routes: inputs.traffic ?? defaultRoutes(entities) };
}

/** Everything to the last entity of the list: the one added most recently. */
function defaultRoutes(entities: readonly Entity[]): Route[] {
  return entities.map(({ name }, index) => ({
    servedEntity: name,
    percentage: index === entities.length - 1 ? 100 : 0,
  }));
}

/** Whether two configurations mean the same: order does not count, nor does what a server adds by itself. */
export function sameConfig(
  left: { entities: readonly (Entity | ObservedEntity)[]; routes: readonly Route[] },
  right: { entities: readonly (Entity | ObservedEntity)[]; routes: readonly Route[] },
): boolean {
  return equal(canonical(left), canonical(right));
}

function canonical({ entities, routes }: { entities: readonly Entity[]; routes: readonly Route[] }) {
  const byName = <T>(items: readonly T[], name: (item: T) => string) =>
    [...items].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  return {
    entities: byName(entities, ({ name }) => name).map((entity) => ({
      name: entity.name,
      model: entity.model,
      version: entity.version,
      environment: entity.environment,
      workloadSize: entity.workloadSize,
      workloadType: entity.workloadType,
      scaleToZero: entity.scaleToZero,
    })),
    routes: byName(
      routes.filter(({ percentage }) => percentage > 0),
      ({ servedEntity }) => servedEntity,
    ),
  };
}
