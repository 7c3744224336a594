import type { FakeRegistry } from "./registry.js";
import type { FakeCall } from "./server.js";

type Wire = Record<string, unknown>;

/** Unity Catalog's own model routes over the stand-in's registry: other paths and other names for the same things. */
export function nativeModels(call: FakeCall, path: readonly string[], registry: FakeRegistry): unknown {
  const [name = "", part, number, verb] = path;
  const { method, body } = call;
  if (method === "POST" && name === "") return created(body, registry);
  if (method === "POST" && name === "versions") return versionCreated(body, registry);
  if (part === "aliases") return alias(call, name, number ?? "", registry);
  if (part === "versions") return versions(call, name, number, verb, registry);
  if (method === "DELETE") return registry.legacy({ method, path: ["registered-models", "delete"], body: { name } });
  if (method === "PATCH") registry.change(name, body);
  return modelWire(name, registry, call.query.include_aliases === "true");
}

function created(body: Wire, registry: FakeRegistry): unknown {
  const name = `${body.catalog_name}.${body.schema_name}.${body.name}`;
  const { comment: description, tags, deployment_job_id } = body;
  registry.legacy({
    method: "POST",
    path: ["registered-models", "create"],
    body: { name, description, tags, deployment_job_id },
  });
  return modelWire(name, registry, false);
}

function versionCreated(body: Wire, registry: FakeRegistry): unknown {
  const name = `${body.catalog_name}.${body.schema_name}.${body.model_name}`;
  const { comment: description, source, tags, model_version_dependencies } = body;
  const sent = { name, source, tags, description, model_version_dependencies };
  return versionWire(registry.legacy({ method: "POST", path: ["model-versions", "create"], body: sent }), true);
}

function versions(
  call: FakeCall,
  name: string,
  number: string | undefined,
  verb: string | undefined,
  registry: FakeRegistry,
) {
  const { method } = call;
  if (number === undefined) {
    registry.legacy({ method: "GET", path: ["registered-models", "get"], query: { name } });
    const query = { filter: `name='${name}'` };
    const found = registry.legacy({ method: "GET", path: ["model-versions", "search"], query }) as Wire;
    return {
      model_versions: (found.model_versions as Wire[]).map((each) => versionWire({ model_version: each }, false)),
    };
  }
  const action = verb === "finalize" ? "finalize" : method === "DELETE" ? "delete" : "get";
  const body = { name, version: number };
  return versionWire(registry.legacy({ method, path: ["model-versions", action], body }), true);
}

function alias(call: FakeCall, name: string, alias: string, registry: FakeRegistry): unknown {
  const path = ["registered-models", "alias"];
  if (call.method === "GET") return versionWire(registry.legacy({ method: "GET", path, query: { name, alias } }), true);
  const method = call.method === "DELETE" ? "DELETE" : "POST";
  registry.legacy({ method, path, body: { name, alias, version: String(call.body.version_num) } });
  return {};
}

function modelWire(name: string, registry: FakeRegistry, aliases: boolean): Wire {
  const answer = registry.legacy({ method: "GET", path: ["registered-models", "get"], query: { name } }) as Wire;
  const found = answer.registered_model as Wire;
  const named = (found.aliases as Wire[]).map((each) => ({
    alias_name: each.alias,
    version_num: Number(each.version),
  }));
  return {
    full_name: found.name,
    comment: found.description,
    owner: registry.models.get(String(found.name))?.owner,
    tags: found.tags,
    deployment_job_id: found.deployment_job_id,
    ...(aliases ? { aliases: named } : {}),
  };
}

function versionWire(answer: unknown, tags: boolean): Wire {
  const { version, status, source, description: comment, tags: found } = (answer as Wire).model_version as Wire;
  return { version: Number(version), status, source, comment, ...(tags ? { tags: found } : {}) };
}
