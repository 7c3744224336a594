import { z } from "zod";
import { invalidParameter, notFound } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { toMlflow } from "../mlflow/locations.js";
import { isRecord } from "../paths.js";
import { signedUrl } from "./traceData.js";

/** How many addresses one call may ask for, as mlflow's client splits its lists (databricks_artifact_repo.py). */
const atOnce = 2000;

const asked = z.object({ run_id: z.string(), path: z.array(z.string()).max(atOnce) });

/** Addresses of a run's files, for MLflow before 3: later releases use the Files API (databricks_artifact_repo.py). */
export const runArtifactRoutes: readonly Route[] = [route("write", "PUT"), route("read", "GET")];

function route(what: "read" | "write", method: "GET" | "PUT"): Route {
  return {
    service: "MLflow tracking",
    method: "POST",
    path: `/api/2.0/mlflow/artifacts/credentials-for-${what}`,
    access: "member",
    differs: "addresses are of this workspace, not of a cloud's storage; no uploads in parts",
    handle: (call) => addresses(call, method),
  };
}

async function addresses(call: Call, method: "GET" | "PUT"): Promise<Answer> {
  const { run_id: run, path: paths } = await parseBody(call, asked);
  const answer = await call.services.mlflow.json("GET", "/api/2.0/mlflow/runs/get", { query: { run_id: run } });
  const info = isRecord(answer.run) && isRecord(answer.run.info) ? answer.run.info : {};
  if (typeof info.artifact_uri !== "string") {
    throw notFound(`Run '${run}' has no artifact location.`);
  }
  const root = toMlflow(info.artifact_uri).replace(/^mlflow-artifacts:\//, "");
  return {
    body: {
      credential_infos: paths.map((path) => {
        if (path.split("/").includes("..")) {
          throw invalidParameter("path: must stay below the run.");
        }
        const signed = signedUrl(call, method, `${root}/${path}`);
        return { run_id: run, path, signed_uri: signed, type: "AWS_PRESIGNED_URL", headers: [] };
      }),
    },
  };
}
