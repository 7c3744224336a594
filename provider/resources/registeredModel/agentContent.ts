import { artifactLocation, copy, listFiles, readText, upload } from "../../artifacts/index.js";
import { isRunModel, loggedModelFacts, loggedModelUri, runModel } from "../../artifacts/loggedModel.js";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { packageFiles } from "../../modelPackage/packageFiles.js";
import { rememberedPlan } from "../../modelPackage/rememberedPlans.js";
import type { PackageFile } from "../../modelPackage/types.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, whileNotFound } from "../../wait/index.js";
import type { Content } from "./content.js";
import type { AgentReference } from "./references.js";
import { dependenciesOf } from "./signature.js";

/**
 * A logged agent. Where this process has planned it, as it has when the LoggedAgent stands in the same program, the files
 * come from disk and are those that were logged, byte for byte; else they are copied from the logged model.
 */
export function agentContent(context: Context, workspace: Workspace, agent: AgentReference): Content {
  const { modelId } = agent;
  const ofRun = isRunModel(modelId) ? runModel(modelId) : undefined;
  const what = `the logged model ${modelId}`;
  const location = once(() => existing(context, workspace, modelId, () => loggedModelUri(workspace, modelId)));
  const planned = once(() => existing(context, workspace, modelId, () => plannedFiles(workspace, agent)));

  return {
    digest: agent.digest ?? modelId,
    modelId: ofRun === undefined ? modelId : undefined,
    runId: ofRun?.runId,
    history: {},
    async source() {
      if (ofRun === undefined) return `models:/${modelId}`;
      // A plain registry takes no `runs:/…`: the Python client sends what that stands for.
      return workspace.registry === "unityCatalog" ? `runs:/${modelId}` : location();
    },
    async requireSource() {
      await location();
    },
    async dependencies() {
      const files = await planned();
      const model = files?.find(({ path }) => path === "MLmodel");
      const text =
        model === undefined
          ? await readText(workspace, artifactLocation(await location()), "MLmodel")
          : await textOf(model);
      return dependenciesOf(text, what);
    },
    async write(context, to, progress) {
      const options = { signal: context.signal, progress };
      const files = await planned();
      if (files !== undefined && (await fromDisk(upload(workspace, to, files, options)))) return;
      const from = artifactLocation(await location());
      return copy(workspace, from, to, await listFiles(workspace, from), options);
    },
  };
}

/**
 * What is told of the logged model, which may have been logged moments ago.
 *
 * @throws AgentsError `notFound` with the way out
 */
async function existing<T>(context: Context, workspace: Workspace, modelId: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await whileNotFound(context, `the logged model ${modelId}`, ask, goneAfterMs);
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "notFound") throw error;
    const message =
      `there is no logged model ${modelId} in the workspace ${workspace.host}. It was deleted, or logged in another ` +
      "workspace, where it stays. Log the agent in this one, with a LoggedAgent of the same `workspace`; or register it " +
      "where it was logged, and copy that version with `from`.";
    throw new AgentsError("notFound", message, { path: "agent", cause: error });
  }
}

/** The files from disk, with the ids and the time that were logged. */
async function plannedFiles(workspace: Workspace, agent: AgentReference): Promise<PackageFile[] | undefined> {
  const plan = agent.digest === undefined || isRunModel(agent.modelId) ? undefined : rememberedPlan(agent.digest);
  if (plan === undefined) return undefined;
  const { artifactUri, createdAt } = await loggedModelFacts(workspace, agent.modelId);
  return packageFiles(plan, { modelId: agent.modelId, artifactPath: artifactUri, time: new Date(createdAt) });
}

async function textOf(file: PackageFile): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of file.open()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** @returns false where a file on disk is not the one that was planned any more: the logged model still has it */
async function fromDisk(sent: Promise<void>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (isAgentsError(error) && error.code === "fileRefused") return false;
    throw error;
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
