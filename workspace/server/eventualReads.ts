import { notFound } from "../errors.js";
import type { Call, Route } from "../http/route.js";
import { isRecord } from "../paths.js";

/** Things that are remembered at a time. */
const limit = 1000;

/** What a route made, read from its answer, by the route. */
const made: Readonly<Record<string, (body: Record<string, unknown>) => string>> = {
  "POST /api/2.1/unity-catalog/models": (body) => `model ${body.full_name}`,
  "POST /api/2.1/unity-catalog/models/versions": (body) =>
    `version ${body.catalog_name}.${body.schema_name}.${body.model_name}/${body.version}`,
  "POST /api/2.0/mlflow/unity-catalog/registered-models/create": ({ registered_model: model }) =>
    `model ${isRecord(model) ? model.name : ""}`,
  "POST /api/2.0/mlflow/unity-catalog/model-versions/create": ({ model_version: version }) =>
    `version ${isRecord(version) ? `${version.name}/${version.version}` : ""}`,
  "POST /api/2.0/serving-endpoints": (body) => `endpoint ${body.name}`,
};

/** What a route reads, by the route. */
const read: Readonly<Record<string, (call: Pick<Call, "params" | "query">) => string>> = {
  "GET /api/2.1/unity-catalog/models/{model}": ({ params }) => `model ${params.model}`,
  "GET /api/2.1/unity-catalog/models/{model}/versions/{version}": ({ params }) =>
    `version ${params.model}/${params.version}`,
  "GET /api/2.0/mlflow/unity-catalog/registered-models/get": ({ query }) => `model ${query.one("name")}`,
  "GET /api/2.0/mlflow/unity-catalog/model-versions/get": ({ query }) =>
    `version ${query.one("name")}/${query.one("version")}`,
  "GET /api/2.0/serving-endpoints/{name}": ({ params }) => `endpoint ${params.name}`,
};

/**
 * What was just made is not found by the first reads of it, as on Databricks at times: for programs that read after they
 * write, and for their tests. Models, their versions and serving endpoints.
 */
export class EventualReads {
  readonly #reads: number;
  readonly #left = new Map<string, number>();

  /** @param reads how many reads of a new thing find nothing. 0: none, everything is found at once */
  constructor(reads: number) {
    this.#reads = reads;
  }

  /** Notes what a route has made. */
  note(route: Route, body: unknown): void {
    const name = made[keyOf(route)];
    if (this.#reads > 0 && name !== undefined && isRecord(body) && this.#left.size < limit) {
      this.#left.set(name(body), this.#reads);
    }
  }

  /** @throws ApiError 404 while what a call reads is not to be found yet */
  check(route: Route, call: Pick<Call, "params" | "query">): void {
    const name = this.#left.size === 0 ? undefined : inLowerCase(read[keyOf(route)]?.(call));
    const left = name === undefined ? undefined : this.#left.get(name);
    if (name === undefined || left === undefined) {
      return;
    }
    if (left > 1) {
      this.#left.set(name, left - 1);
    } else {
      this.#left.delete(name);
    }
    throw notFound(`The ${name.replace(" ", " '")}' does not exist (yet: --eventual-reads).`);
  }
}

/** Unity Catalog finds its names in any case; those of endpoints differ by it. */
function inLowerCase(name: string | undefined): string | undefined {
  return name?.startsWith("endpoint ") ? name : name?.toLowerCase();
}

function keyOf(route: Route): string {
  return `${route.method} ${route.path}`;
}
