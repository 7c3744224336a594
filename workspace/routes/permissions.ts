import { invalidParameter } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import type { AccessControl, EndpointRecord } from "../serving/records.js";
import { permissionsInput } from "../serving/requests.js";
import { servicePrincipals } from "./servicePrincipals.js";

/** Who may do what with an endpoint, by its id. */
export const permissionRoutes: readonly Route[] = [
  permissions("GET"),
  permissions("PUT"),
  permissions("PATCH"),
  {
    service: "Permissions",
    method: "GET",
    path: "/api/2.0/permissions/serving-endpoints/{id}/permissionLevels",
    access: "member",
    handle: ({ services, params }) => {
      services.serving.recordById(params.id ?? "");
      return { body: { permission_levels: levels } };
    },
  },
];

const levels = [
  { permission_level: "CAN_MANAGE", description: "Can manage the endpoint" },
  { permission_level: "CAN_QUERY", description: "Can query the endpoint" },
  { permission_level: "CAN_VIEW", description: "Can view the endpoint" },
];

function permissions(method: "GET" | "PUT" | "PATCH"): Route {
  return {
    service: "Permissions",
    method,
    path: "/api/2.0/permissions/serving-endpoints/{id}",
    access: "member",
    differs: "any principal's name is accepted",
    handle: async (call) => {
      const id = call.params.id ?? "";
      const found = call.services.serving.recordById(id);
      if (method !== "GET") {
        const { access_control_list: given } = await parseBody(call, permissionsInput);
        for (const entry of given) {
          if ([entry.user_name, entry.group_name, entry.service_principal_name].filter(Boolean).length !== 1) {
            throw invalidParameter("Each entry needs exactly one of user_name, group_name, service_principal_name.");
          }
        }
        // Of a principal that is named twice, the last level holds.
        const sent = [...new Map(given.map((entry) => [principal(entry), entry])).values()];
        const others = found.permissions.filter((old) => !sent.some((entry) => principal(entry) === principal(old)));
        found.permissions = method === "PUT" ? sent : [...others, ...sent];
        await call.services.serving.save(found);
      }
      return { body: accessControlList(call, found) };
    },
  };
}

function principal(entry: EndpointRecord["permissions"][number]): string {
  return JSON.stringify([entry.user_name, entry.group_name, entry.service_principal_name]);
}

function accessControlList(call: Call, found: EndpointRecord): Record<string, unknown> {
  const direct = found.permissions.map(({ permission_level, ...who }) => ({
    ...who,
    display_name: displayName(call, who),
    all_permissions: [{ permission_level, inherited: false }],
  }));
  const inherited = {
    permission_level: "CAN_MANAGE",
    inherited: true,
    inherited_from_object: ["/serving-endpoints/"],
  };
  return {
    object_id: `/serving-endpoints/${found.id}`,
    object_type: "serving-endpoint",
    access_control_list: [...direct, { group_name: "admins", all_permissions: [inherited] }],
  };
}

function displayName(call: Call, who: Omit<AccessControl, "permission_level">): string | undefined {
  const id = who.service_principal_name;
  return (
    servicePrincipals(call).find(({ applicationId }) => applicationId === id)?.displayName ?? Object.values(who)[0]
  );
}
