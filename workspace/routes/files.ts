import { z } from "zod";
import { ApiError, notFound, permissionDenied } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route, VersionName } from "../http/route.js";
import { sendStream } from "../http/send.js";
import { artifactPath } from "../mlflow/locations.js";
import { type ArtifactEntry, artifactUrl } from "../mlflow/mlflowClient.js";
import { signedUrl } from "./traceData.js";

const service = "Files";
const differs = "only WorkspaceInternal/Mlflow/Artifacts and Models";

/** The Files API for what MLflow keeps in it. Bodies are streamed both ways. */
export const fileRoutes: readonly Route[] = [
  { service, method: "PUT", path: "/api/2.0/fs/files/{path...}", access: "member", differs, handle: upload },
  { service, method: "GET", path: "/api/2.0/fs/files/{path...}", access: "member", differs, reads, handle: download },
  { service, method: "HEAD", path: "/api/2.0/fs/files/{path...}", access: "member", differs, reads, handle: metadata },
  { service, method: "DELETE", path: "/api/2.0/fs/files/{path...}", access: "member", differs, handle: remove },
  {
    service,
    method: "PUT",
    path: "/api/2.0/fs/directories/{path...}",
    access: "member",
    differs,
    handle: makeDirectory,
  },
  { service, method: "GET", path: "/api/2.0/fs/directories/{path...}", access: "member", differs, reads, handle: list },
  {
    service,
    method: "HEAD",
    path: "/api/2.0/fs/directories/{path...}",
    access: "member",
    differs,
    reads,
    handle: directory,
  },
  { service, method: "DELETE", path: "/api/2.0/fs/directories/{path...}", access: "member", differs, handle: remove },
  {
    service,
    method: "POST",
    path: "/api/2.0/fs/create-download-url",
    access: "member",
    handle: (call) => url(call, "GET"),
  },
  {
    service,
    method: "POST",
    path: "/api/2.0/fs/create-upload-url",
    access: "member",
    handle: (call) => url(call, "PUT"),
  },
];

/** The path in the artifact store of the call's path. Elsewhere 403: a 404 would say "not a directory" to clients. */
export function storePath(call: Call, path = call.params.path ?? ""): string {
  const stored = artifactPath(path);
  if (stored === undefined) {
    throw permissionDenied(`The local workspace keeps no files at /${path.replace(/^\//, "")}.`);
  }
  return stored;
}

/** The model version whose files a call reads. */
function reads({ params }: Pick<Call, "params">): VersionName | undefined {
  const [models, catalog, schema, model, version] = artifactPath(params.path ?? "")?.split("/") ?? [];
  return models === "Models" && version !== undefined ? { name: `${catalog}.${schema}.${model}`, version } : undefined;
}

async function upload(call: Call): Promise<undefined> {
  const path = storePath(call);
  const { mlflow } = call.services;
  if (call.query.one("overwrite") !== "true" && (await entry(call, path)) !== undefined) {
    throw new ApiError(409, "ALREADY_EXISTS", "The file being created already exists.");
  }
  const answer = await mlflow.raw("PUT", artifactUrl(path), call.request, {
    "content-type": "application/octet-stream",
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400) {
    throw new ApiError(
      answer.statusCode,
      answer.statusCode < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR",
      text.slice(0, 500),
    );
  }
  call.response.writeHead(204).end();
  return undefined;
}

async function download(call: Call): Promise<undefined> {
  const answer = await call.services.mlflow.raw("GET", artifactUrl(storePath(call)));
  if (answer.statusCode >= 400) {
    await answer.body.dump();
    throw notFound("The file being accessed is not found.");
  }
  const headers = { ...answer.headers, "content-type": "application/octet-stream" };
  await sendStream(call.response, 200, headers, answer.body);
  return undefined;
}

async function metadata(call: Call): Promise<undefined> {
  const found = await entry(call, storePath(call));
  const headers: Record<string, string> =
    found === undefined || found.directory
      ? {}
      : {
          "content-length": String(found.size),
          "content-type": "application/octet-stream",
          "last-modified": new Date().toUTCString(),
        };
  call.response.writeHead(found === undefined || found.directory ? 404 : 200, headers).end();
  return undefined;
}

async function remove(call: Call): Promise<undefined> {
  const path = storePath(call);
  if ((await entry(call, path)) === undefined) {
    throw notFound("The file being accessed is not found.");
  }
  const answer = await call.services.mlflow.raw("DELETE", artifactUrl(path));
  await answer.body.dump();
  call.response.writeHead(204).end();
  return undefined;
}

function makeDirectory(call: Call): undefined {
  storePath(call);
  // Folders of the artifact store exist when they hold something.
  call.response.writeHead(204).end();
  return undefined;
}

async function directory(call: Call): Promise<undefined> {
  const entries = await call.services.mlflow.listArtifacts(storePath(call));
  call.response.writeHead(entries.length > 0 ? 200 : 404).end();
  return undefined;
}

async function list(call: Call): Promise<Answer> {
  const entries = await call.services.mlflow.listArtifacts(storePath(call));
  if (entries.length === 0) {
    throw notFound("The directory being accessed is not found.");
  }
  const path = `/${(call.params.path ?? "").replace(/^\/|\/$/g, "")}`;
  return {
    body: {
      contents: entries.map((item) => ({
        path: `${path}/${item.name}`,
        name: item.name,
        is_directory: item.directory,
        ...(item.directory ? {} : { file_size: item.size }),
        last_modified: 0,
      })),
    },
  };
}

async function url(call: Call, method: "GET" | "PUT"): Promise<Answer> {
  // Older clients put it into the body, newer ones (databricks-sdk) into the query.
  const inQuery = call.query.one("path");
  const path = inQuery ?? (await parseBody(call, z.object({ path: z.string() }))).path;
  return { body: { url: signedUrl(call, method, storePath(call, path)), headers: [] } };
}

async function entry(call: Call, path: string): Promise<ArtifactEntry | undefined> {
  const slash = path.lastIndexOf("/");
  const siblings = await call.services.mlflow.listArtifacts(path.slice(0, slash));
  return siblings.find((item) => item.name === path.slice(slash + 1));
}
