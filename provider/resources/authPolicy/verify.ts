import { AgentsError, isAgentsError } from "../../errors.js";
import { isLoopback } from "../../http/hostUrl.js";
import type { Workspace } from "../../http/index.js";
import { limiter } from "../../http/limiter.js";
import { thingInWords } from "../../policy/changes.js";
import type { SystemResource } from "../../policy/schema.js";
import type { Context } from "../../resource.js";
import { lookUp } from "./api.js";

/** What is done about a thing that is not there. */
export type Verify = false | "warn" | "error";

/** How many things are looked up at once. */
const parallel = 8;
/** How long all of it may take, in milliseconds. */
const longestMs = 60_000;

/** What looking things up told. */
interface Verdicts {
  missing: SystemResource[];
  seenOnly: SystemResource[];
  /** In words, each thing with why nothing is known of it; and whether that is an answer, which will be the same tomorrow. */
  untold: { what: string; answered: boolean }[];
}

/**
 * Looks up what a policy names, one read each, before anything is deployed with it.
 *
 * @param verify as the program says; undefined: `error` on Databricks, nothing on the local workspace, which stands in for
 * what it has not got
 * @throws AgentsError `notFound`, `permissionDenied`: all that is missing, or may not be used, at once
 */
export async function verifyThings(
  context: Context,
  resources: readonly SystemResource[],
  verify: Verify | undefined,
): Promise<void> {
  const told = await verdictsOf(context, resources, verify);
  if (told === "nothing") {
    if (verify !== undefined)
      context.note("verify: there is nothing to look up at a plain MLflow server: it hands out no credentials.");
    return;
  }
  if (told === undefined) return;
  const { verdicts, host } = told;
  const isOwn = ({ onBehalfOfUser }: SystemResource) => onBehalfOfUser !== true;
  const missing = verdicts.missing.filter(isOwn);
  const seenOnly = verdicts.seenOnly.filter(isOwn);
  if (verify === "warn") {
    warnOf(context, verdicts, host);
    return;
  }
  // What the caller uses may be hidden from who deploys.
  warnOf(context, { ...verdicts, missing: verdicts.missing.filter((one) => !isOwn(one)), seenOnly: [] }, host);
  const parts = [
    ...(missing.length === 0 ? [] : [`there is no ${listed(missing, ", no ")}`]),
    ...(seenOnly.length === 0 ? [] : [`who deploys may see and not use ${listed(seenOnly)}`]),
  ];
  if (parts.length === 0) return;
  throw new AgentsError(
    missing.length > 0 ? "notFound" : "permissionDenied",
    `at ${host} ${parts.join(", and ")}, and an agent that needs it would fail. Nothing was deployed. Correct the name, make ` +
      'it first (give the resource that makes it instead of its name, and Pulumi waits for it), or say `verify: "warn"`.',
    { path: "systemResources" },
  );
}

/** Looks the same up at a refresh, which warns and never fails by it. */
export async function watchThings(
  context: Context,
  resources: readonly SystemResource[],
  verify: Verify | undefined,
): Promise<void> {
  const told = await verdictsOf(context, resources, verify);
  if (told !== undefined && told !== "nothing") warnOf(context, told.verdicts, told.host);
}

async function verdictsOf(
  context: Context,
  resources: readonly SystemResource[],
  verify: Verify | undefined,
): Promise<{ verdicts: Verdicts; host: string } | "nothing" | undefined> {
  if (verify === false || resources.length === 0) return undefined;
  let workspace: Workspace;
  try {
    workspace = await context.workspace();
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    // A policy alone needs no workspace; whatever is made of it does, and says so.
    context.unseen(`verify: nothing was looked up: ${error.message}`);
    return undefined;
  }
  if (workspace.kind === "mlflow") return "nothing";
  if (verify === undefined && isLoopback(new URL(workspace.host).hostname)) return undefined;
  context.progress(
    `looking up ${resources.length} ${resources.length === 1 ? "thing" : "things"} that the policy names`,
  );
  return { verdicts: await lookAll(workspace, resources, context.signal), host: workspace.host };
}

async function lookAll(
  workspace: Workspace,
  resources: readonly SystemResource[],
  outer: AbortSignal,
): Promise<Verdicts> {
  const verdicts: Verdicts = { missing: [], seenOnly: [], untold: [] };
  const limit = AbortSignal.timeout(longestMs);
  const signal = AbortSignal.any([outer, limit]);
  const few = limiter(parallel);
  const answers = await Promise.all(
    resources.map((resource) =>
      few.run(async () => {
        try {
          const thing = await lookUp(workspace, resource.kind, resource.name, signal);
          if (thing === undefined) return { why: "no public route tells of it", answered: true };
          return thing.seenOnly ? ("seenOnly" as const) : ("there" as const);
        } catch (error) {
          if (!isAgentsError(error)) throw error;
          if (error.code === "cancelled" && !limit.aborted) throw error;
          return error.code === "notFound" ? ("missing" as const) : whyUntold(error, limit.aborted);
        }
      }),
    ),
  );
  for (const [index, resource] of resources.entries()) {
    const answer = answers[index] ?? "there";
    if (answer === "missing" || answer === "seenOnly") verdicts[answer].push(resource);
    else if (answer !== "there")
      verdicts.untold.push({ what: `${thingInWords(resource)} (${answer.why})`, answered: answer.answered });
  }
  return verdicts;
}

/** Why nothing is known of a thing, in few words. */
function whyUntold({ code, message }: AgentsError, late: boolean): { why: string; answered: boolean } {
  if (late && code === "cancelled") return { why: `no answer within ${longestMs / 1000} s`, answered: false };
  switch (code) {
    case "permissionDenied":
      return { why: "who deploys may not read it", answered: true };
    case "unauthenticated":
      return { why: "the workspace refuses the credentials", answered: false };
    case "unsupported":
      return { why: "the workspace does not know the route", answered: true };
    case "badRequest":
      return { why: message, answered: true };
    default:
      return { why: "the workspace did not answer", answered: false };
  }
}

function warnOf(context: Context, { missing, seenOnly, untold }: Verdicts, host: string): void {
  if (missing.length > 0)
    context.warn(`systemResources: who deploys finds no ${listed(missing, ", no ")} at ${host}: a use would fail.`);
  if (seenOnly.length > 0)
    context.warn(`systemResources: who deploys may see and not use ${listed(seenOnly)}, so an agent may be refused.`);
  const words = "verify: whether it exists and may be used is not known of";
  const of = (answered: boolean) => untold.filter((one) => one.answered === answered).map(({ what }) => what);
  if (of(false).length > 0) context.unseen(`${words} ${of(false).join(", ")}.`);
  if (of(true).length > 0) context.note(`${words} ${of(true).join(", ")}.`);
}

function listed(resources: readonly SystemResource[], join = ", "): string {
  return resources.map(thingInWords).join(join);
}
