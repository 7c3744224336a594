import type { Dispatcher } from "undici";
import { ApiError, invalidParameter, permissionDenied } from "../errors.js";
import { readBody } from "../http/body.js";
import type { Access, Call, Route } from "../http/route.js";
import { foreignError, sendStream } from "../http/send.js";
import { mapStrings, toDatabricks, toMlflow } from "../mlflow/locations.js";
import { isRecord } from "../paths.js";
import { callerId, callerName } from "./caller.js";
import { requireParent } from "./workspaceTree.js";

const service = "MLflow tracking";

/** Calls that go to the real MLflow server, with artifact locations in Databricks' words. */
export const trackingRoutes: readonly Route[] = [
  {
    ...pass("POST", "/api/2.0/mlflow/experiments/create", "member", createExperiment),
    differs: "every home below /Users is there, whoever it would belong to",
  },
  {
    ...pass("POST", "/api/2.0/mlflow/experiments/update", "member", renameExperiment),
    differs: "the tag `mlflow.experiment.sourceName` keeps the former name",
  },
  {
    ...pass("GET", "/api/2.0/mlflow/experiments/get-by-name", "member"),
    handle: (call) => passThrough(call, undefined, byTreeName(call)),
  },
  pass("POST", "/api/2.0/mlflow/experiments/search", "member", ownPageSize),
  ...family("experiments", ["GET", "POST"], ["2.0"], "member"),
  ...family("runs", ["GET", "POST"], ["2.0"], "member"),
  ...family("metrics", ["GET"], ["2.0"], "member"),
  pass("GET", "/api/2.0/mlflow/artifacts/list", "member"),
  pass("POST", "/api/2.0/mlflow/logged-models", "member"),
  ...family("logged-models", ["GET", "POST", "PATCH", "DELETE"], ["2.0"], "member"),
  // A served agent writes its traces with its own credential.
  pass("POST", "/api/3.0/mlflow/traces", "agent"),
  pass("PATCH", "/api/3.0/mlflow/traces/{trace}/tags", "agent"),
  pass("PATCH", "/api/2.0/mlflow/traces/{trace}/tags", "agent"),
  pass("POST", "/api/2.0/mlflow/traces", "agent"),
  pass("PATCH", "/api/2.0/mlflow/traces/{trace}", "agent"),
  pass("GET", "/api/2.0/mlflow/traces", "member"),
  ...family("traces", ["GET", "POST", "PATCH", "DELETE"], ["2.0", "3.0"], "member"),
];

/** Looks at a body before it is sent on. */
type Inspection = (body: unknown, call: Call) => void | Promise<void>;

function family(name: string, methods: readonly string[], versions: readonly string[], access: Access): Route[] {
  return versions.flatMap((version) =>
    methods.map((method) => pass(method, `/api/${version}/mlflow/${name}/{rest...}`, access)),
  );
}

function pass(method: string, path: string, access: Access, inspect?: Inspection): Route {
  return { service, method, path, access, handle: (call) => passThrough(call, inspect) };
}

/**
 * Sends a call on to MLflow and its answer back.
 *
 * @param inspect refuses a body that Databricks would refuse and MLflow does not, or changes one where it is the other way
 * @param query as it is sent on. Default: as it came
 */
async function passThrough(call: Call, inspect?: Inspection, query = call.query.text): Promise<undefined> {
  const { request, response, path, services } = call;
  const { rest: _, ...single } = call.params;
  if (Object.values(single).some((value) => value.includes("/"))) {
    // For MLflow an encoded slash is a slash, and the path so another route than the one whose access was decided.
    throw invalidParameter("A name in the path may hold no slash.");
  }
  const method = methods.find((name) => name === request.method) ?? "GET";
  let body = (await readBody(request)).toString("utf8");
  if (inspect !== undefined || body.includes("dbfs:/databricks/mlflow-tracking/")) {
    const parsed = mapStrings(parse(body), toMlflow);
    await inspect?.(parsed, call);
    body = JSON.stringify(parsed);
  }
  const type = request.headers["content-type"] ?? "application/json";
  const answer = await services.mlflow.raw(method, path + query, body === "" ? undefined : body, {
    "content-type": type,
  });
  const json = (answer.headers["content-type"] ?? "").includes("json");
  if (answer.statusCode >= 400) {
    const text = await answer.body.text();
    const parsed = parse(text);
    throw isRecord(parsed) && typeof parsed.error_code === "string"
      ? new ApiError(answer.statusCode, parsed.error_code, String(parsed.message ?? ""))
      : foreignError(answer.statusCode, text);
  }
  if (!json) {
    await sendStream(response, answer.statusCode, answer.headers, answer.body);
    return undefined;
  }
  const text = await answer.body.text();
  const shown = text.includes("mlflow-artifacts:/") ? JSON.stringify(mapStrings(parse(text), toDatabricks)) : text;
  response.writeHead(answer.statusCode, { "content-type": "application/json" });
  response.end(shown);
  return undefined;
}

const methods: readonly Dispatcher.HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/**
 * On Databricks the name of an experiment is a path in the workspace's file tree, and its owner is told by tags (source:
 * the stand-in that Databricks' own command line is tested with).
 */
async function createExperiment(body: unknown, call: Call): Promise<void> {
  if (!isRecord(body) || typeof body.name !== "string") {
    return;
  }
  const name = treeName(body.name);
  await requirePlace(name, call);
  const own: Record<string, string> = {
    "mlflow.ownerId": callerId(call),
    "mlflow.ownerEmail": callerName(call),
    "mlflow.experiment.sourceName": body.name,
    "mlflow.experimentType": "MLFLOW_EXPERIMENT",
  };
  const sent = Array.isArray(body.tags) ? body.tags : [];
  const others = sent.filter((tag) => !isRecord(tag) || !Object.hasOwn(own, String(tag.key)));
  body.tags = [...others, ...Object.entries(own).map(([key, value]) => ({ key, value }))];
  body.name = name;
}

async function renameExperiment(body: unknown, call: Call): Promise<void> {
  if (isRecord(body) && typeof body.new_name === "string") {
    body.new_name = treeName(body.new_name);
    await requirePlace(String(body.new_name), call);
  }
}

/** The query of a look-up by name, with the name that the experiment was given. */
function byTreeName({ query }: Call): string {
  const name = query.one("experiment_name");
  return name === undefined ? query.text : `?${new URLSearchParams({ experiment_name: treeName(name) })}`;
}

/** The tree may be named by its root: `/Workspace/Shared/x` is `/Shared/x`. */
function treeName(name: string): string {
  return name.replace(/^\/Workspace(?=\/)/, "");
}

/** Refuses an experiment where it may not lie. @throws ApiError 400, 403, 404 */
async function requirePlace(name: string, { caller, services }: Call): Promise<void> {
  if (!name.startsWith("/")) {
    throw invalidParameter(
      `Got an invalid experiment name '${name}'. An experiment name must be an absolute path within the Databricks ` +
        "workspace, e.g. '/Users/<some-username>/my-experiment'.",
    );
  }
  await requireParent(services.paths.tree, name);
  if (caller?.kind === "servicePrincipal" && name.lastIndexOf("/") === 0) {
    throw permissionDenied(`The service principal ${caller.name} may not make '${name}': the root is not its own.`);
  }
}

/** The SDK leaves the size of a page to the server, which MLflow does not choose. */
function ownPageSize(body: unknown): void {
  if (isRecord(body)) {
    body.max_results = body.max_results || 1000;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
