import { existing, type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

interface Entity {
  name: string;
  entity_name: string;
  entity_version: string;
  environment_vars?: Record<string, string>;
  workload_size?: string;
  workload_type?: string;
  scale_to_zero_enabled: boolean;
}

interface Route {
  served_entity_name: string;
  traffic_percentage: number;
}

interface Config {
  entities: Entity[];
  routes: Route[];
}

interface Endpoint {
  name: string;
  id: string;
  description: string;
  routeOptimized: boolean;
  tags: Map<string, string>;
  active: Config | undefined;
  pending: Config | undefined;
  update: "IN_PROGRESS" | "NOT_UPDATING" | "UPDATE_FAILED";
  /** Looks that are left until the rollout ends. */
  left: number;
}

/** Serving endpoints whose rollouts end after a number of looks. */
export class FakeServing {
  readonly endpoints = new Map<string, Endpoint>();
  /** How many GETs a rollout takes. Default: 1. */
  looks = 1;
  /** `model/version` that cannot be deployed, and what its server log says. */
  readonly failing = new Map<string, string>();
  /** Moments at which an endpoint that had served did not serve any more. */
  readonly outages: string[] = [];
  #made = 0;
  readonly #served = new Set<string>();

  /** Answers below `/api/2.0/serving-endpoints`. */
  handle(call: FakeCall): unknown {
    const [name = "", part, entity, kind] = call.path;
    if (call.method === "POST") return this.#create(call);
    const endpoint = this.endpoints.get(name);
    if (endpoint === undefined) throw missing(`Endpoint '${name}'`);
    this.#watch(endpoint);
    if (part === "config") return this.#put(call, endpoint);
    if (part === "tags") return this.#tags(call, endpoint);
    if (part === "description") endpoint.description = text(call.body, "description");
    if (part === "served-models") return this.#logs(endpoint, entity ?? "", kind ?? "");
    if (call.method === "DELETE") {
      this.endpoints.delete(name);
      this.#served.delete(name);
    } else if (part === undefined) this.#progress(endpoint);
    return this.#wire(endpoint);
  }

  #create(call: FakeCall): unknown {
    const name = text(call.body, "name");
    if (this.endpoints.has(name)) throw existing(`Endpoint '${name}'`);
    const endpoint: Endpoint = {
      name,
      id: `e-${++this.#made}`,
      description: text(call.body, "description"),
      routeOptimized: call.body.route_optimized === true,
      tags: tagsOf(call.body.tags),
      active: undefined,
      pending: this.#config(call.body.config),
      update: "IN_PROGRESS",
      left: this.looks,
    };
    this.endpoints.set(name, endpoint);
    return this.#wire(endpoint);
  }

  #put(call: FakeCall, endpoint: Endpoint): unknown {
    if (endpoint.update === "IN_PROGRESS") {
      throw new Refusal(409, "RESOURCE_CONFLICT", `Endpoint '${endpoint.name}' is currently updating.`);
    }
    endpoint.pending = this.#config(call.body);
    endpoint.update = "IN_PROGRESS";
    endpoint.left = this.looks;
    return this.#wire(endpoint);
  }

  #config(body: unknown): Config {
    const given = body as { served_entities: Entity[]; traffic_config?: { routes: Route[] } };
    return { entities: given.served_entities, routes: given.traffic_config?.routes ?? [] };
  }

  /** A rollout goes on by being looked at, so that no test has to wait. */
  #progress(endpoint: Endpoint): void {
    if (endpoint.update !== "IN_PROGRESS" || endpoint.pending === undefined) return;
    if (endpoint.left-- > 0) return;
    if (this.#broken(endpoint.pending) !== undefined) {
      endpoint.update = "UPDATE_FAILED";
      return;
    }
    endpoint.active = endpoint.pending;
    endpoint.pending = undefined;
    endpoint.update = "NOT_UPDATING";
    this.#served.add(endpoint.name);
  }

  #broken(config: Config): Entity | undefined {
    return config.entities.find((entity) => this.failing.has(`${entity.entity_name}/${entity.entity_version}`));
  }

  #tags(call: FakeCall, endpoint: Endpoint): unknown {
    for (const [key, value] of tagsOf(call.body.add_tags)) endpoint.tags.set(key, value);
    for (const key of call.body.delete_tags as string[]) endpoint.tags.delete(key);
    return {};
  }

  #logs(endpoint: Endpoint, name: string, kind: string): unknown {
    const config = endpoint.pending ?? endpoint.active;
    const entity = config?.entities.find((each) => each.name === name);
    const log = entity === undefined ? "" : this.failing.get(`${entity.entity_name}/${entity.entity_version}`);
    return { logs: kind === "logs" ? (log ?? "") : "building\n" };
  }

  #watch(endpoint: Endpoint): void {
    if (this.#served.has(endpoint.name) && endpoint.active === undefined) this.outages.push(endpoint.name);
  }

  /** What Databricks makes of a configuration: another order, defaults filled in, both names on routes. */
  #configToWire(config: Config | undefined, pending: boolean): unknown {
    if (config === undefined) return undefined;
    const broken = pending && this.#broken(config) !== undefined;
    const entities = [...config.entities].reverse().map((entity) => ({
      ...entity,
      workload_size: entity.workload_size ?? "Small",
      workload_type: entity.workload_type ?? "CPU",
      state: pending
        ? { deployment: broken ? "DEPLOYMENT_FAILED" : "DEPLOYMENT_CREATING", deployment_state_message: "" }
        : { deployment: "DEPLOYMENT_READY", deployment_state_message: "" },
    }));
    const routes = [...config.routes]
      .reverse()
      .map((route) => ({ ...route, served_model_name: route.served_entity_name }));
    return { served_entities: entities, served_models: entities, traffic_config: { routes } };
  }

  #wire(endpoint: Endpoint): unknown {
    const failed = endpoint.update === "UPDATE_FAILED";
    return {
      name: endpoint.name,
      id: endpoint.id,
      description: endpoint.description,
      route_optimized: endpoint.routeOptimized,
      state: { ready: endpoint.active === undefined ? "NOT_READY" : "READY", config_update: endpoint.update },
      config: this.#configToWire(endpoint.active, false) ?? null,
      pending_config: this.#configToWire(endpoint.pending, endpoint.update === "IN_PROGRESS" ? false : failed) ?? null,
      tags: tagsToWire(endpoint.tags),
    };
  }

  /** All there is. */
  snapshot(): unknown {
    return [...this.endpoints.values()].map(({ left: _, tags, ...endpoint }) => ({
      ...endpoint,
      tags: Object.fromEntries([...tags].sort()),
    }));
  }
}
