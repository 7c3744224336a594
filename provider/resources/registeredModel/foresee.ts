import { isUnknown } from "../../lifecycle/unknown.js";
import { aliasesAs, aliasTargets } from "../../modelRegistry/aliases.js";
import { registryOf } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { shortDigest } from "./content.js";
import { rememberedVersions } from "./rememberedVersions.js";
import { surplus } from "./retention.js";
import type { RegisteredModelInputs, RegisteredModelOutputs } from "./schema.js";

type State = RegisteredModelInputs & RegisteredModelOutputs;

/** Warns of what an update does beyond its difference: versions that it deletes, and one that it has to make again. */
export async function foresee(context: Context, old: State, next: RegisteredModelInputs): Promise<void> {
  await foreseeVersion(context, old, next);
  await foreseeDeletions(context, old, next);
}

/**
 * A version that somebody deleted took its aliases with it: the difference shows that they move back, and not that there is
 * nothing to move them to. One read, where an alias is missing.
 */
async function foreseeVersion(context: Context, old: State, next: RegisteredModelInputs): Promise<void> {
  const { version, name } = old;
  if (version === undefined || name === undefined || old.digest !== next.digest || next.pinnedVersion !== undefined)
    return;
  const follows = Object.entries(next.aliases ?? {}).filter(([, to]) => to === "latest" || to === version);
  if (follows.every(([alias]) => Object.hasOwn(old.aliasVersions, alias))) return;
  const registry = registryOf(await context.workspace());
  if ((await registry.getVersion(name, version)) !== undefined) return;
  context.warn(goneWords(name, version, "this update registers its content again, as a new version."));
}

async function foreseeDeletions(context: Context, old: State, next: RegisteredModelInputs): Promise<void> {
  const { keep } = next;
  if (keep === undefined || isUnknown(keep)) return;
  const workspace = await context.workspace();
  const registry = registryOf(workspace);
  const name = old.name ?? "";
  const known = Object.entries(rememberedVersions(old.versions)).find(
    ([, digest]) => digest === shortDigest(next.digest ?? ""),
  );
  const inUse = next.pinnedVersion ?? (old.digest === next.digest ? old.version : known?.[0]) ?? "";
  const declared = Object.keys(next.aliases ?? {});
  const actual = aliasesAs(registry, declared, (await registry.getModel(name))?.aliases ?? {});
  const aliases = { ...actual, ...aliasTargets(next.aliases ?? {}, inUse) };
  const { going } = await surplus({ workspace, registry, name, keep: keep.versions, inUse, aliases });
  if (going.length === 0) return;
  const plural = going.length === 1 ? "version" : "versions";
  context.warn(
    `${plural} ${going.join(", ")} of "${name}" will be deleted: \`keep\` leaves ${keep.versions}, and what an alias or ` +
      "a serving endpoint uses.",
  );
}

/**
 * That the version in use was deleted by somebody.
 *
 * @param next what comes of it, as a sentence
 */
export function goneWords(name: string, version: string, next: string): string {
  return `version ${version} of "${name}" is not there: it was deleted outside of this stack. ${next}`;
}
