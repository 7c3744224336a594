import { z } from "zod";
import { isAgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { notThereYet } from "../../lifecycle/notThereYet.js";
import { isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import type { Context } from "../../resource.js";
import { findExperiment } from "./agentsApi.js";

const makeIt =
  "Where a LoggedAgent of this program makes it, give the LoggedAgent in place of the path; else make it first, or give the " +
  "id of one that is there.";

const named = z.object({ experiment: z.string().optional() });
const recordedTracing = z.object({
  tracing: z.object({ experiment: z.string() }),
  environment: z.object({ MLFLOW_EXPERIMENT_ID: z.string() }),
});

/** `tracing` with the id of its experiment. */
export interface FoundExperiment {
  /** As given, with the id in place of a path. */
  tracing: unknown;
  problems: Problem[];
}

/**
 * `tracing` with its experiment's id: a path is looked up on each run, so that an experiment that was made anew is found.
 * Where the workspace does not answer, the id of the run before counts. Without an id there is nothing to deploy with, so
 * that is an error; in a preview the id is not known yet, because the program may make the experiment.
 *
 * @param tracing the argument, which may hold values that are not known yet
 * @param recorded inputs of the run before
 */
export async function withExperimentId(
  context: Context,
  workspace: Workspace | undefined,
  tracing: unknown,
  recorded: Record<string, unknown>,
): Promise<FoundExperiment> {
  const path = named.safeParse(tracing).data?.experiment;
  if (path === undefined || isUnknown(path) || !path.startsWith("/") || workspace?.kind !== "databricks") {
    return { tracing, problems: [] };
  }
  const found = await lookedUp(workspace, path);
  const before = recordedTracing.safeParse(recorded).data;
  const known = before?.tracing.experiment === path ? before.environment.MLFLOW_EXPERIMENT_ID : undefined;
  const id = found.answered ? found.id : known;
  if (id !== undefined) return { tracing: { ...Object(tracing), experiment: id }, problems: [] };
  const missing: Problem = { code: "notFound", path: "tracing.experiment", message: found.why };
  if (context.preview) {
    notThereYet(context, [missing], "the update stops before the endpoint is touched");
    return { tracing: { ...Object(tracing), experiment: unknownValue }, problems: [] };
  }
  const { experiment: _, ...rest } = Object(tracing);
  const message = `${found.why} ${found.answered ? makeIt : "Its id needs no looking up."}`;
  return { tracing: rest, problems: [{ ...missing, message }] };
}

interface LookedUp {
  answered: boolean;
  id: string | undefined;
  /** Why there is no id. */
  why: string;
}

async function lookedUp(workspace: Workspace, path: string): Promise<LookedUp> {
  try {
    const experiment = await findExperiment(workspace, path);
    if (experiment?.deleted === false) return { answered: true, id: experiment.id, why: "" };
    const why =
      experiment === undefined
        ? `there is no experiment "${path}" in the workspace.`
        : `the experiment "${path}" is deleted.`;
    return { answered: true, id: undefined, why };
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    const why = `the experiment "${path}" could not be looked up: ${error.message}`;
    return { answered: false, id: undefined, why };
  }
}
