import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { claim, staysFor, stillHeld, takenBy, takenWords } from "../../lifecycle/adoption.js";
import { sameCatalogName } from "../../lifecycle/catalogName.js";
import { unlessAbsent } from "../../lifecycle/gone.js";
import { lookAtName } from "../../lifecycle/nameClash.js";
import { containsUnknown, unknownValue } from "../../lifecycle/unknown.js";
import type { Validated } from "../../lifecycle/validate.js";
import { registryOf } from "../../modelRegistry/index.js";
import { type Context, defineResource } from "../../resource.js";
import { goneAfterMs, removeSurely, untilSo } from "../../wait/index.js";
import { takeBack } from "./adopted.js";
import * as api from "./api.js";
import { entityProblems } from "./checkEntities.js";
import { secretProblems } from "./checkSecrets.js";
import { telemetryProblems } from "./checkTelemetry.js";
import { declaresConfig } from "./config.js";
import { derive, servedModel } from "./derive.js";
import { applyEndpoint, ensureEndpoint } from "./ensure.js";
import { withExperimentId } from "./experiment.js";
import { finish } from "./finish.js";
import { finishedOf, runningNow, unfinished } from "./finished.js";
import { declaredScopes, scopeWords } from "./grantedScopes.js";
import { cutOffWords, lookAt } from "./look.js";
import { aliasProblems, observedModelAliases } from "./modelAliases.js";
import { namedProblems, requireNamed } from "./named.js";
import { defaultEndpointName, nameAfterResource } from "./names.js";
import { inputsForGet, observedInputs } from "./observe.js";
import { outputsOf } from "./outputsOf.js";
import { fields, outputs } from "./schema.js";
import { isStopped } from "./states.js";
import { unsetVariables } from "./unsetVariables.js";
import { warnings } from "./warnings.js";

/** An endpoint that serves versions of registered models. */
export const servingEndpoint = defineResource({
  type: "ServingEndpoint",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,
  isMarked: declaresConfig,

  async check(context, validated, recorded) {
    const workspace = await context.workspace().catch(() => undefined);
    const { name, problems: ofName } = endpointName(validated, recorded, context.identity.name);
    const { tracing, problems: ofTracing } = await withExperimentId(
      context,
      workspace,
      validated.inputs.tracing,
      recorded,
    );
    const given: Record<string, unknown> = { ...validated.inputs, name, ...(tracing === undefined ? {} : { tracing }) };
    const derived = derive({ ...validated, inputs: given }, recorded);
    const inputs = { ...given, ...derived };
    const unset = unsetVariables(validated, inputs, recorded);
    for (const warning of [...warnings(validated, inputs, recorded), ...unset.warnings]) context.warn(warning);
    for (const hint of unset.hints) context.note(hint);
    const problems = [
      ...ofName,
      ...entityProblems(validated),
      ...telemetryProblems(validated),
      ...placeProblems(workspace),
      ...ofTracing,
      ...aliasProblems(validated, workspace),
      ...secretProblems(inputs),
      ...(await namedProblems(context, workspace, inputs, recorded)),
    ];
    if (workspace !== undefined && problems.length + validated.problems.length === 0 && declaresConfig(inputs)) {
      const look = async () => (await api.getEndpoint(workspace, String(name)))?.tags;
      await lookAtName(context, `the endpoint "${String(name)}"`, inputs, recorded, look);
    }
    return { inputs: { ...derived, name, invocationsUrl: invocationsUrl(workspace, name) }, problems };
  },

  // How an endpoint stands whose model is somebody else's is nothing to be worked on.
  needsUpdate(state) {
    if (!declaresConfig(state)) return undefined;
    if (state.takenBy !== undefined) return takenWords("the endpoint", state.takenBy);
    if (state.state === "READY") return undefined;
    const why =
      state.state === "UPDATE_FAILED" ? "its last update failed" : `it was ${state.state} when last looked at`;
    return `${why}: this update brings it to what is declared.`;
  },

  look: lookAt,

  // The new endpoint would have the name of the old one.
  deleteBeforeReplace: (old, next) => old.name === next.name,

  async read(context, id, state) {
    const workspace = await context.workspace();
    const endpoint = await api.getEndpoint(workspace, id);
    if (endpoint === undefined) return undefined;
    const url = { invocationsUrl: invocationsUrl(workspace, endpoint.name) };
    if (isStopped(endpoint)) context.warn(stoppedWords(state === undefined || !declaresConfig(state)));
    if (state === undefined) return { inputs: { ...inputsForGet(endpoint), ...url }, outputs: outputsOf(endpoint) };
    if (!declaresConfig(state)) {
      return {
        inputs: { ...(await observedInputs(workspace, endpoint, state)), ...url },
        outputs: outputsOf(endpoint),
      };
    }
    const cutOff = cutOffWords(endpoint, state);
    if (cutOff !== undefined) context.warn(cutOff);
    const taker = takenBy(context, endpoint.tags);
    if (taker !== undefined)
      context.warn(`the endpoint "${id}" was taken over by ${taker}; the next update is refused.`);
    const { aliasVersions, ...aliases } = await observedModelAliases(context, workspace, endpoint, state);
    const declared = await declaredScopes(workspace, endpoint, state.declaredScopes);
    for (const warning of scopeWords(endpoint, declared, state.grantedScopes)) context.warn(warning);
    return {
      inputs: { ...(await observedInputs(workspace, endpoint, state)), ...aliases, ...url },
      outputs: outputsOf(endpoint, {
        ...state,
        // What is accepted as it is seen is finished; what an update of ours was trying never is.
        finished: unfinished(endpoint) === undefined ? undefined : finishedOf(state),
        ...(aliasVersions === undefined ? {} : { aliasVersions }),
        ...(declared === undefined ? {} : { declaredScopes: declared }),
        takenBy: taker,
      }),
    };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const name = inputs.name ?? "";
    await requireNamed(workspace, inputs, {});
    const { endpoint, existed } = await ensureEndpoint(context, workspace, name, inputs);
    context.checkpoint(name, outputsOf(endpoint));
    const scope = {
      context,
      workspace,
      endpoint,
      inputs,
      former: {},
      certain: false,
      finished: undefined,
      learned: {},
    };
    return { id: name, outputs: await finish(scope, await applyEndpoint(scope, !existed), {}) };
  },

  async update(context, id, old, inputs) {
    const workspace = await context.workspace();
    const endpoint = await heldEndpoint(context, workspace, id);
    if (endpoint === undefined) {
      throw new AgentsError("notFound", `the endpoint "${id}" is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`);
    }
    const what = `the endpoint "${id}"`;
    if (declaresConfig(old)) stillHeld(context, what, endpoint.tags, inputs.adopt);
    else if (declaresConfig(inputs)) claim(context, what, endpoint.tags, inputs.adopt);
    await requireNamed(workspace, inputs, old);
    const certain = old.state === "READY" && unfinished(endpoint) === undefined;
    const finished = certain ? runningNow(endpoint) : finishedOf(old);
    context.checkpoint(id, { ...outputsOf(endpoint, { ...old, finished }), state: "UPDATE_FAILED" });
    const scope = { context, workspace, endpoint, inputs, former: old, certain, finished, learned: {} };
    return finish(scope, await applyEndpoint(scope), old);
  },

  async delete(context, id, state) {
    const workspace = await context.workspace();
    if (!declaresConfig(state)) {
      await takeBack(context, workspace, id, state);
      return;
    }
    const endpoint = await heldEndpoint(context, workspace, id);
    if (endpoint !== undefined && staysFor(context, `the endpoint "${id}"`, endpoint.tags)) return;
    await refuseHalfADestroy(context, workspace);
    await removeSurely(context, `the endpoint ${id}`, () => api.deleteEndpoint(workspace, id));
  },
});

