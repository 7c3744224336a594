import { type FakeCall, missing, Refusal } from "./server.js";

/** Secret scopes and service principals. */
export class FakeDirectory {
  /** Scope to the keys of its secrets. */
  readonly scopes = new Map<string, string[]>();
  /** Scopes that the caller may not look into. */
  readonly forbidden = new Set<string>();
  /** Display name and application id of each service principal. */
  readonly servicePrincipals: [string, string][] = [];

  /** Answers below `/api/2.0/secrets`. */
  secrets(call: FakeCall): unknown {
    const scope = call.query.scope ?? "";
    if (this.forbidden.has(scope)) throw new Refusal(403, "PERMISSION_DENIED", `No READ on scope ${scope}`);
    const keys = this.scopes.get(scope);
    // The code says what is missing; the sentence need not.
    if (keys === undefined) throw missing(scope);
    return { secrets: keys.map((key) => ({ key })) };
  }

  /** Answers to `GET scim/v2/ServicePrincipals`. */
  principals(call: FakeCall): unknown {
    const name = /^displayName eq "(.*)"$/.exec(call.query.filter ?? "")?.[1];
    const found = this.servicePrincipals.filter(([displayName]) => displayName === name);
    return { Resources: found.map(([displayName, applicationId]) => ({ displayName, applicationId })) };
  }
}
