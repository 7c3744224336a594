import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { makeItFirst } from "../../lifecycle/notThereYet.js";
import { type Aliases, aliasesAs, aliasTargets, applyAliases } from "../../modelRegistry/aliases.js";
import type { Registry } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import { agentContent } from "./agentContent.js";
import { type Content, shortDigest } from "./content.js";
import { ensureVersion } from "./ensureVersion.js";
import { promotedContent } from "./promotedContent.js";
import { newestFirst, rememberedVersions, versionList } from "./rememberedVersions.js";
import type { RegisteredModelInputs, RegisteredModelOutputs } from "./schema.js";

/** What the state recorded before. */
export type Old = (RegisteredModelInputs & RegisteredModelOutputs) | undefined;

/** What {@link bringIntoUse} works on. */
export interface Work {
  context: Context;
  workspace: Workspace;
  registry: Registry;
  /** Full name of the model. */
  name: string;
  inputs: RegisteredModelInputs;
  old: Old;
  /** Whether the model was made just now. */
  fresh: boolean;
  /** Whether the model was somebody else's before this run. */
  adopted: boolean;
  /** Aliases of the model before the update, under the server's names; undefined where they were not looked at. */
  actual?: Aliases;
}

/** Where a version is looked for. */
type Place = Pick<Work, "context" | "registry" | "name">;

/** How many versions the state remembers: Pulumi's state stays small. */
const mostRemembered = 20;

/**
 * The version that is declared, then the aliases: an alias moves only when its version is ready. A version that the state
 * remembers is not looked for: that it is there shows when an alias is set to it, or it is asked for.
 */
export async function bringIntoUse(work: Work): Promise<RegisteredModelOutputs> {
  const { context, name, old } = work;
  const unfinished = { aliasVersions: {}, ...remembered(old), ...adoption(work) };
  context.checkpoint(name, { ...unfinished, status: "PENDING" });
  const wanted = await wantedVersion(work);
  if (wanted === undefined) return governed(work);
  const first = await settle(work, wanted);
  if (first !== undefined) return first;
  // The remembered version is gone: somebody deleted it.
  const again = await settle(work, await registered(work, {}));
  if (again !== undefined) return again;
  throw new AgentsError("conflict", `the version of "${name}" that was registered just now is gone.`);
}

/** A version to use. */
interface Wanted {
  version: string;
  /** Whether it is not proved to exist. */
  unproved: boolean;
  /** Whether its content is at hand, so that it is registered anew where somebody deleted it. */
  replaceable: boolean;
  versions: Record<string, string>;
}

/** @returns undefined where others make the versions, and none of them is pinned */
async function wantedVersion(work: Work): Promise<Wanted | undefined> {
  const { inputs, old } = work;
  const versions = rememberedVersions(old?.versions);
  const { pinnedVersion } = inputs;
  if (pinnedVersion !== undefined) {
    const settled = old?.status === "READY" && old.version === pinnedVersion;
    if (!settled && old !== undefined) await requireVersion(work, pinnedVersion, "pinnedVersion");
    return { version: pinnedVersion, unproved: false, replaceable: false, versions };
  }
  if (inputs.agent === undefined && inputs.source === undefined) return undefined;
  if (
    old?.status === "READY" &&
    old.pinnedVersion === undefined &&
    sameContent(old, inputs) &&
    old.version !== undefined
  ) {
    return { version: old.version, unproved: false, replaceable: true, versions };
  }
  const digest = inputs.source?.digest ?? inputs.agent?.digest ?? inputs.agent?.modelId ?? "";
  const known = newestFirst(versions).find((version) => versions[version] === shortDigest(digest));
  if (known === undefined) return registered(work, versions);
  return { version: known, unproved: true, replaceable: true, versions };
}

/**
 * Makes sure that the versions are there that others are to have made. A run that makes or takes over the model asks before
 * it does that.
 *
 * @throws AgentsError `notFound`
 */
export async function requireVersions(where: Place, inputs: RegisteredModelInputs): Promise<void> {
  const { pinnedVersion, agent, from, aliases = {} } = inputs;
  if (pinnedVersion !== undefined) await requireVersion(where, pinnedVersion, "pinnedVersion");
  if (agent !== undefined || from !== undefined) return;
  for (const [alias, to] of Object.entries(aliases)) {
    if (to !== "latest" && to !== pinnedVersion) await requireVersion(where, to, `aliases.${alias}`);
  }
}

async function requireVersion(where: Place, version: string, path: string): Promise<void> {
  if (await isReady(where, version)) return;
  const message = `there is no version ${version} of "${where.name}" that is ready. ${makeItFirst}`;
  throw new AgentsError("notFound", message, { path });
}

