import { takenBy, takenWords } from "../../lifecycle/adoption.js";
import { isOurs } from "../../lifecycle/ownership.js";
import { aliasesAs } from "../../modelRegistry/aliases.js";
import { type Model, type Registry, registryOf } from "../../modelRegistry/index.js";
import type { Context, Sight } from "../../resource.js";
import { goneAfterMs, untilSo } from "../../wait/index.js";
import { goneWords } from "./foresee.js";
import { rememberedVersions } from "./rememberedVersions.js";
import type { RegisteredModelInputs, RegisteredModelOutputs } from "./schema.js";

type State = RegisteredModelInputs & RegisteredModelOutputs;

/**
 * Looks at the aliases before it is said that nothing is to do: a run that was killed after it moved one left a state that
 * knows nothing of it. One read, and a few more where something is found.
 *
 * An alias on a version that this resource made, and the state does not know, was moved by a run that was cut off: that is
 * worked on. One that was moved otherwise is reported and left. A model that another stack has taken over is worked on as well:
 * the update says whose it is, and refuses, or takes it back.
 *
 * @param changes whether the arguments differ, so that an update comes in any case
 */
export async function lookAt(context: Context, id: string, old: State, changes: boolean): Promise<Sight> {
  const recorded = Object.keys(old.aliasVersions);
  if (changes || old.status !== "READY" || recorded.length === 0) return { unfinished: false };
  const registry = registryOf(await context.workspace());
  const asRecorded = (model: Model) =>
    takenBy(context, model.tags) === undefined && movedAliases(registry, model, old).length === 0;
  const model = await untilSo(context, `the model ${id}`, () => registry.getModel(id), asRecorded, goneAfterMs);
  if (model === undefined) {
    const words = `the registered model "${id}" is not there. \`pulumi refresh\` takes it out of the state; then \`up\` makes it.`;
    return { unfinished: false, words };
  }
  const taker = takenBy(context, model.tags);
  if (taker !== undefined) return { unfinished: true, words: takenWords(`the registered model "${id}"`, taker) };
  const moved = movedAliases(registry, model, old);
  if (moved.length === 0) return { unfinished: false };
  const list = moved.map(({ alias, is, was }) => `${alias} is on ${is ?? "no version"}, not on ${was}`).join("; ");
  for (const { is } of moved) {
    if (is !== undefined && (await isUnrecorded(context, registry, id, old, is))) {
      const words =
        `an earlier update of this model was cut off after it moved aliases (${list}). With the arguments as recorded, ` +
        "`pulumi up` moves them back.";
      return { unfinished: true, words };
    }
  }
  const lost = moved.find(({ is, was }) => is === undefined && was === old.version);
  if (lost !== undefined && (await registry.getVersion(id, lost.was)) === undefined) {
    const next =
      "This run leaves it so; `pulumi refresh` shows it as drift, and the next `up` registers its content again.";
    return { unfinished: false, words: goneWords(id, lost.was, next) };
  }
  const words =
    `aliases were moved outside of this stack (${list}). This run leaves them so; \`pulumi refresh\` shows it as drift, ` +
    "and the next `up` sets them back.";
  return { unfinished: false, words };
}

function movedAliases(registry: Registry, model: Model, { aliasVersions }: State) {
  const actual = aliasesAs(registry, Object.keys(aliasVersions), model.aliases);
  return Object.entries(aliasVersions)
    .map(([alias, was]) => ({ alias, was, is: actual[alias] }))
    .filter(({ is, was }) => is !== was);
}

/** Whether a version was made by this resource in a run that the state knows nothing of. */
async function isUnrecorded(context: Context, registry: Registry, name: string, old: State, version: string) {
  if (version === old.version || Object.hasOwn(rememberedVersions(old.versions), version)) return false;
  const found = await registry.getVersion(name, version);
  return found !== undefined && isOurs(context.identity, found.tags);
}
