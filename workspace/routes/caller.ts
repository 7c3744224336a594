import type { Call } from "../http/route.js";

/** Number of who makes a call, as SCIM answers it: the owner, the service principal, then the users of the fixtures. */
export function callerId({ caller, services: { fixtures } }: Call): string {
  if (caller?.kind === "servicePrincipal") {
    return "1002";
  }
  const index = fixtures.users.findIndex(({ name }) => name === caller?.name);
  return String(index === -1 ? 1001 : 1003 + index);
}

/** Name of who makes a call, as it is kept with what they make. */
export function callerName(call: Call): string {
  return call.caller?.name ?? "";
}
