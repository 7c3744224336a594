import { z } from "zod";
import { invalidParameter, notFound } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { foreignError, sendStream } from "../http/send.js";
import { toMlflow } from "../mlflow/locations.js";
import { artifactUrl } from "../mlflow/mlflowClient.js";
import { isRecord } from "../paths.js";
import { signedAddress, verifySignature } from "./signedAddress.js";

const service = "MLflow trace data";

/** Signed addresses for the spans of a trace, which live in MLflow's artifact store. */
export const traceDataRoutes: readonly Route[] = [
  {
    service,
    method: "GET",
    // Where MLflow 2 looks for the assessments of a trace (get_trace_info of its rest_store.py).
    path: "/api/2.0/mlflow/traces/{trace}",
    access: "member",
    handle: async ({ services, params }) => ({
      body: await services.mlflow.json("GET", `/api/3.0/mlflow/traces/${encodeURIComponent(params.trace ?? "")}`),
    }),
  },
  {
    service,
    method: "GET",
    path: "/api/2.0/mlflow/traces/{trace}/credentials-for-data-upload",
    access: "agent",
    handle: (call) => credentials(call, "PUT"),
  },
  {
    service,
    method: "GET",
    path: "/api/2.0/mlflow/traces/{trace}/credentials-for-data-download",
    access: "member",
    handle: (call) => credentials(call, "GET"),
  },
  {
    service: "MLflow tracking",
    method: "POST",
    path: "/api/2.0/mlflow/logged-models/{model}/artifacts/credentials-for-upload",
    access: "member",
    handle: (call) => modelCredentials(call, "PUT"),
  },
  {
    service: "MLflow tracking",
    method: "POST",
    path: "/api/2.0/mlflow/logged-models/{model}/artifacts/credentials-for-download",
    access: "member",
    handle: (call) => modelCredentials(call, "GET"),
  },
  { service, method: "PUT", path: "/_local/artifacts/{path...}", access: "public", handle: put },
  { service, method: "GET", path: "/_local/artifacts/{path...}", access: "public", handle: get },
];

/** A signed address of one file of the artifact store. */
export function signedUrl(call: Call, method: "GET" | "PUT", path: string): string {
  return signedAddress(call, method, `artifacts/${path}`);
}

async function credentials(call: Call, method: "GET" | "PUT"): Promise<{ body: unknown }> {
  const trace = call.params.trace ?? "";
  const answer = await call.services.mlflow.json("GET", `/api/3.0/mlflow/traces/${encodeURIComponent(trace)}`);
  const location = artifactLocation(answer);
  if (location === undefined) {
    throw notFound(`Trace ${trace} has no artifact location.`);
  }
  const file = call.query.one("path") ?? "traces.json";
  if (file.split("/").includes("..")) {
    throw invalidParameter("path: must stay below the trace.");
  }
  const path = `${toMlflow(location).replace(/^mlflow-artifacts:\//, "")}/${file}`;
  return {
    body: {
      credential_info: { path, signed_uri: signedUrl(call, method, path), type: "AWS_PRESIGNED_URL", headers: [] },
    },
  };
}

function artifactLocation(answer: Record<string, unknown>): string | undefined {
  const trace = isRecord(answer.trace) ? answer.trace : {};
  const info = isRecord(trace.trace_info) ? trace.trace_info : {};
  const tags = isRecord(info.tags) ? info.tags : {};
  const location = tags["mlflow.artifactLocation"];
  return typeof location === "string" ? location : undefined;
}

async function put(call: Call): Promise<{ status: number }> {
  const path = verified(call, "PUT");
  const answer = await call.services.mlflow.raw("PUT", artifactUrl(path), call.request, {
    "content-type": "application/octet-stream",
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400) {
    throw foreignError(answer.statusCode, text);
  }
  return { status: answer.statusCode };
}

async function get(call: Call): Promise<undefined> {
  const path = verified(call, "GET");
  const answer = await call.services.mlflow.raw("GET", artifactUrl(path));
  if (answer.statusCode >= 400) {
    throw foreignError(answer.statusCode, await answer.body.text());
  }
  await sendStream(call.response, answer.statusCode, answer.headers, answer.body);
  return undefined;
}

function verified(call: Call, method: "GET" | "PUT"): string {
  const path = call.params.path ?? "";
  verifySignature(call, method, `artifacts/${path}`);
  return path;
}

/** Addresses of files of a logged model, for clients that do not use the Files API. */
async function modelCredentials(call: Call, method: "GET" | "PUT"): Promise<{ body: unknown }> {
  const model = call.params.model ?? "";
  const { paths } = await parseBody(call, z.object({ paths: z.array(z.string()) }));
  const answer = await call.services.mlflow.json("GET", `/api/2.0/mlflow/logged-models/${encodeURIComponent(model)}`);
  const found = isRecord(answer.model) && isRecord(answer.model.info) ? answer.model.info.artifact_uri : undefined;
  const root = typeof found === "string" ? found.replace(/^mlflow-artifacts:\//, "") : "";
  return {
    body: {
      credentials: paths.map((path) => {
        if (path.split("/").includes("..")) {
          throw invalidParameter("paths: must stay below the model.");
        }
        const signed = signedUrl(call, method, `${root}/${path}`);
        const credential = { path, signed_uri: signed, type: "AWS_PRESIGNED_URL", headers: [] };
        return { model_id: model, credential_info: credential };
      }),
    },
  };
}
