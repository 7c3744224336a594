import { type EnvironmentRead, isSetBy, rememberFacts } from "../../agentCode/codeFacts.js";
import { isRunModel } from "../../artifacts/loggedModel.js";
import type { Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import { containsUnknown, isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { isTraced } from "../../modelPackage/traced.js";
import { type Context, defineResource } from "../../resource.js";
import { environmentReads } from "../../uses/index.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import { declaredOf, policyNews, tooNew } from "./declared.js";
import {
  agentId,
  applyTags,
  type Ensured,
  ensureExperiment,
  ensureModel,
  newestOf,
  outputsOf,
  planned,
  type Work,
  wantedTags,
} from "./ensure.js";
import { judged } from "./judged.js";
import { lookAhead } from "./lookAhead.js";
import { storeOf } from "./protocol.js";
import { defaultMlflowVersion, newerThanServer, otherThanPinned, serverRelease } from "./release.js";
import { allModelsOf, foreseen, isRegistered, modelsOf, moveUse, release, tidy } from "./retention.js";
import { fields, type LoggedAgentInputs, type LoggedAgentOutputs, outputs } from "./schema.js";
import { planForServer } from "./source.js";
import type { LoggedModel } from "./store.js";
import { modeOf, tryAgent } from "./tryAgent.js";
import { leavesWith } from "./whose.js";

/** Arguments that are not part of the agent's content. */
const aside = [
  "name",
  "experiment",
  "tags",
  "keepOnDestroy",
  "retain",
  "shared",
  "validate",
  "warningsAsErrors",
  "allow",
  "files",
  "digest",
];
/** Arguments that are. */
const content = Object.keys(fields).filter((name) => !aside.includes(name));

/** An agent, logged as an MLflow model from code. Each change of its content logs a new, immutable model. */
export const loggedAgent = defineResource({
  type: "LoggedAgent",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,
  isMarked: () => true,

  async check(context, validated, recorded) {
    const { identity } = context;
    const defaults = {
      name: validated.inputs.name ?? identity.name,
      experiment: validated.inputs.experiment ?? `/Shared/${identity.project}-${identity.stack}`,
    };
    const problems = [...nameProblems(validated, identity.name), ...bothPolicies(validated)];
    // Nothing is recorded where the agent is new: it is logged next, unless this is a preview.
    const isNew = Object.keys(recorded).length === 0 && problems.length + validated.problems.length === 0;
    const { name, experiment } = defaults;
    if (isNew && usable(validated, "name", "experiment") && typeof name === "string" && typeof experiment === "string")
      void lookAhead(context.workspace(), experiment, name);
    const { derived, found, plan } = await contentOf(context, validated);
    problems.push(...found);
    const news = usable(validated, "resources", "authPolicy") ? policyNews(recorded, validated.inputs) : "";
    if (news !== "") context.note(`the agent ${news}, in a new version.`);
    // What cannot be logged is not tried, nor what is not known completely.
    const ready = plan !== undefined && problems.length + validated.problems.length === 0;
    if (ready && usable(validated, "validate"))
      problems.push(...(await tryAgent(context, validated.inputs, plan, recorded)));
    else if (problems.length + validated.problems.length === 0) sayNotTried(context, validated);
    return { inputs: { ...defaults, ...derived }, problems };
  },

  needsUpdate({ status, leftover = [] }) {
    if (status !== "READY") return `an earlier run did not log the agent to its end (status ${status}): this one does.`;
    if (leftover.length === 0) return undefined;
    return `an earlier run could not delete ${leftover.join(", ")}: this one tries again.`;
  },

  async foresee(context, state, inputs) {
    const going = await foreseen(await workOf(context, state), state, inputs);
    if (going.length === 0) return;
    const kept = `\`retain\` keeps ${inputs.retain?.versions} of them, and what is registered`;
    context.warn(`these earlier models are deleted once the update is through (${kept}): ${going.join(", ")}`);
  },

  async read(context, id, state) {
    const workspace = await context.workspace();
    const model = state === undefined ? await findForGet(workspace, id) : await recordedModel(context, state);
    if (model === undefined) return undefined;
    const tags = userTags(model.tags);
    const inputs: Partial<LoggedAgentInputs> =
      state === undefined
        ? { name: model.name }
        : state.tags === undefined
          ? {}
          : { tags: declaredOnly(state.tags, tags) };
    return { inputs, outputs: { ...outputsOf(model), leftover: state?.leftover } };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const name = inputs.name ?? context.identity.name;
    const [plan, { experimentId, newest }] = await Promise.all([
      planned(inputs),
      ensureExperiment(context, workspace, inputs.experiment ?? "", name),
    ]);
    const work = await workOf(context, { name, experimentId });
    const { model, known } = await ensureModel(work, inputs, plan, newest);
    const id = agentId(work);
    context.checkpoint(id, { ...outputsOf(model), status: "PENDING" });
    await applyTags(work, model, wantedTags(context, inputs), {});
    return { id, outputs: { ...outputsOf(model), ...left(await tidy(work, model, known, undefined)) } };
  },

  async update(context, id, old, inputs) {
    const work = await workOf(context, old);
    const same = old.digest === inputs.digest && old.shared === inputs.shared && old.status === "READY";
    const read = () => work.store.get(old.modelId);
    const kept = same ? await untilSeen(context, old.modelId, read, goneAfterMs) : undefined;
    const { model, known } = kept === undefined ? await logAnew(work, inputs) : { model: kept, known: [] };
    context.checkpoint(id, outputsOf(model));
    await applyTags(work, model, wantedTags(context, inputs), old.tags ?? {});
    if (context.identity.formerUrn !== undefined && inputs.shared === true) await moveUse(work);
    const whole = inputs.retain !== undefined || (old.leftover ?? []).length > 0;
    const models = whole ? await modelsOf(work) : known;
    return { ...outputsOf(model), ...left(await tidy(work, model, models, inputs.retain?.versions)) };
  },

  async delete(context, _id, state) {
    if (state.keepOnDestroy === true) {
      context.note(`the logged model ${state.modelId} stays, with those before it, because of \`keepOnDestroy\`.`);
      return;
    }
    const work = await workOf(context, state);
    const models = await allModelsOf(work, state.modelId);
    for (const model of models.filter((each) => leavesWith(context.identity, each))) {
      if (work.workspace.registry === "mlflow" && (await isRegistered(work, model))) {
        context.warn(`${model.modelId} is the source of a registered model version and is kept.`);
        continue;
      }
      const users = await release(work, model);
      if (users.length > 0) context.warn(`${model.modelId} is used by ${users.join(", ")} as well and is kept.`);
    }
  },
});

type Known = { name?: string | undefined; experimentId: string; modelId?: string };

/** A lineage stays with the protocol it began with: the models of one are found, and deleted, by one protocol. */
async function workOf(context: Context, { name, experimentId, modelId }: Known): Promise<Work> {
  const workspace = await context.workspace();
  const store = await storeOf(workspace, modelId);
  return { context, workspace, store, experimentId, name: name ?? context.identity.name };
}

async function logAnew(work: Work, inputs: LoggedAgentInputs): Promise<Ensured> {
  const [plan, newest] = await Promise.all([planned(inputs), newestOf(work)]);
  return ensureModel(work, inputs, plan, newest);
}

function left(leftover: string[]): { leftover?: string[] } {
  return leftover.length > 0 ? { leftover } : {};
}

/** Digest and files, as far as they can be told, and what is wrong with the agent's folder. */
async function contentOf(context: Context, validated: Validated) {
  const inputs = validated.inputs as Partial<LoggedAgentInputs>;
  if (!usable(validated, "code") || inputs.code === undefined) {
    return { derived: { files: unknownValue, digest: unknownValue }, found: [], plan: undefined };
  }
  // A part that is not known yet, or at fault, must not hide what is wrong with the others.
  const policies = ["resources", "authPolicy"];
  const contested = bothPolicies(validated).length > 0;
  const isReadable = (name: string) =>
    policies.includes(name)
      ? usable(validated, name) && !contested
      : !validated.faulty.has(name) && !isUnknown(validated.inputs[name]);
  const readable = Object.fromEntries(content.filter(isReadable).map((name) => [name, validated.inputs[name]]));
  // The files are read while the server says what it is.
  const telling = serverRelease(context);
  const source = { ...(readable as LoggedAgentInputs), code: inputs.code };
  const [read, server] = await Promise.all([planForServer(source, telling), telling]);
  const { plan, release } = read;
  const unsettled = new Set(content.filter((name) => !usable(validated, name)));
  const policy = await declaredOf(context, validated);
  const allow = usable(validated, "allow") ? inputs.allow : undefined;
  const configKnown = readable.modelConfig !== undefined || !unsettled.has("modelConfig");
  const { warningsAsErrors } = inputs;
  const found = judged(context, read, { warningsAsErrors, allow }, { unsettled, policy, configKnown });
  if (policy !== undefined && plan !== undefined)
    found.push(...tooNew(policy, release, unsettled.has("requirements") ? [] : plan.requirements));
  const complete = usable(validated, ...content);
  // An endpoint that serves it is checked later in this run, and sets the variables that the code reads.
  if (complete && plan !== undefined && read.reading !== undefined)
    rememberFacts(plan.digest, {
      reads: declaredAside(environmentReads(read.reading), inputs.environmentVariables),
      traced: isTraced(plan.interface, read.reading),
    });
  const derived: Record<string, unknown> = {
    files: plan?.files ?? unknownValue,
    digest: complete && plan !== undefined ? plan.digest : unknownValue,
  };
  if (plan !== undefined && usable(validated, "interface")) derived.interface = plan.interface;
  if (usable(validated, "mlflowVersion")) {
    // Written down only where it is not the usual one, so that a newer package changes no state by this.
    if (release !== defaultMlflowVersion) derived.mlflowVersion = release;
    const requirements = unsettled.has("requirements") ? [] : (plan?.requirements ?? []);
    for (const mismatch of [newerThanServer(release, server), otherThanPinned(inputs.mlflowVersion, requirements)]) {
      if (mismatch !== undefined) context.warn(mismatch);
    }
  }
  return { derived, found, plan: complete ? plan : undefined };
}

/** What is read and nobody says that something else sets it. */
function declaredAside(reads: readonly EnvironmentRead[], declared: readonly string[] | undefined): EnvironmentRead[] {
  return reads.filter((read) => !isSetBy(read, declared ?? []));
}

/** What `validate` asked for and a preview cannot do yet: nobody may take its silence for a success. */
function sayNotTried(context: Context, { inputs }: Validated): void {
  const open = ["validate", ...content].filter((name) => containsUnknown(inputs[name]));
  if (open.length === 0 || modeOf(inputs.validate) === "static") return;
  const are = open.length === 1 ? "is" : "are";
  context.note(`validate: the agent is not tried in this preview: ${open.join(", ")} ${are} not known yet.`);
}

function nameProblems(validated: Validated, logicalName: string): Problem[] {
  if (validated.inputs.name !== undefined || !usable(validated, "name")) return [];
  if (fields.name.schema.safeParse(logicalName).success) return [];
  const message = `the resource's name is used, and it holds a character that MLflow refuses (/ : . % " '). Give a name.`;
  return [{ code: "invalidArgument", path: "name", message }];
}

function bothPolicies(validated: Validated): Problem[] {
  if (validated.inputs.resources === undefined || validated.inputs.authPolicy === undefined) return [];
  const message =
    "MLflow takes either `resources` or `authPolicy`. Move the resources into the policy's systemResources.";
  return [{ code: "invalidArgument", path: "resources", message }];
}

/** The model of the state. One that was complete never becomes unfinished again: such an answer lags behind. */
async function recordedModel(context: Context, { modelId, status }: LoggedAgentOutputs) {
  const store = await storeOf(await context.workspace(), modelId);
  const model = await store.get(modelId);
  if (model?.pending !== true || status !== "READY") return model;
  const complete = async () => {
    const now = await store.get(modelId);
    return now?.pending === false ? now : undefined;
  };
  return (await untilSeen(context, modelId, complete, goneAfterMs)) ?? model;
}

async function findForGet(workspace: Workspace, id: string): Promise<LoggedModel | undefined> {
  // The id of a model is told from `<experiment id>/<name>` by its form: an experiment's id is a number.
  if (id.startsWith("m-") || isRunModel(id)) return (await storeOf(workspace, id)).get(id);
  const [experimentId = "", ...name] = id.split("/");
  // A model's name holds no quote, so nothing can leave the filter.
  const query = { experimentId, name: name.join("/").replaceAll("'", "") };
  const { models } = await (await storeOf(workspace)).search(query);
  return models.find(({ ready }) => ready);
}
