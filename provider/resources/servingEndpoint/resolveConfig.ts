import { createHash } from "node:crypto";
import { sameModelName } from "../../lifecycle/catalogName.js";
import { type WantedConfig, type WantedEntity, wantedConfig } from "./config.js";
import type { Config, Entity, ObservedConfig, ObservedEntity, Route } from "./entity.js";
import { asFinished } from "./finished.js";
import { longestName } from "./names.js";
import { sameEntity } from "./sameConfig.js";
import type { Finished, ServingEndpointInputs } from "./schema.js";
import { shareOf } from "./shares.js";

/** Most entities that an endpoint may have. */
export const mostEntities = 15;

/**
 * What the arguments ask for, beside an endpoint that exists:
 *
 * - an entity that the program does not name keeps the name under which the endpoint runs that version already, however
 *   it came by it (a server's default, another client's);
 * - variables of which the program says nothing are those of the version that is served;
 * - `keep` former versions stay, without traffic: of those that the last update left, where that is known, so that a
 *   version that failed its questions never takes the place of one that served.
 *
 * @param actual what it runs; undefined before it runs anything
 * @param finished what the last update that came through left, where that is known
 * @param former the arguments of the run before: what they declared and these do not is not carried on
 */
export function resolveConfig(
  inputs: Partial<ServingEndpointInputs>,
  actual: ObservedConfig | undefined,
  former: Partial<ServingEndpointInputs> = {},
  finished?: Finished,
): Config {
  const wanted = wantedConfig(inputs);
  if (actual === undefined) return { entities: wanted.entities.map(plain), routes: wanted.routes };
  const before = wantedConfig(former);
  const beside = needsBeside(inputs);
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  const entities = wanted.entities.map((entity) => {
    const carried = { ...entity, environment: environmentOf(entity, actual, before) };
    const name = nameOf(carried, actual, beside, taken);
    taken.add(name);
    renamed.set(entity.name, name);
    return plain({ ...carried, name });
  });
  const routes = wanted.routes.map((share) => ({
    servedEntity: renamed.get(share.servedEntity) ?? share.servedEntity,
    percentage: share.percentage,
  }));
  return withKept({ entities, routes }, { actual, before, finished, keep: inputs.keep ?? 0 });
}

/** Whether a new entity has to stand beside the one it follows: both must then have names of their own. */
export function needsBeside(inputs: Partial<ServingEndpointInputs>): boolean {
  const { rollout = "immediate", smokeTest = [], gate } = inputs;
  return rollout !== "immediate" || smokeTest.length > 0 || gate !== undefined;
}

function plain({ named: _, environmentDeclared: __, ...entity }: WantedEntity): Entity {
  return entity;
}

function nameOf(entity: WantedEntity, actual: ObservedConfig, beside: boolean, taken: ReadonlySet<string>): string {
  if (entity.named || entity.externalModel !== undefined) return entity.name;
  const versions = actual.entities.filter(
    ({ name, model, version }) => sameModelName(model, entity.model) && version === entity.version && !taken.has(name),
  );
  const same = versions.find((found) => sameEntity(found, entity, undefined));
  if (same !== undefined) return same.name;
  const [known] = versions;
  if (known === undefined) return entity.name;
  if (!beside) return known.name;
  // The same version with other settings: a name of its own, which is the same on every run.
  const { name: _, ...content } = plain(entity);
  const mark = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 6);
  return `${entity.name.slice(0, longestName - mark.length - 1)}-${mark}`;
}

/** The declared variables, or those of the entity it follows: same name, else the same model's with most traffic. */
function environmentOf(entity: WantedEntity, actual: ObservedConfig, before: WantedConfig): Record<string, string> {
  if (entity.environmentDeclared) return entity.environment;
  const share = (name: string) => shareOf(actual.routes, name);
  const [busiest] = actual.entities
    .filter(({ model }) => sameModelName(model, entity.model))
    .sort((left, right) => share(right.name) - share(left.name));
  const source = actual.entities.find(({ name }) => name === entity.name) ?? busiest;
  if (source === undefined) return {};
  const declared = new Set(before.entities.flatMap(({ environment }) => Object.keys(environment)));
  return Object.fromEntries(Object.entries(source.environment).filter(([name]) => !declared.has(name)));
}

interface Former {
  actual: ObservedConfig;
  before: WantedConfig;
  finished: Finished | undefined;
  keep: number;
}

/** Former versions that stay, the newest first, as they are and without traffic. */
function withKept(wanted: Config, { actual, before, finished, keep }: Former): Config {
  const names = new Set(wanted.entities.map(({ name }) => name));
  const share = (entity: Entity) =>
    finished === undefined ? shareOf(actual.routes, entity.name) : (asFinished(finished, entity)?.percentage ?? -1);
  const kept = actual.entities
    .filter(({ name, externalModel, state }) => !names.has(name) && externalModel === undefined && state !== "FAILED")
    .filter((entity) => share(entity) >= 0)
    // The one that clients had last comes first, then the newest.
    .sort((left, right) => share(right) - share(left) || Number(right.version) - Number(left.version))
    .slice(0, Math.max(0, Math.min(keep, mostEntities - wanted.entities.length)))
    .map((entity) => asItIs(entity, before));
  if (kept.length === 0) return wanted;
  const routes: Route[] = kept.map(({ name }) => ({ servedEntity: name, percentage: 0 }));
  return { entities: [...wanted.entities, ...kept], routes: [...wanted.routes, ...routes] };
}

/** An entity that is there, as it can be sent again: with what no answer tells, and without what excludes its size. */
export function asItIs({ state: _, message: __, ...entity }: ObservedEntity, before: Config): Entity {
  const burstScaling = before.entities.find(({ name }) => name === entity.name)?.burstScaling;
  const { minProvisionedConcurrency, maxProvisionedConcurrency, ...rest } = entity;
  const concurrency = entity.workloadSize === undefined ? { minProvisionedConcurrency, maxProvisionedConcurrency } : {};
  return { ...rest, ...concurrency, ...(burstScaling === undefined ? {} : { burstScaling }) };
}
