import type { FakeFiles } from "./files.js";
import { existing, type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

interface Version {
  number: string;
  status: "PENDING_REGISTRATION" | "READY" | "FAILED_REGISTRATION";
  source: string;
  runId: string;
  tags: Map<string, string>;
  dependencies: unknown;
}

interface Model {
  name: string;
  description: string;
  tags: Map<string, string>;
  aliases: Map<string, string>;
  versions: Version[];
  made: number;
}

/** Registered models, in Unity Catalog's manner or a plain registry's. */
export class FakeRegistry {
  readonly models = new Map<string, Model>();
  /** Sources whose versions fail when they are finalized. */
  readonly failing = new Set<string>();
  readonly #files: FakeFiles;
  readonly #unityCatalog: boolean;

  constructor(files: FakeFiles, unityCatalog: boolean) {
    this.#files = files;
    this.#unityCatalog = unityCatalog;
  }

  /** Answers below the registry's root, or undefined where the path is none of these. */
  handle(call: FakeCall): unknown {
    const [area, verb = ""] = call.path;
    if (area === "registered-models") return this.#model(call, verb);
    return area === "model-versions" ? this.#version(call, verb) : undefined;
  }

  #find(name: string): Model {
    const model = this.models.get(name);
    if (model === undefined) throw missing(`Registered model '${name}'`);
    return model;
  }

  #model(call: FakeCall, verb: string): unknown {
    const name = call.query.name ?? text(call.body, "name");
    if (verb === "create") {
      if (this.models.has(name)) throw existing(`Registered model '${name}'`);
      const tags = tagsOf(call.body.tags);
      const description = text(call.body, "description");
      this.models.set(name, { name, description, tags, aliases: new Map(), versions: [], made: 0 });
    }
    const model = this.#find(name);
    const key = text(call.body, "key");
    if (verb === "update") model.description = text(call.body, "description");
    if (verb === "set-tag") model.tags.set(key, text(call.body, "value"));
    if (verb === "delete-tag" && !model.tags.delete(key)) throw missing(`Tag '${key}'`);
    if (verb === "alias") this.#alias(call, model);
    if (verb === "delete") {
      if (this.#unityCatalog && model.versions.length > 0) {
        throw new Refusal(400, "INVALID_STATE", `Function '${name}' is not empty.`);
      }
      this.models.delete(name);
    }
    const aliases = [...model.aliases].map(([alias, version]) => ({ alias, version })).reverse();
    return {
      registered_model: { name, description: model.description, tags: tagsToWire(model.tags), aliases },
    };
  }

  #alias(call: FakeCall, model: Model): void {
    const alias = text(call.body, "alias");
    if (call.method === "DELETE") {
      if (!model.aliases.delete(alias)) throw missing(`Alias '${alias}'`);
      return;
    }
    this.#number(model, text(call.body, "version"));
    model.aliases.set(alias, text(call.body, "version"));
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
      const versions = this.models.get(name.replaceAll("''", "'"))?.versions ?? [];
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
    const { number, status, source, tags } = version;
    return { name, version: number, status, source, status_message: "", tags: tagsToWire(tags) };
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