/** The endpoint. A first answer that says that somebody else holds it may be from before this stack took it over. */
function heldEndpoint(context: Context, workspace: Workspace, id: string): Promise<api.Endpoint | undefined> {
  const isHeld = ({ tags }: api.Endpoint) => takenBy(context, tags) === undefined;
  return untilSo(context, `the endpoint ${id}`, () => api.getEndpoint(workspace, id), isHeld, goneAfterMs);
}

/** A destroy that would stop at the model, once the endpoint is gone, does not begin. */
async function refuseHalfADestroy({ stopsAt }: Context, workspace: Workspace): Promise<void> {
  if (stopsAt === undefined) return;
  const versions = (await unlessAbsent(registryOf(workspace).searchVersions(stopsAt))) ?? [];
  if (versions.length === 0) return;
  const message =
    `nothing is deleted: this destroy would stop at the registered model "${stopsAt}", which has versions. Set ` +
    "`forceDestroy: true` on the model to delete them with it, or `keepOnDestroy: true` to leave it where it is, and run " +
    "`pulumi up` first. To delete this endpoint alone, use `pulumi destroy --target`.";
  throw new AgentsError("conflict", message);
}

/**
 * The given name, else the one that Databricks' deploy client would choose for the model, else the resource's own. While
 * nothing is known of the model the endpoint keeps the name it has: another one would be its replacement.
 */
function endpointName(
  { inputs }: Validated,
  recorded: Record<string, unknown>,
  logicalName: string,
): { name: unknown; problems: Problem[] } {
  if (inputs.name !== undefined) return { name: inputs.name, problems: [] };
  const first = servedModel(inputs);
  if (first !== undefined) {
    const name = defaultEndpointName(first);
    // The same model with other capitals is no reason for another endpoint.
    const known = typeof recorded.name === "string" && sameCatalogName(recorded.name, name) ? recorded.name : name;
    return { name: known, problems: [] };
  }
  if (containsUnknown([inputs.model, inputs.servedEntities]))
    return { name: recorded.name ?? unknownValue, problems: [] };
  const name = nameAfterResource(logicalName);
  if (name !== "") return { name, problems: [] };
  const message = `give one: nothing of the resource's own name, "${logicalName}", may stand in an endpoint's name.`;
  return { name: undefined, problems: [{ code: "invalidArgument", path: "name", message }] };
}

function stoppedWords(others: boolean): string {
  const next = others ? "" : " The next `pulumi up` starts it by sending its configuration.";
  return `the endpoint is stopped: somebody stopped it on the Serving page, and it answers no requests.${next}`;
}

/** Where questions are posted to; not known while the name, or the way to the workspace, is not. */
function invocationsUrl(workspace: Workspace | undefined, name: unknown): string {
  if (workspace === undefined || typeof name !== "string" || name === unknownValue) return unknownValue;
  return `${workspace.host}/serving-endpoints/${encodeURIComponent(name)}/invocations`;
}

function placeProblems(workspace: Workspace | undefined): Problem[] {
  if (workspace?.kind !== "mlflow") return [];
  const message =
    `${workspace.host} is a plain MLflow server, which has no serving endpoints. ` +
    "Point `mlflow-agents:host` at a Databricks workspace, or at `local`, for this resource.";
  return [{ code: "unsupported", path: "", message }];
}
