import { z } from "zod";
import { isAgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { catalogKey, spelledAs } from "../../lifecycle/catalogName.js";
import { pathText } from "../../lifecycle/describe.js";
import { lookAtName } from "../../lifecycle/nameClash.js";
import { notThereYet } from "../../lifecycle/notThereYet.js";
import { digestTag } from "../../lifecycle/ownership.js";
import { containsUnknown, isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { rememberedPlan } from "../../modelPackage/rememberedPlans.js";
import { registryOf } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import * as governance from "./governanceApi.js";
import { rememberAliases } from "./movingAliases.js";
import { nameOf, respelled } from "./naming.js";
import { agentSchema, knownDigest, sourceSchema } from "./references.js";
import { signatureAdvice } from "./signature.js";
import { sourceOf } from "./source.js";
import { tagProblems } from "./tagRules.js";

type Recorded = Readonly<Record<string, unknown>>;

/** Derived inputs of a RegisteredModel, and what is wrong with its arguments taken together. */
export async function checkModel(context: Context, validated: Validated, recorded: Recorded) {
  // Without a way to the workspace the transport's own check says so.
  const workspace = await context.workspace().catch(() => undefined);
  const unityCatalog = workspace === undefined ? undefined : workspace.registry === "unityCatalog";
  const { name: given, problems: ofName } = nameOf(validated, context.identity.name, unityCatalog);
  const name = unityCatalog === true ? respelled(given, recorded.name) : given;
  const problems = [...ofName, ...contentProblems(validated), ...registryProblems(workspace, validated)];
  if (unityCatalog === true) problems.push(...signatureProblems(validated));
  const aliases = unityCatalog === true ? aliasesOf(validated, recorded) : { problems: [] };
  problems.push(...aliases.problems);
  const inputs: Record<string, unknown> = {
    ...(name === undefined ? {} : { name }),
    ...(aliases.spelled === undefined ? {} : { aliases: aliases.spelled }),
  };
  if (workspace === undefined || problems.length + validated.problems.length > 0) return { inputs, problems };
  const isNamed = name !== undefined && !isUnknown(name);
  // The call that makes the model tells it in an update, see ensureModel.
  const isNew = Object.keys(recorded).length === 0;
  if (isNew) noteGoverned(context, validated);
  if (isNamed) await lookAround(context, workspace, { ...validated.inputs, name }, recorded);
  const { source, problems: ofSource } = await sourceOf(context, workspace, validated, recorded);
  problems.push(...ofSource);
  const pinned = await pinnedDigest(context, workspace, validated, name, recorded);
  const digest = pinned ?? (source === undefined ? agentDigest(validated) : digestIn(source));
  if (isNamed) rememberAliases(workspace, name, validated.inputs, digest);
  return {
    inputs: { ...inputs, ...(source === undefined ? {} : { source }), ...(digest === undefined ? {} : { digest }) },
    problems,
  };
}

const aliasMap = z.record(z.string(), z.unknown());

/** Aliases under their recorded spelling, and two that Unity Catalog takes for one. */
function aliasesOf(
  validated: Validated,
  recorded: Recorded,
): { spelled?: Record<string, unknown>; problems: Problem[] } {
  const given = aliasMap.safeParse(validated.inputs.aliases).data;
  if (given === undefined || containsUnknown(given)) return { problems: [] };
  const seen = new Map<string, string>();
  const problems = Object.keys(given).flatMap((alias): Problem[] => {
    const other = seen.get(catalogKey(alias));
    seen.set(catalogKey(alias), alias);
    if (other === undefined) return [];
    const message = `Unity Catalog takes it and "${other}" for the same alias: give one of them.`;
    return [{ code: "invalidArgument", path: pathText(["aliases", alias]), message }];
  });
  const before = Object.keys(aliasMap.safeParse(recorded.aliases).data ?? {});
  return { ...(problems.length > 0 ? {} : { spelled: spelledAs(before, given) }), problems };
}

function digestIn(source: unknown): string {
  const parsed = sourceSchema.safeParse(source);
  return parsed.success ? parsed.data.digest : unknownValue;
}

/** The digest of the agent, known in a preview where the logged model is not; unknown where it will have one. */
function agentDigest(validated: Validated): string | undefined {
  const { agent } = validated.inputs;
  const known = knownDigest(agent);
  if (known !== undefined) return known;
  if (containsUnknown(agent)) return unknownValue;
  const parsed = agentSchema.safeParse(agent);
  return parsed.success ? parsed.data.modelId : undefined;
}

function contentProblems(validated: Validated): Problem[] {
  const { agent, from } = validated.inputs;
  if (validated.faulty.has("agent") || validated.faulty.has("from")) return [];
  if (agent !== undefined && from !== undefined) {
    const message = "give either `agent`, to register it, or `from`, to copy a version that exists.";
    return [{ code: "invalidArgument", path: "from", message }];
  }
  if (agent !== undefined || from !== undefined) return [];
  if (governing.some((name) => validated.inputs[name] !== undefined)) return governedProblems(validated);
  const message =
    "it is required, unless `from` names a version to copy, or others make the versions: then say what this program does with " +
    "the model (`aliases`, `grants`, `pinnedVersion` …).";
  return [{ code: "invalidArgument", path: "agent", message }];
}

/** Arguments that say something of a model whose versions others make. */
const governing = ["pinnedVersion", "aliases", "description", "tags", "owner", "grants", "deploymentJobId", "adopt"];

/** A model whose versions others make has no version that is in use by this program, unless it pins one. */
function governedProblems({ inputs }: Validated): Problem[] {
  const problems: Problem[] = [];
  const report = (path: string, message: string) => problems.push({ code: "invalidArgument", path, message });
  if (inputs.keep !== undefined) {
    report("keep", "it deletes versions, and without `agent` or `from` they are others' to keep.");
  }
  if (inputs.pinnedVersion !== undefined) return problems;
  for (const [alias, to] of Object.entries(Object(inputs.aliases ?? {}))) {
    if (to !== "latest") continue;
    const message =
      "`latest` is the version in use, and without `agent`, `from` or `pinnedVersion` there is none: give a version number.";
    report(`aliases.${alias}`, message);
  }
  return problems;
}

/** A forgotten `agent` would be silent otherwise. */
function noteGoverned(context: Context, { inputs }: Validated): void {
  if (inputs.agent !== undefined || inputs.from !== undefined) return;
  context.note(
    "no version is registered: there is neither `agent` nor `from`, so the versions of this model are others' to make.",
  );
}

/** What the registry of the workspace does not have, which the configuration tells without a call. */
function registryProblems(workspace: Workspace | undefined, validated: Validated): Problem[] {
  if (workspace === undefined) return [];
  const { inputs } = validated;
  const problems: Problem[] = [];
  if (workspace.registry === "unityCatalog") {
    // Four marks on a model; three and the digest, and up to five of its origin, on a version.
    if (usable(validated, "tags")) problems.push(...tagProblems("tags", inputs.tags, 4));
    if (usable(validated, "versionTags")) problems.push(...tagProblems("versionTags", inputs.versionTags, 9));
    return problems;
  }
  for (const path of ["owner", "grants", "deploymentJobId"]) {
    if (inputs[path] === undefined) continue;
    problems.push({ code: "invalidArgument", path, message: "only models in Unity Catalog have it." });
  }
  if (workspace.registry === "workspace" && inputs.aliases !== undefined) {
    const message =
      "the legacy workspace registry has no aliases. Use version numbers, or register in Unity Catalog " +
      "(`mlflow-agents:registryUri: databricks-uc`).";
    problems.push({ code: "invalidArgument", path: "aliases", message });
  }
  if (workspace.registry === "workspace" && String(inputs.from ?? "").includes("@")) {
    const message = "the legacy workspace registry has no aliases. Name a version: `models:/<name>/<number>`.";
    problems.push({ code: "invalidArgument", path: "from", message });
  }
  return problems;
}

/** The plan of an agent of the same program says in a preview what Unity Catalog would refuse when all is uploaded. */
function signatureProblems(validated: Validated): Problem[] {
  const digest = validated.inputs.pinnedVersion === undefined ? knownDigest(validated.inputs.agent) : undefined;
  const signature = digest === undefined ? undefined : rememberedPlan(digest);
  if (signature === undefined) return [];
  const parts: unknown = signature.document.signature;
  const given = typeof parts === "object" && parts !== null ? parts : {};
  const full = "inputs" in given && given.inputs !== null && "outputs" in given && given.outputs !== null;
  if (full) return [];
  const message = `the agent has no full signature, which Unity Catalog demands. ${signatureAdvice}`;
  return [{ code: "invalidArgument", path: "agent", message }];
}

/** What a preview can see of the place for a model that is new under its name. */
async function lookAround(context: Context, workspace: Workspace, inputs: Recorded, recorded: Recorded): Promise<void> {
  const name = String(inputs.name);
  if (!context.preview || recorded.name === name) return;
  const registry = registryOf(workspace);
  const look = async () => (await registry.getModel(name))?.tags;
  const looks = [lookAtName(context, `the registered model "${name}"`, inputs, recorded, look)];
  if (workspace.registry === "unityCatalog") looks.push(lookAtSchema(context, workspace, name));
  await Promise.all(looks);
}

/** Only a clear "no" counts: who may not look, or gets no answer, is not told of it. */
async function lookAtSchema(context: Context, workspace: Workspace, name: string): Promise<void> {
  const [catalog = "", schema = ""] = name.split(".");
  try {
    await governance.requireSchema(workspace, `${catalog}.${schema}`);
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "notFound") return;
    const message = `Unity Catalog has no schema "${catalog}.${schema}".`;
    const missing: Problem = { code: "notFound", path: "name", message };
    notThereYet(context, [missing], "the update stops before the model is made");
  }
}

/** A pinned version is looked up when it is pinned, so that a preview says when there is none yet. */
async function pinnedDigest(
  context: Context,
  workspace: Workspace,
  validated: Validated,
  name: string | undefined,
  recorded: Recorded,
): Promise<string | undefined> {
  const { pinnedVersion } = validated.inputs;
  if (pinnedVersion === undefined) return undefined;
  if (isUnknown(pinnedVersion) || name === undefined || isUnknown(name)) return unknownValue;
  const number = String(pinnedVersion);
  if (recorded.pinnedVersion === number && recorded.name === name && typeof recorded.digest === "string") {
    return recorded.digest;
  }
  try {
    const found = await registryOf(workspace).getVersion(name, number);
    if (found !== undefined) return found.tags[digestTag] ?? `version ${number}`;
    const message = `there is no version ${number} of "${name}" to pin.`;
    const missing: Problem = { code: "notFound", path: "pinnedVersion", message };
    if (context.preview) notThereYet(context, [missing], "the update stops before it changes anything");
  } catch {
    // What the server does not tell now, it tells when the version is pinned.
  }
  return `version ${number}`;
}
