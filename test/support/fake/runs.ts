import type { FakeFiles } from "./files.js";
import { type FakeCall, missing, Refusal, tagsOf, tagsToWire, text } from "./server.js";

interface Run {
  id: string;
  experiment: string;
  name: string;
  status: string;
  startedAt: number;
  deleted: boolean;
  params: Map<string, string>;
  tags: Map<string, string>;
}

const history = "mlflow.log-model.history";

/** Runs, as MLflow 2 keeps them. */
export class FakeRuns {
  readonly runs = new Map<string, Run>();
  readonly #files: FakeFiles;
  #made = 0;

  constructor(files: FakeFiles) {
    this.#files = files;
  }

  /** Answers below `/api/2.0/mlflow/runs/`, or undefined where the path is none of these. */
  handle(call: FakeCall): unknown {
    const [verb = ""] = call.path;
    if (verb === "create") return { run: this.#wire(this.#create(call)) };
    if (verb === "search") return this.#search(call);
    const run = this.runs.get(call.query.run_id ?? text(call.body, "run_id"));
    if (run === undefined) throw missing("Run");
    if (verb === "get") return { run: this.#wire(run) };
    if (verb === "delete") {
      run.deleted = true;
      return {};
    }
    if (run.deleted)
      throw new Refusal(400, "INVALID_PARAMETER_VALUE", `The run ${run.id} must be in the 'active' state.`);
    if (verb === "update") {
      run.status = text(call.body, "status");
      return { run_info: this.#wire(run).info };
    }
    return this.#change(call, verb, run);
  }

  #create(call: FakeCall): Run {
    const id = (++this.#made).toString(16).padStart(32, "0");
    const run: Run = {
      id,
      experiment: text(call.body, "experiment_id"),
      name: text(call.body, "run_name"),
      status: "RUNNING",
      startedAt: 1_700_000_000_000 + this.#made,
      deleted: false,
      params: new Map(),
      tags: tagsOf(call.body.tags),
    };
    this.runs.set(id, run);
    return run;
  }

  #search(call: FakeCall): unknown {
    const filter = text(call.body, "filter");
    const [, key = "", wanted] = /^tags\.`([^`]+)` = '([^']*)'$/.exec(filter) ?? [];
    if (wanted === undefined) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `Invalid filter: ${filter}`);
    const experiments = call.body.experiment_ids;
    const found = [...this.runs.values()].filter(
      (run) =>
        !run.deleted &&
        Array.isArray(experiments) &&
        experiments.includes(run.experiment) &&
        run.tags.get(key) === wanted,
    );
    const start = Number(call.body.page_token ?? 0);
    const size = Number(call.body.max_results ?? 1000);
    const next = start + size < found.length ? { next_page_token: String(start + size) } : {};
    return {
      runs: found
        .reverse()
        .slice(start, start + size)
        .map((run) => this.#wire(run)),
      ...next,
    };
  }

  #change(call: FakeCall, verb: string, run: Run): unknown {
    if (verb === "log-batch") {
      const count = tagsOf(call.body.params).size;
      if (count > 100) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `${count} parameters in one call.`);
      for (const [key, value] of tagsOf(call.body.tags)) run.tags.set(key, value);
      for (const [key, value] of tagsOf(call.body.params)) run.params.set(key, value);
    } else if (verb === "log-model") {
      const noted = JSON.parse(run.tags.get(history) ?? "[]");
      run.tags.set(history, JSON.stringify([...noted, JSON.parse(text(call.body, "model_json"))]));
    } else if (verb === "delete-tag") {
      if (!run.tags.delete(text(call.body, "key"))) throw missing("Tag");
    } else {
      return undefined;
    }
    return {};
  }

  /** Folder of a run's artifacts behind the proxy. */
  folder({ id, experiment }: Pick<Run, "id" | "experiment">): string {
    return `${experiment}/${id}/artifacts`;
  }

  #wire(run: Run) {
    return {
      info: {
        run_id: run.id,
        experiment_id: run.experiment,
        run_name: run.name,
        status: run.status,
        start_time: run.startedAt,
        artifact_uri: `mlflow-artifacts:/${this.folder(run)}`,
        lifecycle_stage: run.deleted ? "deleted" : "active",
      },
      data: { tags: tagsToWire(run.tags) },
    };
  }

  /** All there is that is not deleted, without times. */
  snapshot(): unknown {
    return [...this.runs.values()]
      .filter(({ deleted }) => !deleted)
      .map(({ startedAt: _, tags, params, ...run }) => ({
        ...run,
        params: Object.fromEntries([...params].sort()),
        tags: Object.fromEntries([...tags].sort()),
        files: this.#files.snapshot(this.folder(run)),
      }));
  }
}
