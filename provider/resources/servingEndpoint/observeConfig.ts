import { sameModelName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import type { Observed } from "../../resource.js";
import type { Endpoint } from "./api.js";
import { declaresConfig, wantedConfig } from "./config.js";
import { type Config, isFoundation, type ObservedConfig, type ObservedEntity, settings } from "./entity.js";
import type { ServedEntityInput } from "./entitySchema.js";
import { echoedExternal, withHiddenEntries } from "./externalModel.js";
import { unfinished } from "./finished.js";
import { observedEnvironment, type Seen } from "./observeEnvironment.js";
import { resolveConfig } from "./resolveConfig.js";
import { runs, sameEntity, sameRoutes } from "./sameConfig.js";
import type { fields, ServingEndpointInputs } from "./schema.js";
import { shareOf } from "./shares.js";

type Inputs = Observed<typeof fields>;

/**
 * What the endpoint runs, as far as it is not what the program declares: each difference is written where the program says
 * it, or would say it, and nothing else is. So a refresh shows what somebody changed, and not what nobody declared.
 */
export function observedConfig(endpoint: Endpoint, recorded: ServingEndpointInputs): Inputs {
  const { active } = endpoint;
  if (active === undefined || !declaresConfig(recorded)) return {};
  // What an update of ours was trying when it was cut off is not what the arguments became.
  if (unfinished(endpoint) !== undefined) return {};
  const wanted = resolveConfig(recorded, active, recorded);
  if (runs(active, wanted)) return {};
  return recorded.servedEntities === undefined
    ? observedModel(active, wanted, recorded)
    : observedEntities(active, wanted, recorded, recorded.servedEntities);
}

/** Of a program that declares one version. */
function observedModel(active: ObservedConfig, wanted: Config, recorded: ServingEndpointInputs): Inputs {
  const [should] = wanted.entities;
  const [is, ...others] = active.entities.filter(({ name }) => shareOf(active.routes, name) > 0);
  const idle = active.entities.filter((entity) => entity !== is);
  // Versions without traffic are what `keep` leaves.
  const keepable = idle.every(({ externalModel, state }) => externalModel === undefined && state !== "FAILED");
  if (should === undefined || is === undefined || is.externalModel !== undefined || others.length > 0 || !keepable) {
    return { model: undefined, ...asList(active, recorded) };
  }
  const { name: _, ...changed } = changes({ declared: {}, added: false, should, is });
  const environment = recorded.environment === undefined || equal(is.environment, should.environment);
  return {
    ...changed,
    ...(environment ? {} : { environment: is.environment }),
    ...(idle.length > (recorded.keep ?? 0) ? { keep: idle.length } : {}),
  };
}

/** What can only be said as a list of entities with shares. */
function asList(active: ObservedConfig, recorded: ServingEndpointInputs): Inputs {
  return {
    ...listed(
      active.entities.map((is) => undeclared(is, recorded)),
      recorded,
    ),
    traffic: routesOf(active, []),
  };
}

/** Of a program that declares a list. */
function observedEntities(
  active: ObservedConfig,
  wanted: Config,
  recorded: ServingEndpointInputs,
  declaredEntities: readonly ServedEntityInput[],
): Inputs {
  const seen = declaredEntities.flatMap((declared, index): Seen[] => {
    const should = wanted.entities[index];
    const is = active.entities.find(({ name }) => name === should?.name);
    return should === undefined || is === undefined ? [] : [{ declared, added: false, should, is }];
  });
  const known = new Set(wanted.entities.map(({ name }) => name));
  const added = active.entities.filter(({ name }) => !known.has(name)).map((is) => undeclared(is, recorded));
  const moved = !sameRoutes(active.routes, wanted.routes);
  // Without `traffic` the last one has it all: what was added stands before it.
  const all = recorded.traffic === undefined && !moved ? [...added, ...seen] : [...seen, ...added];
  const { environment, servedEntities } = listed(all, recorded);
  return {
    ...(equal(servedEntities, declaredEntities) ? {} : { servedEntities }),
    ...(equal(environment, recorded.environment) ? {} : { environment }),
    ...(moved ? { traffic: routesOf(active, recorded.traffic ?? []) } : {}),
  };
}

/** An entity of which the program says nothing, with what has to be said of it. */
function undeclared(is: ObservedEntity, recorded: ServingEndpointInputs): Seen {
  const { name, model: modelName, version, externalModel } = is;
  const declared: ServedEntityInput =
    externalModel === undefined ? { name, model: { name: modelName, version } } : { name, externalModel };
  const { model: _, ...others } = recorded;
  const [should = is] = wantedConfig({ ...others, servedEntities: [declared] }).entities;
  return { declared, added: true, should, is };
}

function listed(all: readonly Seen[], recorded: ServingEndpointInputs): Pick<Inputs, "environment" | "servedEntities"> {
  const { shared, own } = observedEnvironment(recorded.environment, all);
  const servedEntities = all.map((seen, index): ServedEntityInput => {
    const { environment: _, ...rest } = seen.declared;
    const environment = own[index];
    return { ...rest, ...changes(seen), ...(environment === undefined ? {} : { environment }) };
  });
  return { ...(shared === undefined ? {} : { environment: shared }), servedEntities };
}

/** What is otherwise than it should be, but for the environment. */
function changes({ declared, should, is }: Seen): ServedEntityInput {
  if (sameEntity(is, { ...should, environment: is.environment }, undefined)) return {};
  const { externalModel } = is;
  if (externalModel !== undefined) {
    const known = should.externalModel;
    if (known !== undefined && equal(echoedExternal(known), echoedExternal(externalModel))) return {};
    return { model: undefined, externalModel: withHiddenEntries(externalModel, known) };
  }
  const differing = settings.filter(
    ({ key, echoed, unsaid }) => echoed && should[key] !== undefined && (is[key] ?? unsaid) !== should[key],
  );
  // Where it is sized in another way, that way is what has to be said.
  const otherwise = differing.some(({ key, sizing }) => sizing !== undefined && is[key] === undefined);
  const sizes = settings.filter(({ key, sizing }) => otherwise && sizing !== undefined && is[key] !== undefined);
  const sameOne = sameModelName(is.model, should.model) && is.version === should.version;
  return {
    ...(declared.externalModel === undefined ? {} : { externalModel: undefined }),
    ...(sameOne ? {} : { model: { name: is.model, version: is.version } }),
    ...Object.fromEntries(differing.map(({ key, unsaid }) => [key, is[key] ?? unsaid])),
    ...Object.fromEntries(sizes.map(({ key }) => [key, is[key]])),
    ...(is.scaleToZero === should.scaleToZero || isFoundation(should) ? {} : { scaleToZero: is.scaleToZero }),
  };
}

/** The shares as they are: those that the program declares in its order, then whoever else has some. */
function routesOf(active: ObservedConfig, declared: Config["routes"]): Config["routes"] {
  const named = new Set(declared.map(({ servedEntity }) => servedEntity));
  const there = declared.filter(({ servedEntity }) => active.entities.some(({ name }) => name === servedEntity));
  return [
    ...there.map(({ servedEntity }) => ({ servedEntity, percentage: shareOf(active.routes, servedEntity) })),
    ...active.routes.filter(({ servedEntity, percentage }) => percentage > 0 && !named.has(servedEntity)),
  ];
}
