import { sameModelName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import { type Config, type Entity, isFoundation, type Route, settings } from "./entity.js";
import { echoedExternal } from "./externalModel.js";

/**
 * Whether an endpoint runs what is wanted, as far as its answers tell: order does not count, nor what a server fills in
 * where the program says nothing.
 */
export function runs(actual: Config, wanted: Config): boolean {
  return compare(actual, wanted, (is, should) => sameEntity(is, should, undefined));
}

/**
 * Whether there is nothing to send: like `runs`, and what no answer tells is as the program had it before, and what it
 * had declared and declares no longer is gone.
 *
 * @param former what the program asked for before; undefined where it is not known to have taken effect
 */
export function nothingToSend(actual: Config, wanted: Config, former: Config | undefined): boolean {
  return compare(actual, wanted, (is, should) => {
    const before = former?.entities.find(({ name }) => name === should.name);
    return sameEntity(is, should, before) && sameUnseen(should, before);
  });
}

function compare(actual: Config, wanted: Config, same: (is: Entity, should: Entity) => boolean): boolean {
  if (actual.entities.length !== wanted.entities.length || !sameRoutes(actual.routes, wanted.routes)) return false;
  return wanted.entities.every((should) => {
    const is = actual.entities.find(({ name }) => name === should.name);
    return is !== undefined && same(is, should);
  });
}

/** What of a configuration is otherwise than it was wanted, in words and without values of variables. */
export function differenceText(actual: Config, wanted: Config): string {
  const [is, should] = [actual, wanted].map(({ entities }) => entities.map(({ name }) => name).sort());
  if (!equal(is, should)) return `it runs ${is?.join(", ") || "nothing"}, not ${should?.join(", ")}`;
  const other = wanted.entities.find((each) => {
    const found = actual.entities.find(({ name }) => name === each.name);
    return found === undefined || !sameEntity(found, each, undefined);
  });
  if (other === undefined) return "it gives them other shares of the requests";
  const found = actual.entities.find(({ name }) => name === other.name);
  if (found === undefined) return `there is no ${other.name}`;
  if (found.version !== other.version || !sameModelName(found.model, other.model)) {
    return `${other.name} is version ${found.version} of ${found.model}, not version ${other.version} of ${other.model}`;
  }
  const named = settings.filter(
    ({ key, echoed, unsaid }) => echoed && other[key] !== undefined && (found[key] ?? unsaid) !== other[key],
  );
  const [first] = named;
  if (first !== undefined) return `${first.key} of ${other.name} is ${found[first.key]}, not ${other[first.key]}`;
  if (found.scaleToZero !== other.scaleToZero) return `scaleToZero of ${other.name} is ${found.scaleToZero}`;
  const what = other.externalModel === undefined ? "other environment variables" : "another external model";
  return `${other.name} has ${what}`;
}

/** A share of nothing, and no share, are the same. */
export function sameRoutes(left: readonly Route[], right: readonly Route[]): boolean {
  return equal(shares(left), shares(right));
}

function shares(routes: readonly Route[]): Record<string, number> {
  return Object.fromEntries(
    routes.filter(({ percentage }) => percentage > 0).map(({ servedEntity, percentage }) => [servedEntity, percentage]),
  );
}

/** Whether an entity is as it should be, as far as an answer tells. */
export function sameEntity(is: Entity, should: Entity, before: Entity | undefined): boolean {
  if (should.externalModel !== undefined || is.externalModel !== undefined) {
    return (
      should.externalModel !== undefined &&
      is.externalModel !== undefined &&
      equal(echoedExternal(is.externalModel), echoedExternal(should.externalModel))
    );
  }
  if (!sameModelName(is.model, should.model) || is.version !== should.version) return false;
  if (is.scaleToZero !== should.scaleToZero && !isFoundation(should)) return false;
  if (!equal(is.environment, should.environment)) return false;
  return settings.every(({ key, echoed, unsaid }) => {
    if (!echoed) return true;
    if (should[key] === undefined) return before?.[key] === undefined || is[key] === undefined;
    return (is[key] ?? unsaid) === should[key];
  });
}

/** Whether what no answer tells is as it was. */
function sameUnseen(should: Entity, before: Entity | undefined): boolean {
  if (should.externalModel !== undefined) {
    // Without a state to look into, keys in plain text may be others than those that are there.
    const hidden = !equal(echoedExternal(should.externalModel), { config: {}, ...should.externalModel });
    return before === undefined ? !hidden : equal(should.externalModel, before.externalModel);
  }
  if (isFoundation(should) && before !== undefined && before.scaleToZero !== should.scaleToZero) return false;
  return settings.every(({ key, echoed }) => echoed || should[key] === before?.[key]);
}
