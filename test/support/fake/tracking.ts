import type { FakeFiles } from "./files.js";
import { existing, type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

interface LoggedModel {
  id: string;
  experiment: string;
  name: string;
  type: string;
  uri: string;
  folder: string;
  createdAt: number;
  status: "LOGGED_MODEL_PENDING" | "LOGGED_MODEL_READY";
  params: Map<string, string>;
  tags: Map<string, string>;
}

/** Experiments and logged models. */
export class FakeTracking {
  readonly experiments = new Map<string, string>();
  /** Folders of Databricks' tree. */
  readonly folders = new Set(["", "/Shared", "/Users", "/Users/me@fake.example.com"]);
  readonly models = new Map<string, LoggedModel>();
  readonly #files: FakeFiles;
  readonly #databricks: boolean;
  #made = 0;

  constructor(files: FakeFiles, databricks: boolean) {
    this.#files = files;
    this.#databricks = databricks;
  }

  /** Answers below `/api/2.0/mlflow/`, or undefined where the path is none of these. */
  handle(call: FakeCall): unknown {
    const [area, id = "", ...rest] = call.path;
    if (area === "experiments") return this.#experiments(call, id);
    if (area !== "logged-models") return undefined;
    if (call.method === "POST" && rest.length === 0) return id === "search" ? this.#search(call) : this.#create(call);
    const model = this.models.get(id);
    if (model === undefined) throw missing(`Logged model '${id}'`);
    if (rest[0] === "tags") return this.#tags(call, model, rest[1]);
    if (rest[0] === "params") return this.#params(call, model);
    if (call.method === "PATCH") {
      model.status = "LOGGED_MODEL_READY";
    } else if (call.method === "DELETE") {
      this.models.delete(id);
      this.#files.remove(model.folder);
      return {};
    }
    return { model: { info: this.#wire(model), data: { params: tagsToWire(model.params) } } };
  }

  /** `workspace/mkdirs`: a folder with those above it. */
  makeFolder(path: string): unknown {
    const below = path.replace(/^\/Workspace(?=\/)/, "");
    for (let end = below.length; end > 0; end = below.lastIndexOf("/", end - 1)) this.folders.add(below.slice(0, end));
    return {};
  }

  #experiments(call: FakeCall, verb: string): unknown {
    const name = verb === "create" ? text(call.body, "name") : (call.query.experiment_name ?? "");
    const id = this.experiments.get(name);
    if (verb === "create") {
      if (id !== undefined) throw existing(`Experiment '${name}'`);
      const folder = name.slice(0, name.lastIndexOf("/"));
      if (this.#databricks && !this.folders.has(folder)) throw missing(`Parent directory ${folder}`);
      const made = String(100 + this.experiments.size);
      this.experiments.set(this.#databricks ? name.replace(/^\/Workspace(?=\/)/, "") : name, made);
      return { experiment_id: made };
    }
    if (id === undefined) throw missing(`Experiment '${name}'`);
    return { experiment: { experiment_id: id, name } };
  }

  #create(call: FakeCall): unknown {
    const experiment = text(call.body, "experiment_id");
    if (![...this.experiments.values()].includes(experiment)) throw missing(`Experiment ${experiment}`);
    const id = `m-${(++this.#made).toString(16).padStart(32, "0")}`;
    const folder = this.#databricks
      ? `WorkspaceInternal/Mlflow/Artifacts/${experiment}/LoggedModels/${id}`
      : `${experiment}/models/${id}/artifacts`;
    const model: LoggedModel = {
      id,
      experiment,
      name: text(call.body, "name"),
      type: text(call.body, "model_type"),
      uri: this.#databricks
        ? `dbfs:/databricks/mlflow-tracking/${experiment}/logged_models/${id}`
        : `mlflow-artifacts:/${folder}`,
      folder,
      createdAt: 1_700_000_000_000 + this.#made,
      status: "LOGGED_MODEL_PENDING",
      params: new Map(),
      tags: tagsOf(call.body.tags),
    };
    this.#params(call, model);
    this.models.set(id, model);
    return { model: { info: this.#wire(model) } };
  }

  #search(call: FakeCall): unknown {
    const filter = text(call.body, "filter");
    const match = /^(?:tags\.`([^`]+)`|(name)) = '((?:[^']|'')*)'$/.exec(filter);
    if (match === null) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `Invalid filter: ${filter}`);
    const wanted = (match[3] ?? "").replaceAll("''", "'");
    const experiments = call.body.experiment_ids;
    const found = [...this.models.values()].filter(
      (model) =>
        Array.isArray(experiments) &&
        experiments.includes(model.experiment) &&
        (match[1] === undefined ? model.name : model.tags.get(match[1])) === wanted,
    );
    const start = Number(call.body.page_token ?? 0);
    const size = Number(call.body.max_results ?? 50);
    const page = found.reverse().slice(start, start + size);
    const next = start + size < found.length ? { next_page_token: String(start + size) } : {};
    return { models: page.map((model) => ({ info: this.#wire(model) })), ...next };
  }

  #tags(call: FakeCall, model: LoggedModel, key: string | undefined): unknown {
    if (call.method === "PATCH") {
      for (const [name, value] of tagsOf(call.body.tags)) model.tags.set(name, value);
    } else if (!model.tags.delete(key ?? "")) {
      throw missing(`Tag '${key}'`);
    }
    return {};
  }

  /** As MLflow 3.17: 100 in one call, and a parameter is recorded once. */
  #params(call: FakeCall, model: LoggedModel): unknown {
    const more = tagsOf(call.body.params);
    const double = [...more.keys()].find((key) => model.params.has(key));
    if (more.size > 100 || double !== undefined) {
      throw new Refusal(400, "INVALID_PARAMETER_VALUE", double ?? `${more.size} parameters in one call.`);
    }
    for (const [key, value] of more) model.params.set(key, value);
    return {};
  }

  #wire(model: LoggedModel): unknown {
    return {
      model_id: model.id,
      experiment_id: model.experiment,
      name: model.name,
      artifact_uri: model.uri,
      creation_timestamp_ms: model.createdAt,
      status: model.status,
      model_type: model.type,
      tags: tagsToWire(model.tags),
    };
  }

  /** All there is, without times. */
  snapshot(): unknown {
    const models = [...this.models.values()].map(({ folder, createdAt: _, tags, params, ...model }) => ({
      ...model,
      params: Object.fromEntries([...params].sort()),
      tags: Object.fromEntries([...tags].sort()),
      files: this.#files.snapshot(folder),
    }));
    return { experiments: Object.fromEntries(this.experiments), models };
  }
}
