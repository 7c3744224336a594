import { invalidParameter } from "../errors.js";
import type { Call, Route } from "../http/route.js";

/** A service principal of the workspace. */
interface ServicePrincipal {
  displayName: string;
  applicationId: string;
}

/** The workspace's own service principal, and those of the fixtures. */
export function servicePrincipals({ services }: Call): ServicePrincipal[] {
  const { name, clientId } = services.credentials.servicePrincipal;
  return [{ displayName: name, applicationId: clientId }, ...services.fixtures.servicePrincipals];
}

/** SCIM's list of service principals. */
export const servicePrincipalRoutes: readonly Route[] = [
  {
    service: "Identity",
    method: "GET",
    path: "/api/2.0/preview/scim/v2/ServicePrincipals",
    access: "member",
    differs: 'knows the filters `displayName eq "…"` and `applicationId eq "…"`',
    handle: (call) => {
      const filter = call.query.one("filter");
      const [, field, value] = /^(displayName|applicationId) eq "((?:[^"\\]|\\.)*)"$/i.exec(filter ?? "") ?? [];
      if (filter !== null && value === undefined) {
        throw invalidParameter(`The filter '${filter}' is not supported.`);
      }
      const wanted = value?.replace(/\\(.)/g, "$1");
      const found = servicePrincipals(call).filter(
        (one) =>
          wanted === undefined ||
          (field?.toLowerCase() === "displayname" ? one.displayName : one.applicationId) === wanted,
      );
      // The SDK asks for pages until one is empty.
      const first = Math.max(1, wholeNumber(call, "startIndex", 1));
      const all = found.map((one, index) => ({ ...one, id: String(2001 + index), active: true }));
      const resources = all.slice(first - 1, first - 1 + Math.max(0, wholeNumber(call, "count", 100)));
      return {
        body: {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
          totalResults: all.length,
          startIndex: first,
          itemsPerPage: resources.length,
          Resources: resources,
        },
      };
    },
  },
];

function wholeNumber(call: Call, name: string, otherwise: number): number {
  const value = Number(call.query.one(name) ?? otherwise);
  return Number.isInteger(value) ? value : otherwise;
}
