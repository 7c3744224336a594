import { scrub } from "../../lifecycle/scrub.js";
import type { Resource } from "../../resource.js";
import { hidden, splitHidden } from "../hidden.js";

type Values = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
type AnyResource = Resource<any, any>;

/** Recorded state in today's shape, without hidden keys. */
export function stateOf(resource: AnyResource, values: Values): Values {
  const { visible, hidden: rest } = splitHidden(values);
  const version = Number(rest[hidden.stateVersion] ?? resource.stateVersion);
  return version < resource.stateVersion ? (resource.migrate?.(visible, version) ?? visible) : visible;
}

/** What of a state the program gave. */
export function inputsOf(resource: AnyResource, state: Values): Values {
  return Object.fromEntries(Object.entries(state).filter(([name]) => Object.hasOwn(resource.fields, name)));
}

/** What of a state the workspace gave. */
export function outputsOf(resource: AnyResource, state: Values): Values {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !Object.hasOwn(resource.fields, name)));
}

/** State: the inputs, echoed because `diff` is shown outputs only, then the outputs. */
export function recorded(resource: AnyResource, inputs: Values, outputs: Values, rest: Values): Values {
  const { [hidden.evidence]: _, ...kept } = rest;
  return scrub({ ...inputs, ...outputs, ...kept, [hidden.stateVersion]: resource.stateVersion }) as Values;
}
