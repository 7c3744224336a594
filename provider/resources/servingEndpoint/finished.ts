import { sameModelName } from "../../lifecycle/catalogName.js";
import { rolloutTag } from "../../lifecycle/ownership.js";
import type { Endpoint } from "./api.js";
import type { Finished, ServingEndpointOutputs } from "./schema.js";
import { shareOf } from "./shares.js";

/** What an update that has not come to its end was bringing; undefined where there is none. */
export function unfinished({ tags }: Endpoint): string | undefined {
  return tags[rolloutTag];
}

/** What the last update left that came through, by the state; undefined where the state does not know. */
export function finishedOf({ finished, state, served }: Partial<ServingEndpointOutputs>): Finished | undefined {
  if (finished !== undefined || state !== "READY" || served === undefined) return finished;
  return served.map(({ name, model, version, percentage = 0 }) => ({ name, model, version, percentage }));
}

/** What runs now, as an update that begins now finds it. */
export function runningNow({ active }: Endpoint): Finished {
  return (active?.entities ?? []).map(({ name, model, version }) => ({
    name,
    model,
    version,
    percentage: shareOf(active?.routes ?? [], name),
  }));
}

/** An entity as the last update left it that came through; undefined where it left none such, or nobody knows. */
export function asFinished(
  finished: Finished | undefined,
  { name, model, version }: { name: string; model: string; version: string },
): Finished[number] | undefined {
  return finished?.find((each) => each.name === name && sameModelName(each.model, model) && each.version === version);
}
