import { artifactLocation, copy, listFiles, modelVersionLocation, readText } from "../../artifacts/index.js";
import { isRunModel, loggedModelUri, runModel } from "../../artifacts/loggedModel.js";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { longestWait } from "../../lifecycle/longestWait.js";
import { digestTag, isOurs, marks } from "../../lifecycle/ownership.js";
import { readModelFile } from "../../modelPackage/index.js";
import { versionDependencies } from "../../policy/dependencies.js";
import { policyFromDocuments } from "../../policy/document.js";
import type { Context } from "../../resource.js";
import { waitFor } from "../../wait/index.js";
import * as api from "./api.js";
import type { AgentReference, RegisteredModelInputs } from "./schema.js";

/** Longest wait for a version to become ready, in milliseconds, unless `customTimeouts` allow more. */
const readyWithinMs = 10 * 60_000;

/**
 * The version that holds the agent's content: the one registered before, an unfinished one completed, else a new one.
 */
export async function ensureVersion(
  context: Context,
  workspace: Workspace,
  inputs: RegisteredModelInputs,
): Promise<api.Version> {
  const { agent } = inputs;
  const digest = agent.digest ?? agent.modelId;
  const known = await findByDigest(context, workspace, inputs.name, digest);
  if (known?.status === "READY") {
    context.progress(`this content is version ${known.version} already`);
    return known;
  }
  const version = known ?? (await createOrFind(context, workspace, inputs, digest));
  if (workspace.registry === "unityCatalog" && version.status !== "READY") {
    await copyFiles(context, workspace, agent, inputs.name, version.version);
    await api.finalizeVersion(workspace, inputs.name, version.version);
  }
  return version.status === "READY" ? version : waitUntilReady(context, workspace, inputs.name, version);
}

async function createOrFind(
  context: Context,
  workspace: Workspace,
  inputs: RegisteredModelInputs,
  digest: string,
): Promise<api.Version> {
  const dependencies = await dependenciesOf(workspace, inputs.agent);
  const source = await sourceOf(workspace, inputs.agent.modelId);
  try {
    return await api.createVersion(workspace, {
      name: inputs.name,
      source,
      tags: { ...marks(context.identity), [digestTag]: digest },
      dependencies,
    });
  } catch (error) {
    // The answer was lost, the version may be there: a second one would be a double.
    const lost = isAgentsError(error) && error.code === "unknownOutcome";
    const made = lost ? await findByDigest(context, workspace, inputs.name, digest) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** A registry knows logged models by their id; of a run's model, as MLflow 2 has them, it is told where the files lie. */
async function sourceOf(workspace: Workspace, modelId: string): Promise<api.VersionSource> {
  if (!isRunModel(modelId)) return { source: `models:/${modelId}`, model_id: modelId };
  return { source: await loggedModelUri(workspace, modelId), run_id: runModel(modelId).runId };
}

/**
 * What Unity Catalog records beside the version. It refuses a model without a full signature only after the files are
 * there, so that is looked at before anything is created.
 */
async function dependenciesOf(workspace: Workspace, agent: AgentReference) {
  if (workspace.registry !== "unityCatalog") return [];
  const location = artifactLocation(await loggedModelUri(workspace, agent.modelId));
  const file = readModelFile(await readText(workspace, location, "MLmodel"));
  if (file.signature?.inputs === undefined || file.signature.outputs === undefined) {
    throw new AgentsError(
      "invalidAgent",
      `the logged model ${agent.modelId} has no full signature, which Unity Catalog demands. Give the LoggedAgent a ` +
        "`signature` with inputs and outputs, or an `inputExample` from which they follow.",
      { path: "agent" },
    );
  }
  return versionDependencies(policyFromDocuments(file).systemResources);
}

async function copyFiles(
  context: Context,
  workspace: Workspace,
  agent: AgentReference,
  name: string,
  version: string,
): Promise<void> {
  const from = artifactLocation(await loggedModelUri(workspace, agent.modelId));
  const files = await listFiles(workspace, from);
  await copy(workspace, from, modelVersionLocation(name, version), files, {
    signal: context.signal,
    progress: (done, total) => context.progress(`version ${version}: ${done} of ${total} files`),
  });
}

async function findByDigest(
  context: Context,
  workspace: Workspace,
  name: string,
  digest: string,
): Promise<api.Version | undefined> {
  const same = (await api.searchVersions(workspace, name)).filter(({ tags }) => tags[digestTag] === digest);
  const pending = same.find(({ status, tags }) => status === "PENDING" && isOurs(context.identity, tags));
  return same.find(({ status }) => status === "READY") ?? pending;
}

function waitUntilReady(
  context: Context,
  workspace: Workspace,
  name: string,
  version: api.Version,
): Promise<api.Version> {
  return waitFor({
    what: `version ${version.version} of ${name}`,
    timeoutMs: longestWait(context, readyWithinMs),
    firstDelayMs: 200,
    signal: context.signal,
    progress: (status) => context.progress(status),
    poll: async () => {
      const now = await api.getVersion(workspace, name, version.version);
      if (now?.status === "READY") return { done: true, value: now };
      if (now?.status === "FAILED") {
        const message = `version ${version.version} of "${name}" failed to register: ${now.message || "no reason given"}.`;
        throw new AgentsError("deploymentFailed", message);
      }
      return { done: false, status: `version ${version.version} is ${now?.status ?? "not visible yet"}` };
    },
  });
}
