import type { Dispatcher } from "undici";
import { ApiError, invalidParameter } from "../errors.js";
import { readBody } from "../http/body.js";
import type { Access, Call, Route } from "../http/route.js";
import { foreignError, sendStream } from "../http/send.js";
import { mapStrings, toDatabricks, toMlflow } from "../mlflow/locations.js";
import { isRecord } from "../paths.js";
import { requireParent } from "./workspaceTree.js";

const service = "MLflow tracking";

/** Calls that go to the real MLflow server, with artifact locations in Databricks' words. */
export const trackingRoutes: readonly Route[] = [
  pass("POST", "/api/2.0/mlflow/experiments/create", "member", createExperiment),
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
 */
async function passThrough(call: Call, inspect?: Inspection): Promise<undefined> {
  const { request, response, path, query, services } = call;
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
  const answer = await services.mlflow.raw(method, path + query.text, body === "" ? undefined : body, {
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

/** On Databricks the name of an experiment is a path in the workspace's file tree. */
async function createExperiment(body: unknown, { services }: Call): Promise<void> {
  const name = isRecord(body) ? body.name : undefined;
  if (typeof name !== "string") {
    return;
  }
  if (!name.startsWith("/")) {
    throw invalidParameter(
      `Got an invalid experiment name '${name}'. An experiment name must be an absolute path within the Databricks ` +
        "workspace, e.g. '/Users/<some-username>/my-experiment'.",
    );
  }
  await requireParent(services.paths.tree, name);
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
