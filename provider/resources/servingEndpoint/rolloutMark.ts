import { isAgentsError } from "../../errors.js";
import { rolloutTag } from "../../lifecycle/ownership.js";
import type { Endpoint } from "./api.js";
import * as api from "./api.js";
import { unfinished } from "./finished.js";
import { whenIdle } from "./parts.js";
import { resolveConfig } from "./resolveConfig.js";
import type { Scope } from "./scope.js";
import { shareOf } from "./shares.js";

// A run that is killed records nothing: its state says what the run before left. So the endpoint itself carries a mark,
// from before an update's first change of what it runs until the update has come to its end. What was changed by hand
// carries none, and that is the difference between moving traffic back and undoing what somebody did on purpose.

/** Longest value of a tag that every workspace takes. */
const longestValue = 250;
/** Answers after which there is no mark and the update goes on: it would not have failed without. */
const unmarkable = ["permissionDenied", "badRequest", "unsupported"];

/** Marks the endpoint before what it runs is changed. */
export async function begin(scope: Scope): Promise<void> {
  const { workspace, endpoint, context, learned, inputs, former, finished } = scope;
  if (learned.begun) return;
  const { entities, routes } = resolveConfig(inputs, endpoint.active, former, finished);
  const bringing = entities.map(({ name }) => name).filter((name) => shareOf(routes, name) > 0);
  const value = bringing.join(", ").slice(0, longestValue);
  try {
    if (unfinished(endpoint) !== value) {
      await whenIdle(scope, () =>
        api.patchTags(workspace, endpoint.name, { set: { [rolloutTag]: value }, remove: [] }),
      );
    }
    learned.begun = true;
  } catch (error) {
    if (!isAgentsError(error) || !unmarkable.includes(error.code)) throw error;
    context.note(
      `should this update be cut off, the next run cannot tell: the endpoint takes no mark. ${error.message}`,
    );
  }
}

/** Takes the mark away, once everything is as the arguments say. @returns the endpoint without it */
export async function end({ workspace, learned }: Scope, endpoint: Endpoint): Promise<Endpoint> {
  const { [rolloutTag]: mark, ...tags } = endpoint.tags;
  if (mark === undefined && learned.begun !== true) return endpoint;
  await api.patchTags(workspace, endpoint.name, { set: {}, remove: [rolloutTag] });
  return { ...endpoint, tags };
}
