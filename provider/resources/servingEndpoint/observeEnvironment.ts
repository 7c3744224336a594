import { equal } from "../../lifecycle/equal.js";
import type { Entity, ObservedEntity } from "./entity.js";
import type { ServedEntityInput } from "./entitySchema.js";

type Variables = Record<string, string>;

/** An entity that is there, beside what the program says of it. */
export interface Seen {
  declared: ServedEntityInput;
  /** Whether the program knows nothing of it. */
  added: boolean;
  /** As the declaration and the endpoint's own arguments want it. */
  should: Entity;
  is: ObservedEntity;
}

/** Variables where a program would write them. */
interface Placed {
  /** The endpoint's own; undefined where the program has none and none are needed. */
  shared: Variables | undefined;
  /** Those of each entity; undefined where it has none. */
  own: (Variables | undefined)[];
}

/**
 * The variables of the entities as they are, each where the program declares it: what all entities have from the endpoint
 * stays, or changes, there; what is one entity's own stays its own.
 *
 * @param declared the endpoint's own variables
 */
export function observedEnvironment(declared: Readonly<Variables> | undefined, all: readonly Seen[]): Placed {
  const shared = declared === undefined ? undefined : sharedOf(declared, all);
  return { shared, own: all.map((seen) => ownOf(seen, shared)) };
}

function sharedOf(declared: Readonly<Variables>, all: readonly Seen[]): Variables {
  const shared: Variables = { ...declared };
  const running = all.filter(({ is, added }) => !added && is.externalModel === undefined);
  const names = new Set([...Object.keys(declared), ...running.flatMap(({ is }) => Object.keys(is.environment))]);
  for (const name of names) {
    const heirs = running.filter(({ declared: entity }) => !Object.hasOwn(entity.environment ?? {}, name));
    const values = new Set(heirs.map(({ is }) => is.environment[name]));
    const [value] = values;
    if (heirs.length === 0 || (heirs.length < running.length && !Object.hasOwn(declared, name))) continue;
    // One that an entity lacks cannot be everybody's; the others then have it as their own.
    if (values.has(undefined)) delete shared[name];
    else if (values.size === 1 && value !== undefined) shared[name] = value;
  }
  return shared;
}

function ownOf({ declared, should, is }: Seen, shared: Variables | undefined): Variables | undefined {
  const { environment } = declared;
  // Variables that nobody declares are carried along: they are what they should be.
  const asItShould = environment === undefined && equal(should.environment, is.environment);
  if (asItShould || is.externalModel !== undefined) return environment;
  const own: Variables = { ...environment };
  for (const name of Object.keys(own)) if (is.environment[name] === undefined) delete own[name];
  for (const [name, value] of Object.entries(is.environment)) {
    if ((own[name] ?? shared?.[name]) !== value) own[name] = value;
  }
  return environment === undefined && Object.keys(own).length === 0 ? undefined : own;
}
