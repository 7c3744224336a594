import { existing, type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

interface Entity {
  name: string;
  entity_name?: string;
  entity_version?: string;
  environment_vars?: Record<string, string>;
  workload_size?: string;
  workload_type?: string;
  scale_to_zero_enabled?: boolean;
  burst_scaling_enabled?: boolean;
  external_model?: Record<string, unknown>;
  [setting: string]: unknown;
}

interface Route {
  served_entity_name: string;
  traffic_percentage: number;
}

interface Config {
  entities: Entity[];
  routes: Route[];
}

type Body = Record<string, unknown>;

/** An endpoint of the stand-in. */
export interface FakeEndpoint {
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
  /** Whether somebody stopped it on the Serving page. */
  stopped?: boolean;
  budgetPolicy?: unknown;
  notifications?: unknown;
  telemetry?: unknown;
  gateway?: Body;
}

/** Who was given what, by endpoint id. */
export interface FakeGrant {
  user_name?: string;
  group_name?: string;
  service_principal_name?: string;
  permission_level: string;
}

/** Serving endpoints whose rollouts end after a number of looks. */
export class FakeServing {
  readonly endpoints = new Map<string, FakeEndpoint>();
  /** How many GETs a rollout takes. Default: 1. */
  looks = 1;
  /** `model/version` that cannot be deployed, and what its server log says. */
  readonly failing = new Map<string, string>();
  /** Whether it answers no workload type, as a workspace without graphics cards does (terraform-provider-databricks 2811). */
  withoutWorkloadType = false;
  /** Moments at which an endpoint that had served did not serve any more. */
  readonly outages: string[] = [];
  /** Routes that this workspace does not have, by their last word. */
  readonly unknownRoutes = new Set<string>();
  /** What every build says. */
  buildLog = "building\n";
  /** Whether a stopped endpoint stays stopped whatever is sent. */
  cannotStart = false;
  /** Somebody else at work: called before each look at an endpoint. */
  onLook: (endpoint: FakeEndpoint | undefined) => void = () => {};
  /** Scopes of the user authorization that endpoints were granted. */
  scopes: string[] | undefined;
  /** Bodies of everything that was sent, `METHOD last-word` and the body. */
  readonly bodies: [string, Body][] = [];
  /** What an entity answers to a question. */
  answer: (entity: Entity, question: Body) => unknown = () => ({ output: [] });
  /** Who was asked, by the entity's own route. */
  readonly asked: string[] = [];
  /** Shares of each configuration that served, in order. */
  readonly history: Record<string, number>[] = [];
  /** Requests of clients between two looks at the metrics. */
  requestsPerLook = 7;
  #requests = 0;
  /** Grants by endpoint id. */
  readonly grants = new Map<string, FakeGrant[]>();
  #made = 0;
  readonly #served = new Set<string>();

  /** Answers below `/api/2.0/serving-endpoints`. */
  handle(call: FakeCall): unknown {
    const [name = "", part, entity, kind] = call.path;
    if (call.method !== "GET") this.bodies.push([`${call.method} ${part ?? name}`.trim(), call.body]);
    if (call.method === "POST") return this.#create(call);
    if (call.method === "GET" && part === undefined) this.onLook(this.endpoints.get(name));
    const endpoint = this.endpoints.get(name);
    if (endpoint === undefined) throw missing(`Endpoint '${name}'`);
    this.#watch(endpoint);
    if (part !== undefined && this.unknownRoutes.has(part)) {
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", `No API found for '${call.method} /serving-endpoints/${part}'`);
    }
    if (part === "config") return this.#put(call, endpoint);
    if (part === "tags") return this.#tags(call, endpoint);
    if (part === "served-models") return this.#logs(endpoint, entity ?? "", kind ?? "");
    if (part === "metrics") return this.#metrics(endpoint);
    if (part !== undefined) return this.#setting(call, endpoint, part);
    if (call.method === "DELETE") {
      this.endpoints.delete(name);
      this.#served.delete(name);
    } else this.#progress(endpoint);
    return this.#wire(endpoint);
  }

  /** Answers to `POST /serving-endpoints/{name}/served-models/{entity}/invocations`. */
  invoke(call: FakeCall): unknown {
    const [name = "", , entityName = ""] = call.path;
    const endpoint = this.endpoints.get(name);
    const entity = endpoint?.active?.entities.find((each) => each.name === entityName);
    if (entity === undefined) throw missing(`Served entity '${entityName}'`);
    this.asked.push(entityName);
    return this.answer(entity, call.body);
  }

  /** Answers below `/api/2.0/permissions/serving-endpoints`. */
  permissions(call: FakeCall): unknown {
    const [id = ""] = call.path;
    if (![...this.endpoints.values()].some((endpoint) => endpoint.id === id)) throw missing(`Endpoint '${id}'`);
    const given = this.grants.get(id) ?? [{ user_name: "me@fake.example.com", permission_level: "CAN_MANAGE" }];
    const who = ({ permission_level: _, ...names }: FakeGrant) => JSON.stringify(names);
    if (call.method !== "GET") {
      this.bodies.push([`${call.method} permissions`, call.body]);
      const sent = call.body.access_control_list as FakeGrant[];
      const others = given.filter((old) => !sent.some((grant) => who(grant) === who(old)));
      this.grants.set(id, call.method === "PUT" ? sent : [...others, ...sent]);
    }
    const direct = (this.grants.get(id) ?? given).map(({ permission_level, ...names }) => ({
      ...names,
      ...(names.service_principal_name === undefined ? {} : { display_name: "robot" }),
      all_permissions: [{ permission_level, inherited: false }],
    }));
    const inherited = { permission_level: "CAN_MANAGE", inherited: true };
    return { access_control_list: [...direct, { group_name: "admins", all_permissions: [inherited] }] };
  }

  #create(call: FakeCall): unknown {
    const name = text(call.body, "name");
    if (this.endpoints.has(name)) throw existing(`Endpoint '${name}'`);
    const { ai_gateway: gateway } = call.body;
    const endpoint: FakeEndpoint = {
      name,
      id: `e-${++this.#made}`,
      description: text(call.body, "description"),
      routeOptimized: call.body.route_optimized === true,
      tags: tagsOf(call.body.tags),
      active: undefined,
      pending: this.#config(call.body.config),
      update: "IN_PROGRESS",
      left: this.looks,
      budgetPolicy: call.body.budget_policy_id,
      notifications: call.body.email_notifications,
      telemetry: call.body.telemetry_config,
      ...(gateway === undefined ? {} : { gateway: gateway as Body }),
    };
    this.endpoints.set(name, endpoint);
    return this.#wire(endpoint);
  }

  #metrics(endpoint: FakeEndpoint): Buffer {
    this.#requests += this.requestsPerLook;
    const lines = (endpoint.active?.entities ?? []).map(
      ({ name }) => `request_count_total{endpoint_name="x",served_model_name="${name}"} ${this.#requests} 1700000000`,
    );
    return Buffer.from(`# HELP request_count_total requests\ncpu_usage_percentage{} 3\n${lines.join("\n")}\n`);
  }

  #setting({ body }: FakeCall, endpoint: FakeEndpoint, part: string): unknown {
    if (part === "description") endpoint.description = text(body, "description");
    else if (part === "budget-policy") endpoint.budgetPolicy = body.budget_policy_id;
    else if (part === "notifications") endpoint.notifications = body.email_notifications;
    else if (part === "telemetry-config") endpoint.telemetry = body.telemetry_config;
    else if (part === "ai-gateway") this.#gateway(body, endpoint);
    else throw new Refusal(404, "ENDPOINT_NOT_FOUND", `No API found for '${part}'`);
    return {};
  }

  #gateway(body: Body, endpoint: FakeEndpoint): void {
    const [next, now] = [body, endpoint.gateway].map((each) => each?.inference_table_config as Body | undefined);
    const moved = (key: string) => next?.[key] !== now?.[key];
    if (now?.enabled === true && next?.enabled === true && (moved("catalog_name") || moved("schema_name"))) {
      throw new Refusal(400, "INVALID_PARAMETER_VALUE", "An enabled inference table cannot be moved.");
    }
    endpoint.gateway = body;
  }

  #put(call: FakeCall, endpoint: FakeEndpoint): unknown {
    if (endpoint.update === "IN_PROGRESS") {
      throw new Refusal(409, "RESOURCE_CONFLICT", `Endpoint '${endpoint.name}' is currently updating.`);
    }
    endpoint.pending = this.#config(call.body);
    endpoint.stopped = this.cannotStart;
    endpoint.update = "IN_PROGRESS";
    endpoint.left = this.looks;
    return this.#wire(endpoint);
  }

  #config(body: unknown): Config {
    const given = body as { served_entities: Entity[]; traffic_config?: { routes: Route[] } };
    if (given.served_entities.length > 15) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "At most 15 entities.");
    return { entities: given.served_entities, routes: given.traffic_config?.routes ?? [] };
  }

  /** A rollout goes on by being looked at, so that no test has to wait. */
  #progress(endpoint: FakeEndpoint): void {
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
    const shares = endpoint.active.routes.map((route) => [route.served_entity_name, route.traffic_percentage]);
    this.history.push(Object.fromEntries(shares));
  }

  #broken(config: Config): Entity | undefined {
    return config.entities.find((entity) => this.failing.has(`${entity.entity_name}/${entity.entity_version}`));
  }

  #tags(call: FakeCall, endpoint: FakeEndpoint): unknown {
    const removed = call.body.delete_tags as string[];
    const added = tagsOf(call.body.add_tags);
    const both = removed.find((key) => added.has(key));
    if (both !== undefined) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `The tag '${both}' is in both lists.`);
    for (const [key, value] of added) endpoint.tags.set(key, value);
    for (const key of removed) endpoint.tags.delete(key);
    return {};
  }

  #logs(endpoint: FakeEndpoint, name: string, kind: string): unknown {
    const config = endpoint.pending ?? endpoint.active;
    const entity = config?.entities.find((each) => each.name === name);
    const log = entity === undefined ? "" : this.failing.get(`${entity.entity_name}/${entity.entity_version}`);
    return { logs: kind === "logs" ? (log ?? "") : this.buildLog };
  }

  #watch(endpoint: FakeEndpoint): void {
    if (this.#served.has(endpoint.name) && endpoint.active === undefined) this.outages.push(endpoint.name);
  }

  /** What Databricks makes of a configuration: another order, defaults filled in, secrets left out, both names on routes. */
  #configToWire(config: Config | undefined, phase: "active" | "creating" | "ended", stopped = false): unknown {
    if (config === undefined) return undefined;
    const broken = phase === "ended" && this.#broken(config) !== undefined;
    const ready = stopped ? "DEPLOYMENT_STOPPED" : "DEPLOYMENT_READY";
    const deployment = phase === "active" ? ready : `DEPLOYMENT_${broken ? "FAILED" : "CREATING"}`;
    const state = { deployment, deployment_state_message: "" };
    const entities = [...config.entities].reverse().map(({ burst_scaling_enabled: _, ...entity }) => ({
      ...withoutPlainText(entity),
      ...(entity.entity_name === undefined ? {} : { entity_name: folded(entity.entity_name) }),
      ...filledIn(entity),
      ...(this.withoutWorkloadType ? { workload_type: "" } : {}),
      state,
    }));
    const routes = [...config.routes]
      .reverse()
      .map((route) => ({ ...route, served_model_name: route.served_entity_name }));
    return { served_entities: entities, served_models: entities, traffic_config: { routes } };
  }

  #wire(endpoint: FakeEndpoint): unknown {
    return {
      name: endpoint.name,
      id: endpoint.id,
      description: endpoint.description,
      route_optimized: endpoint.routeOptimized,
      state: {
        ready: endpoint.active === undefined || endpoint.stopped === true ? "NOT_READY" : "READY",
        config_update: endpoint.update,
        suspend: endpoint.stopped === true ? "SUSPENDED" : "NOT_SUSPENDED",
      },
      config: this.#configToWire(endpoint.active, "active", endpoint.stopped) ?? null,
      pending_config:
        this.#configToWire(endpoint.pending, endpoint.update === "IN_PROGRESS" ? "creating" : "ended") ?? null,
      tags: tagsToWire(endpoint.tags),
      effective_budget_policy_id: endpoint.budgetPolicy,
      email_notifications: endpoint.notifications,
      ai_gateway: endpoint.gateway,
      ...(this.scopes === undefined ? {} : { auth_policy: { user_auth_policy: { api_scopes: this.scopes } } }),
    };
  }

  /** All there is. */
  snapshot(): unknown {
    const endpoints = [...this.endpoints.values()].map(({ left: _, stopped: __, tags, ...endpoint }) => ({
      ...endpoint,
      tags: Object.fromEntries([...tags].sort()),
    }));
    return { endpoints, grants: Object.fromEntries(this.grants) };
  }
}

/** Names of Unity Catalog come back in lower case. */
function folded(name: string): string {
  return name.split(".").length === 3 ? name.toLowerCase() : name;
}

function withoutPlainText(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (key, item) => (key.endsWith("_plaintext") ? undefined : item)));
}

/** What a server says of the size of an entity, sent or not; of a foundation model it decides by itself. */
function filledIn(entity: Entity): Record<string, unknown> {
  if (entity.external_model !== undefined) return {};
  const foundation = ["min_provisioned_throughput", "max_provisioned_throughput", "provisioned_model_units"];
  if (foundation.some((setting) => entity[setting] !== undefined)) {
    return { workload_size: "Medium", workload_type: "GPU_MEDIUM", scale_to_zero_enabled: false };
  }
  return { workload_size: entity.workload_size ?? "Small", workload_type: entity.workload_type ?? "CPU" };
}
