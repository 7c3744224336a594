import type { FakeFiles } from "./files.js";
import { nativeModels } from "./registryNative.js";
import { existing, type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

/** A version of one. */
export interface Version {
  number: string;
  status: "PENDING_REGISTRATION" | "READY" | "FAILED_REGISTRATION";
  source: string;
  runId: string;
  tags: Map<string, string>;
  dependencies: unknown;
  description: string;
}

/** A registered model of the stand-in. */
export interface Model {
  name: string;
  description: string;
  tags: Map<string, string>;
  aliases: Map<string, string>;
  versions: Version[];
  made: number;
  owner: string;
  deploymentJobId: string;
  grants: Map<string, string[]>;
}

/** Registered models, in Unity Catalog's manner or a plain registry's. */
export class FakeRegistry {
  readonly models = new Map<string, Model>();
  /** Sources whose versions fail when they are finalized. */
  readonly failing = new Set<string>();
  /** Aliases that are accepted and do not move. */
  readonly stuckAliases = new Set<string>();
  /** Schemas that do not exist. */
  readonly missingSchemas = new Set<string>();
  /** Whether only Unity Catalog's own dialect is understood. */
  nativeOnly = false;
  readonly #files: FakeFiles;
  readonly #unityCatalog: boolean;

  constructor(files: FakeFiles, unityCatalog: boolean) {
    this.#files = files;
    this.#unityCatalog = unityCatalog;
  }

  /** Answers below the registry's root, or undefined where the path is none of these. */
  handle(call: FakeCall): unknown {
    const [area, verb = ""] = call.path;
    if (this.nativeOnly) throw new Refusal(404, "ENDPOINT_NOT_FOUND", `No API found for '${call.path.join("/")}'`);
    if (area === "registered-models") return this.#model(call, verb);
    return area === "model-versions" ? this.#version(call, verb) : undefined;
  }

  /** Answers below `/api/2.1/unity-catalog`. */
  handleNative(call: FakeCall): unknown {
    const [area, ...rest] = call.path;
    if (area === "schemas") return this.#schema(rest[0] ?? "");
    if (area === "permissions") return this.#permissions(call, this.#find(rest[1] ?? ""));
    if (area === "securable-tags") return this.#changeTags(call, this.#find(rest[1] ?? ""));
    return area === "models" ? nativeModels(call, rest, this) : undefined;
  }

  #schema(name: string): unknown {
    if (this.missingSchemas.has(name))
      throw new Refusal(404, "SCHEMA_DOES_NOT_EXIST", `Schema '${name}' is not there.`);
    return { full_name: name };
  }

  #permissions(call: FakeCall, model: Model): unknown {
    const changes = Array.isArray(call.body.changes) ? call.body.changes : [];
    for (const { principal, add = [], remove = [] } of changes) {
      const held = [...(model.grants.get(principal) ?? []), ...add].filter((each) => !remove.includes(each));
      if (held.length === 0) model.grants.delete(principal);
      else model.grants.set(principal, [...new Set(held)]);
    }
    const assignments = [...model.grants].map(([principal, privileges]) => ({ principal, privileges }));
    return assignments.length === 0 ? {} : { privilege_assignments: assignments };
  }

  #changeTags(call: FakeCall, model: Model): unknown {
    const { add_tags: add, remove } = Object(call.body.changes) as { add_tags?: unknown; remove?: string[] };
    for (const [key, value] of tagsOf(add)) model.tags.set(key, value);
    for (const key of remove ?? []) model.tags.delete(key);
    return {};
  }

  /** Changes what only Unity Catalog's own dialect can. */
  change(name: string, body: Record<string, unknown>): Model {
    const model = this.#find(name);
    if (body.owner !== undefined) model.owner = text(body, "owner");
    if (body.comment !== undefined) model.description = text(body, "comment");
    if (body.deployment_job_id !== undefined) model.deploymentJobId = text(body, "deployment_job_id");
    return model;
  }

  /** One call of MLflow's dialect, whatever is understood otherwise. */
  legacy(call: Omit<FakeCall, "query" | "body"> & Partial<FakeCall>): unknown {
    const whole = { query: {}, body: {}, ...call };
    const [area, verb = ""] = call.path;
    return area === "registered-models" ? this.#model(whole, verb) : this.#version(whole, verb);
  }

  /** Unity Catalog answers names and aliases in lower case, whatever it was given. */
  #folded(name: string): string {
    return this.#unityCatalog ? name.toLowerCase() : name;
  }

  #find(name: string): Model {
    const model = this.models.get(this.#folded(name));
    if (model === undefined) throw missing(`Registered model '${name}'`);
    return model;
  }

  #model(call: FakeCall, verb: string): unknown {
    const name = this.#folded(call.query.name ?? text(call.body, "name"));
    if (verb === "create") {
      if (this.models.has(name)) throw existing(`Registered model '${name}'`);
      this.#schema(name.split(".").slice(0, -1).join("."));
      const tags = tagsOf(call.body.tags);
      const description = text(call.body, "description");
      const job = text(call.body, "deployment_job_id");
      const rest = { owner: "me@fake.example.com", deploymentJobId: job, grants: new Map() };
      this.models.set(name, { name, description, tags, aliases: new Map(), versions: [], made: 0, ...rest });
    }
    const model = this.#find(name);
    const key = text(call.body, "key");
    if (verb === "update" && call.body.description !== undefined) model.description = text(call.body, "description");
    if (verb === "update" && call.body.deployment_job_id !== undefined) {
      model.deploymentJobId = text(call.body, "deployment_job_id");
    }
    if (verb === "set-tag") model.tags.set(key, text(call.body, "value"));
    if (verb === "delete-tag" && !model.tags.delete(key)) throw missing(`Tag '${key}'`);
    if (verb === "alias" && call.method === "GET") return this.#aliased(call, model);
    if (verb === "alias") this.#alias(call, model);
    if (verb === "delete") {
      if (this.#unityCatalog && model.versions.length > 0) {
        throw new Refusal(400, "INVALID_STATE", `Function '${name}' is not empty.`);
      }
      this.models.delete(name);
    }
    const aliases = [...model.aliases].map(([alias, version]) => ({ alias, version })).reverse();
    const { description, deploymentJobId } = model;
    const job = deploymentJobId === "" ? {} : { deployment_job_id: deploymentJobId };
    return { registered_model: { name, description, tags: tagsToWire(model.tags), aliases, ...job } };
  }

  #aliased(call: FakeCall, model: Model): unknown {
    const number = model.aliases.get(this.#folded(call.query.alias ?? ""));
    if (number === undefined) throw missing(`Alias '${call.query.alias}'`);
    return { model_version: this.#wire(model.name, this.#number(model, number)) };
  }

  #alias(call: FakeCall, model: Model): void {
    const alias = this.#folded(text(call.body, "alias"));
    if (call.method === "DELETE") {
      if (!model.aliases.delete(alias)) throw missing(`Alias '${alias}'`);
      return;
    }
    this.#number(model, text(call.body, "version"));
    if (!this.stuckAliases.has(alias)) model.aliases.set(alias, text(call.body, "version"));
  }

  #number(model: Model, number: string): Version {
    const version = model.versions.find((each) => each.number === number);
    if (version === undefined) throw missing(`Version ${number} of '${model.name}'`);
    return version;
  }

  #version(call: FakeCall, verb: string): unknown {
    if (verb === "search") {
      const filter = call.query.filter ?? "";
      const runId = /^run_id='([^']*)'$/.exec(filter)?.[1];
      if (runId !== undefined) return { model_versions: this.#ofRun(runId) };
      const name = /^name='((?:[^']|'')*)'$/.exec(filter)?.[1] ?? "";
      const versions = this.models.get(this.#folded(name.replaceAll("''", "'")))?.versions ?? [];
      return { model_versions: versions.map((version) => this.#searched(name, version)) };
    }
    const model = this.#find(call.query.name ?? text(call.body, "name"));
    if (verb === "create") return { model_version: this.#wire(model.name, this.#create(call, model)) };
    const version = this.#number(model, call.query.version ?? text(call.body, "version"));
    if (verb === "finalize") this.#finalize(model, version);
    if (verb === "delete") {
      model.versions = model.versions.filter((each) => each !== version);
      for (const [alias, to] of [...model.aliases]) if (to === version.number) model.aliases.delete(alias);
      this.#files.remove(this.#folder(model, version));
    }
    return { model_version: this.#wire(model.name, version) };
  }

  #ofRun(runId: string): unknown[] {
    return [...this.models.values()].flatMap(({ name, versions }) =>
      versions.filter((version) => version.runId === runId).map((version) => this.#wire(name, version)),
    );
  }

  #create(call: FakeCall, model: Model): Version {
    const version: Version = {
      number: String(++model.made),
      status: this.#unityCatalog ? "PENDING_REGISTRATION" : "READY",
      source: text(call.body, "source"),
      runId: text(call.body, "run_id"),
      tags: tagsOf(call.body.tags),
      dependencies: call.body.model_version_dependencies ?? [],
      description: text(call.body, "description"),
    };
    model.versions.push(version);
    return version;
  }

  #finalize(model: Model, version: Version): void {
    const complete = this.#files.content.has(`${this.#folder(model, version)}/MLmodel`);
    if (!complete) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "The version has no MLmodel file.");
    version.status = this.failing.has(version.source) ? "FAILED_REGISTRATION" : "READY";
  }

  #folder(model: Model, version: Version): string {
    return `Models/${model.name.replaceAll(".", "/")}/${version.number}`;
  }

  #wire(name: string, version: Version) {
    const { number, status, source, tags, description } = version;
    return { name, version: number, status, source, description, status_message: "", tags: tagsToWire(tags) };
  }

  /** Unity Catalog's search answers no tags. */
  #searched(name: string, version: Version): unknown {
    const { tags, ...rest } = this.#wire(name, version);
    return this.#unityCatalog ? rest : { ...rest, tags };
  }

  /** All there is. */
  snapshot(): unknown {
    return [...this.models.values()].map((model) => ({
      name: model.name,
      description: model.description,
      owner: model.owner,
      deploymentJobId: model.deploymentJobId,
      grants: Object.fromEntries([...model.grants].map(([who, what]) => [who, [...what].sort()] as const).sort()),
      tags: Object.fromEntries([...model.tags].sort()),
      aliases: Object.fromEntries([...model.aliases].sort()),
      versions: model.versions.map((version) => ({
        ...version,
        tags: Object.fromEntries([...version.tags].sort()),
        files: this.#files.snapshot(this.#folder(model, version)),
      })),
    }));
  }
}
