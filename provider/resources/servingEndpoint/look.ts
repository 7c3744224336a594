import { takenBy, takenWords } from "../../lifecycle/adoption.js";
import { equal } from "../../lifecycle/equal.js";
import type { Context, Sight } from "../../resource.js";
import { goneAfterMs, realClock, untilSeen } from "../../wait/index.js";
import * as api from "./api.js";
import { declaresConfig } from "./config.js";
import { finishedOf, runningNow, unfinished } from "./finished.js";
import { observedParts } from "./observe.js";
import { observedConfig } from "./observeConfig.js";
import type { Finished, ServingEndpointInputs, ServingEndpointOutputs } from "./schema.js";
import { isStopped } from "./states.js";

/** State in which an update leaves an endpoint that failed, and said so. */
const failedState = "UPDATE_FAILED";

/** Pause before a second look, in milliseconds. */
const againAfterMs = 2_000;

/**
 * Looks at the endpoint before it is said that nothing is to do: a run that was killed left a state that knows nothing of
 * what it did. One read, and a second one where something is found.
 *
 * An update of this stack that has not come to its end is worked on. What was changed otherwise is told and left: to undo
 * it unasked would move traffic that somebody may have moved for a reason. An endpoint that another stack has taken over is
 * worked on as well: the update says whose it is, and refuses, or takes it back.
 *
 * @param changes whether the arguments differ, so that an update comes in any case
 */
export async function lookAt(
  context: Context,
  id: string,
  old: ServingEndpointInputs & ServingEndpointOutputs,
  changes: boolean,
): Promise<Sight> {
  // What an endpoint runs that declares nothing to run is somebody else's.
  if (!declaresConfig(old)) return { unfinished: false };
  const workspace = await context.workspace();
  const look = () => api.getEndpoint(workspace, id);
  const first = sightOf(context, await look(), id, old, changes);
  if (!first.unfinished && first.words === undefined) return first;
  // An answer may lag behind what a run before has written a moment ago: what is claimed was seen twice.
  await realClock.sleep(againAfterMs, context.signal);
  return sightOf(context, await untilSeen(context, `the endpoint ${id}`, look, goneAfterMs), id, old, changes);
}

function sightOf(
  context: Context,
  endpoint: api.Endpoint | undefined,
  id: string,
  old: ServingEndpointInputs & ServingEndpointOutputs,
  changes: boolean,
): Sight {
  const seen = (words?: string): Sight => ({ unfinished: false, words });
  if (endpoint === undefined) {
    return seen(
      `the endpoint "${id}" is not there. \`pulumi refresh\` takes it out of the state; then \`up\` makes it.`,
    );
  }
  const taker = takenBy(context, endpoint.tags);
  if (taker !== undefined) return { unfinished: true, words: takenWords(`the endpoint "${id}"`, taker) };
  const now = runningNow(endpoint);
  const bringing = unfinished(endpoint);
  if (bringing !== undefined) {
    const told = old.state === failedState;
    return { unfinished: true, words: told ? undefined : cutOff(bringing, now, finishedOf(old), changes) };
  }
  if (old.state !== "READY") return seen();
  const next = changes
    ? "This update sets what the program says."
    : "This run leaves it so; `pulumi refresh` shows it as drift, and the next `up` sets it back.";
  if (isStopped(endpoint)) return seen(`somebody stopped the endpoint: it answers no requests. ${next}`);
  if (Object.keys(observedConfig(endpoint, old)).length === 0) return seen(partWords(endpoint, old, changes, next));
  const [is, was] = [shares(now), shares(finishedOf(old) ?? [])];
  const found = is === was ? "it serves the same versions with other settings" : `now: ${is}; then: ${was}`;
  return seen(
    `the endpoint runs something else than the last update of this stack left there (${found}). It was changed outside of ` +
      `this stack. ${next}`,
  );
}

/** Tags, gateway and their kin, which an update may have changed before it was killed: it marks only what moves traffic. */
function partWords(endpoint: api.Endpoint, old: ServingEndpointInputs, changes: boolean, next: string) {
  // The difference shows what this update does to each.
  if (changes) return undefined;
  const recorded = new Map<string, unknown>(Object.entries(old));
  const found = Object.entries(observedParts(endpoint, old)).filter(([name, is]) => !equal(is, recorded.get(name)));
  if (found.length === 0) return undefined;
  const names = found.map(([name]) => `\`${name}\``).join(", ");
  return `${names}: not as the last update that came through left it. It was changed outside of this stack, or by an update that was cut off. ${next}`;
}

/** What a refresh says of an update that has not come to its end; undefined where there is none. */
export function cutOffWords(endpoint: api.Endpoint, old: ServingEndpointOutputs): string | undefined {
  const bringing = unfinished(endpoint);
  return bringing === undefined ? undefined : cutOff(bringing, runningNow(endpoint), finishedOf(old), false);
}

function cutOff(bringing: string, now: Finished, finished: Finished | undefined, changes: boolean): string {
  const left = finished === undefined ? "" : `; the last update that came through left ${shares(finished)}`;
  // A refresh looks too: it has the recorded arguments and no program.
  const goal = changes
    ? "`pulumi up` brings it to the new arguments"
    : "With the arguments as recorded, `pulumi up` moves it back to that";
  return (
    `an earlier update of this endpoint, to ${bringing}, has not come to its end: it was cut off, or another run is at it. ` +
    `The endpoint serves ${shares(now)}${left}. ${goal}.`
  );
}

/** What clients get, in words and in one order. */
function shares(entities: Finished): string {
  const serving = entities
    .filter(({ percentage }) => percentage > 0)
    .sort((left, right) => right.percentage - left.percentage || (left.name < right.name ? -1 : 1))
    .map(({ name, model, version, percentage }) => {
      const what = model === "" ? name : `version ${version} of ${model}`;
      return `${what} at ${percentage} %`;
    });
  return serving.length === 0 ? "nothing" : serving.join(", ");
}
