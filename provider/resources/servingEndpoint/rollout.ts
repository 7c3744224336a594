import { AgentsError, isAgentsError } from "../../errors.js";
import { realClock } from "../../wait/index.js";
import type { Endpoint } from "./api.js";
import type { Config, Entity } from "./entity.js";
import { passGate } from "./gate.js";
import { goodOf, isWayBack } from "./good.js";
import { needsSending, stillServes, waitUntilServing } from "./ready.js";
import { waitForRequests } from "./requestCount.js";
import { resolveConfig } from "./resolveConfig.js";
import { nothingToSend, sameEntity, sameRoutes } from "./sameConfig.js";
import type { Scope } from "./scope.js";
import { sendConfig } from "./sendConfig.js";
import { blend, shareOf } from "./shares.js";
import { smokeTest } from "./smokeTest.js";
import { explained, takenBack, withWords } from "./takenBack.js";

/** Pause between two steps, unless the program says another one, in seconds. */
const defaultPauseSeconds = 60;
/** Longest time between two lines of status, in milliseconds. */
const statusEveryMs = 2_000;

/**
 * Rolls out with a look before each step: the new version comes up beside the old one, without traffic; it is asked; the
 * gate agrees; then the traffic moves, at once or in steps. Where anything of that fails, all traffic is on the old version,
 * and the error says why. Run again, it goes on from what it finds.
 *
 * @param endpoint that no update is running on
 * @returns the endpoint as it serves then
 * @throws AgentsError `deploymentFailed`
 */
export async function rollOut(scope: Scope, endpoint: Endpoint): Promise<Endpoint> {
  const { inputs, former, finished } = scope;
  const { active } = endpoint;
  const target = resolveConfig(inputs, active, former, finished);
  if (active !== undefined && isWayBack(scope, active, target)) return goBack(scope, endpoint, target);
  const newcomers = target.entities.filter(
    (entity) => shareOf(target.routes, entity.name) > 0 && isNewcomer(entity, endpoint, target),
  );
  const names = new Set(newcomers.map(({ name }) => name));
  const good = active === undefined ? undefined : goodOf(scope, active, names);
  if (good === undefined || newcomers.length === 0) return withoutSteps(scope, endpoint, target, newcomers);
  try {
    return await inSteps(scope, endpoint, { good, target, newcomers });
  } catch (error) {
    // Nothing is moved any more once the run has to stop: the mark tells the next one.
    if (!isAgentsError(error) || error.code === "cancelled" || scope.context.signal.aborted) throw error;
    throw await takenBack(scope, error, good, newcomers).catch((failure: unknown) => {
      const reason = failure instanceof Error ? failure.message : String(failure);
      return withWords(error, `The traffic could not be moved back: ${reason}`);
    });
  }
}

/** Everything as the last update left it that came through, at once. */
async function goBack(scope: Scope, endpoint: Endpoint, target: Config): Promise<Endpoint> {
  const moved = !sameRoutes(endpoint.active?.routes ?? [], target.routes);
  if (moved) scope.context.progress("the traffic goes back to what the last update left that came through");
  const serving = await put(scope, endpoint, target);
  if (moved) {
    scope.context.note(
      `an update that had not come to its end is taken back: ${stillServes(serving)} It served before that update, so ` +
        "neither its questions nor its gate were asked again.",
    );
  }
  return serving;
}

/** Whether an entity has not got yet what it is to get: it is new, or still on its way. */
function isNewcomer(entity: Entity, { active }: Endpoint, target: Config): boolean {
  const is = active?.entities.find(({ name }) => name === entity.name);
  if (active === undefined || is === undefined || !sameEntity(is, entity, undefined)) return true;
  return shareOf(active.routes, entity.name) < shareOf(target.routes, entity.name) && !hasServed(active.routes, target);
}

/** Whether clients already get what they are to get, in other shares: then only the shares change, and nothing is new. */
function hasServed(routes: Config["routes"], target: Config): boolean {
  const outside = routes.some(
    ({ servedEntity, percentage }) => percentage > 0 && shareOf(target.routes, servedEntity) === 0,
  );
  return (
    !outside && target.entities.every(({ name }) => shareOf(target.routes, name) === 0 || shareOf(routes, name) > 0)
  );
}

