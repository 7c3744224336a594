import { z } from "zod";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import type { Tag } from "../registry/entities.js";

const service = "Unity Catalog models";
const base = "/api/2.1/unity-catalog";

const tag = z.object({ key: z.string(), value: z.string().default("") });
const body = z.object({
  changes: z.object({ add_tags: z.array(tag).optional(), remove: z.array(z.string()).optional() }),
});

/** Tags of models and versions in Unity Catalog's own dialect. Models are of the securable type *function*. */
export const unityCatalogTagRoutes: readonly Route[] = [
  route("securable-tags/FUNCTION/{model}", async (call, add, remove) => {
    const name = call.params.model ?? "";
    await call.services.models.getModel(name);
    for (const each of add) await call.services.models.setModelTag(name, each);
    for (const key of remove) await call.services.models.deleteModelTag(name, key);
  }),
  route("subentity-tags/FUNCTION/{model}/{version}", async (call, add, remove) => {
    const [name, version] = [call.params.model ?? "", call.params.version ?? ""];
    await call.services.models.getVersion(name, version);
    for (const each of add) await call.services.models.setVersionTag(name, version, each);
    for (const key of remove) await call.services.models.deleteVersionTag(name, version, key);
  }),
];

function route(
  path: string,
  change: (call: Call, add: readonly Tag[], remove: readonly string[]) => Promise<void>,
): Route {
  return {
    service,
    method: "PATCH",
    path: `${base}/${path}`,
    access: "member",
    handle: async (call) => {
      const { changes } = await parseBody(call, body);
      await change(call, changes.add_tags ?? [], changes.remove ?? []);
      return {};
    },
  };
}