async function registered(work: Work, versions: Record<string, string>): Promise<Wanted> {
  const content = await contentOf(work);
  const { version, existing } = await ensureVersion({ ...work, content });
  const kept = newestFirst(versions).filter((each) => existing === undefined || existing.includes(each));
  const remembered = Object.fromEntries(kept.map((each) => [each, versions[each] ?? ""]));
  const used = { ...remembered, [version]: shortDigest(content.digest) };
  return { version, unproved: false, replaceable: false, versions: used };
}

function contentOf({ context, workspace, registry, inputs }: Work): Content | Promise<Content> {
  if (inputs.source !== undefined) return promotedContent(context, workspace, registry, inputs.source);
  if (inputs.agent !== undefined) return agentContent(context, workspace, inputs.agent);
  throw new AgentsError("internal", "a RegisteredModel has neither an agent nor a source.");
}

/** @returns undefined when the version turns out to be gone */
async function settle(work: Work, wanted: Wanted): Promise<RegisteredModelOutputs | undefined> {
  const { context, registry, name, inputs, old } = work;
  const { version } = wanted;
  const done = {
    version,
    modelUri: `models:/${name}/${version}`,
    versions: versionList(newestOf(wanted.versions, version)),
    aliasVersions: {},
    ...adoption(work),
  };
  const targets = aliasTargets(inputs.aliases ?? {}, version);
  const believed = believedAliases(work);
  const proof = Object.entries(targets).some(([alias, to]) => to === version && believed[alias] !== to);
  if (wanted.unproved && !proof && !(await isReady(work, version))) return undefined;
  // A version that is only believed to be there is nothing to go on from.
  if (!wanted.unproved) context.checkpoint(name, { ...done, status: "PENDING" });
  const missing = await applyAliases({ watch: context, registry, name, targets, believed, former: old?.aliases ?? {} });
  if (missing === undefined) return { ...done, aliasVersions: targets, status: "READY" };
  if (wanted.replaceable && missing.version === version) return undefined;
  throw noVersion(name, missing);
}

/** The aliases of a model whose versions others make. */
async function governed(work: Work): Promise<RegisteredModelOutputs> {
  const { context, registry, name, inputs, old } = work;
  const targets = { ...inputs.aliases };
  const believed = believedAliases(work);
  const missing = await applyAliases({ watch: context, registry, name, targets, believed, former: old?.aliases ?? {} });
  if (missing !== undefined) throw noVersion(name, missing);
  return { aliasVersions: targets, status: "READY", ...adoption(work) };
}

function noVersion(name: string, { alias, version }: { alias: string; version: string }): AgentsError {
  const message = `there is no version ${version} of "${name}" for the alias to point to.`;
  return new AgentsError("invalidArgument", message, { path: `aliases.${alias}` });
}

/** Once somebody else's model, always somebody else's model. */
function adoption({ adopted, old }: Work): Pick<RegisteredModelOutputs, "adopted"> {
  return adopted || old?.adopted === true ? { adopted: true } : {};
}

/** Whether a version that the program or the state names is there and ready: a first "not found" is not believed. */
async function isReady({ context, registry, name }: Place, version: string): Promise<boolean> {
  const look = async () => ((await registry.getVersion(name, version))?.status === "READY" ? true : undefined);
  return (await untilSeen(context, `version ${version} of ${name}`, look, goneAfterMs)) ?? false;
}

/** What the state and the model both say: after a run that failed, or was cut off, half way nothing else is believed. */
function believedAliases({ registry, old, actual = {} }: Work): Aliases {
  const recorded = old?.status === "READY" ? old.aliasVersions : {};
  const found = aliasesAs(registry, Object.keys(recorded), actual);
  return Object.fromEntries(Object.entries(recorded).filter(([alias, to]) => found[alias] === to));
}

function sameContent(old: RegisteredModelInputs, next: RegisteredModelInputs): boolean {
  if (old.source !== undefined || next.source !== undefined) {
    return old.source?.digest !== undefined && old.source.digest === next.source?.digest;
  }
  const [left, right] = [old.agent, next.agent];
  if (left === undefined || right === undefined) return false;
  return left.digest === undefined ? left.modelId === right.modelId : left.digest === right.digest;
}

function remembered(old: Old): Partial<RegisteredModelOutputs> {
  if (old === undefined) return {};
  const { version, modelUri, aliasVersions, versions } = old;
  return {
    ...(version === undefined ? {} : { version }),
    ...(modelUri === undefined ? {} : { modelUri }),
    aliasVersions,
    ...(versions === undefined ? {} : { versions: versionList(rememberedVersions(versions)) }),
  };
}

/** The newest ones, and the one in use. */
function newestOf(versions: Record<string, string>, inUse: string): Record<string, string> {
  const order = newestFirst(versions);
  const kept = order.filter((version, index) => index < mostRemembered || version === inUse);
  return Object.fromEntries(kept.map((version) => [version, versions[version] ?? ""]));
}