/** The first deployment, and one in which nothing new stands beside something old. */
async function withoutSteps(
  scope: Scope,
  endpoint: Endpoint,
  target: Config,
  newcomers: readonly Entity[],
): Promise<Endpoint> {
  const serving = await put(scope, endpoint, target);
  // After a run that failed, what serves may be what failed its questions.
  const asked = newcomers.length > 0 || scope.certain ? newcomers : target.entities;
  for (const { name } of asked.filter((entity) => shareOf(target.routes, entity.name) > 0)) {
    try {
      await smokeTest(scope, serving, name);
      await passGate(scope, { endpoint: endpoint.name, entity: name, share: shareOf(target.routes, name) });
    } catch (error) {
      throw await explained(scope, error, name, target, "It serves already: no other version could take its place.");
    }
  }
  return serving;
}

interface Plan {
  /** What serves now: the way back. */
  good: Config;
  /** What is to serve in the end. */
  target: Config;
  /** Entities that are to get traffic and have not got it yet. */
  newcomers: readonly Entity[];
}

async function inSteps(scope: Scope, endpoint: Endpoint, { good, target, newcomers }: Plan): Promise<Endpoint> {
  const { context, inputs } = scope;
  const { rollout = "immediate" } = inputs;
  const routes = endpoint.active?.routes ?? [];
  const begin = newcomers.reduce((sum, { name }) => sum + shareOf(routes, name), 0);
  const goal = newcomers.reduce((sum, { name }) => sum + shareOf(target.routes, name), 0);
  const reached = goal === 0 ? 0 : (begin * 100) / goal;
  const beside = union(good, target);
  // What is neither good nor wanted serves no client while another version is built, which may take many minutes.
  const ours = (name: string) => [...good.entities, ...newcomers].some((each) => each.name === name);
  const astray = routes.some(({ servedEntity, percentage }) => percentage > 0 && !ours(servedEntity));
  const begun = astray ? await put(scope, endpoint, good) : endpoint;
  let serving = await put(scope, begun, { entities: beside, routes: blend(good.routes, target.routes, reached) });
  for (const { name } of newcomers) await smokeTest(scope, serving, name);
  const steps = (rollout === "immediate" ? [100] : rollout.canary).filter((share) => share > reached);
  const [first] = newcomers;
  for (const [index, share] of steps.entries()) {
    await passGate(scope, { endpoint: endpoint.name, entity: first?.name ?? "", share });
    const last = share === 100;
    context.progress(`${share} % of the traffic moves to ${newcomers.map(({ name }) => name).join(", ")}`);
    const config = last ? target : { entities: beside, routes: blend(good.routes, target.routes, share) };
    serving = await put(scope, serving, config);
    if (!last && rollout !== "immediate") await pause(scope, rollout, first?.name ?? "", share, index);
  }
  return serving;
}

/** What serves now and what is to serve, side by side; former versions that are kept come with the target at the end. */
function union(good: Config, target: Config): Entity[] {
  const wanted = target.entities.filter(({ name }) => shareOf(target.routes, name) > 0);
  const names = new Set(wanted.map(({ name }) => name));
  return [...good.entities.filter(({ name }) => !names.has(name)), ...wanted];
}

async function pause(
  scope: Scope,
  rollout: { pauseSeconds?: number | undefined; requests?: number | undefined },
  entity: string,
  share: number,
  step: number,
): Promise<void> {
  const { context } = scope;
  if (rollout.requests !== undefined) await waitForRequests(scope, entity, rollout.requests);
  const seconds = rollout.pauseSeconds ?? (rollout.requests === undefined ? defaultPauseSeconds : 0);
  const end = realClock.now() + seconds * 1_000;
  for (let left = seconds * 1_000; left > 0; left = end - realClock.now()) {
    context.progress(`${entity} has ${share} % (step ${step + 1}), ${Math.ceil(left / 1_000)} s to the next`);
    await realClock.sleep(Math.min(left, statusEveryMs), context.signal).catch(() => {
      throw new AgentsError("cancelled", `the rollout was cancelled at ${share} %; the next run goes on from there.`);
    });
  }
}

/** Sends a configuration, unless it is there, and waits until it serves. */
async function put(scope: Scope, endpoint: Endpoint, config: Config): Promise<Endpoint> {
  const { context, workspace, former } = scope;
  const { active, update, name } = endpoint;
  const before = scope.certain ? resolveConfig(former, active, former, scope.finished) : undefined;
  if (needsSending(endpoint) || active === undefined || !nothingToSend(active, config, before)) {
    // A first deployment that is on its way was sent by the creation.
    if (active !== undefined || update !== "IN_PROGRESS") {
      await sendConfig(scope, config);
    }
  }
  return waitUntilServing(context, workspace, name, config);
}
