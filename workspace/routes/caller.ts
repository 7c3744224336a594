import type { Call } from "../http/route.js";

/** Name of who makes a call, as it is kept with what they make. */
export function callerName(call: Call): string {
  return call.caller?.name ?? "";
}
