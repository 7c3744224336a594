import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { isRecord } from "../paths.js";
import { type KeptAccess as Entry, keptAccess } from "../server/keptAccess.js";
import { accessControlSchema } from "../serving/records.js";
import { servicePrincipals } from "./servicePrincipals.js";

/** A kind of object that has permissions. */
interface Kind {
  /** As the path names it. */
  plural: string;
  /** As answers name it. */
  type: string;
  /** Levels with what they mean. */
  levels: Readonly<Record<string, string>>;
  /** The list of one object. @throws ApiError 404 */
  read(call: Call, id: string): Promise<readonly Entry[]> | readonly Entry[];
  write(call: Call, id: string, list: Entry[]): Promise<void>;
}

const endpoints: Kind = {
  plural: "serving-endpoints",
  type: "serving-endpoint",
  levels: {
    CAN_MANAGE: "Can manage the endpoint",
    CAN_QUERY: "Can query the endpoint",
    CAN_VIEW: "Can view the endpoint",
  },
  read: ({ services }, id) => services.serving.recordById(id).permissions,
  async write({ services }, id, list) {
    const found = services.serving.recordById(id);
    found.permissions = z.array(accessControlSchema).parse(list);
    await services.serving.save(found);
  },
};

const experiments: Kind = {
  plural: "experiments",
  type: "mlflowExperiment",
  levels: {
    CAN_MANAGE: "Can manage the experiment",
    CAN_EDIT: "Can edit the experiment",
    CAN_READ: "Can view the experiment",
  },
  async read(call, id) {
    const owner = await ownerOf(call, id);
    return call.services.permissions.all.get(`experiments/${id}`) ?? owner;
  },
  async write(call, id, list) {
    await call.services.permissions.change((all) => all.set(`experiments/${id}`, list));
  },
};

/** Who may do what with an endpoint, by its id, and with an experiment. Levels of experiments open and close nothing. */
export const permissionRoutes: readonly Route[] = [endpoints, experiments].flatMap((kind) => [
  permissions(kind, "GET"),
  permissions(kind, "PUT"),
  permissions(kind, "PATCH"),
  {
    service: "Permissions",
    method: "GET",
    path: `/api/2.0/permissions/${kind.plural}/{id}/permissionLevels`,
    access: "member" as const,
    handle: async (call: Call) => {
      await kind.read(call, call.params.id ?? "");
      const levels = Object.entries(kind.levels);
      return {
        body: {
          permission_levels: levels.map(([permission_level, description]) => ({ permission_level, description })),
        },
      };
    },
  },
]);

function permissions(kind: Kind, method: "GET" | "PUT" | "PATCH"): Route {
  return {
    service: "Permissions",
    method,
    path: `/api/2.0/permissions/${kind.plural}/{id}`,
    access: "member",
    differs:
      kind === experiments
        ? "any principal's name is accepted; the list opens and closes nothing"
        : "any principal's name is accepted",
    handle: async (call) => {
      const id = call.params.id ?? "";
      const held = await kind.read(call, id);
      if (method === "GET") {
        return { body: accessControlList(call, kind, id, held) };
      }
      const given = await sentList(call, kind);
      // Of a principal that is named twice, the last level holds.
      const sent = [...new Map(given.map((entry) => [principal(entry), entry])).values()];
      const others = held.filter((old) => !sent.some((entry) => principal(entry) === principal(old)));
      const list = method === "PUT" ? sent : [...others, ...sent];
      await kind.write(call, id, list);
      return { body: accessControlList(call, kind, id, list) };
    },
  };
}

async function sentList(call: Call, kind: Kind): Promise<Entry[]> {
  const shape = z.object({ access_control_list: z.array(keptAccess).default([]) });
  const { access_control_list: list } = await parseBody(call, shape);
  for (const entry of list) {
    if ([entry.user_name, entry.group_name, entry.service_principal_name].filter(Boolean).length !== 1) {
      throw invalidParameter("Each entry needs exactly one of user_name, group_name, service_principal_name.");
    }
    if (!Object.hasOwn(kind.levels, entry.permission_level)) {
      throw invalidParameter(`'${entry.permission_level}' is not one of ${Object.keys(kind.levels).join(", ")}.`);
    }
  }
  return list;
}

/** The list that an experiment begins with: who made it manages it. */
async function ownerOf(call: Call, id: string): Promise<Entry[]> {
  const query = { experiment_id: id };
  const { experiment } = await call.services.mlflow.json("GET", "/api/2.0/mlflow/experiments/get", { query });
  const tags = isRecord(experiment) && Array.isArray(experiment.tags) ? experiment.tags.filter(isRecord) : [];
  const owner = tags.find(({ key }) => key === "mlflow.ownerEmail")?.value;
  if (typeof owner !== "string") {
    return [];
  }
  const robot = servicePrincipals(call).some(({ applicationId }) => applicationId === owner);
  return [{ ...(robot ? { service_principal_name: owner } : { user_name: owner }), permission_level: "CAN_MANAGE" }];
}

function principal(entry: Entry): string {
  return JSON.stringify([entry.user_name, entry.group_name, entry.service_principal_name]);
}

function accessControlList(call: Call, kind: Kind, id: string, list: readonly Entry[]): Record<string, unknown> {
  const direct = list.map(({ permission_level, ...who }) => ({
    ...who,
    display_name: displayName(call, who),
    all_permissions: [{ permission_level, inherited: false }],
  }));
  const inherited = {
    permission_level: "CAN_MANAGE",
    inherited: true,
    inherited_from_object: [`/${kind.plural}/`],
  };
  return {
    object_id: `/${kind.plural}/${id}`,
    object_type: kind.type,
    access_control_list: [...direct, { group_name: "admins", all_permissions: [inherited] }],
  };
}

function displayName(call: Call, who: Omit<Entry, "permission_level">): string | undefined {
  const id = who.service_principal_name;
  return (
    servicePrincipals(call).find(({ applicationId }) => applicationId === id)?.displayName ?? Object.values(who)[0]
  );
}
