import { z } from "zod";
import { type ApiPath, type ApiRequest, route, type Workspace } from "../http/index.js";

/** `GET /api/2.0/fs/directories/{path}`. */
const directory = z.object({
  contents: z
    .array(z.object({ path: z.string(), is_directory: z.boolean().optional(), file_size: z.number().optional() }))
    .optional(),
  next_page_token: z.string().optional(),
});

/** `GET /api/2.0/mlflow-artifacts/artifacts?path=`. */
const listing = z.object({
  files: z
    .array(
      z.object({
        path: z.string(),
        is_dir: z.boolean().optional(),
        file_size: z.union([z.number(), z.string()]).optional(),
      }),
    )
    .optional(),
});

/** One entry of a folder. */
export interface Entry {
  /** Base name. */
  name: string;
  /** Whether it is a folder. */
  folder: boolean;
}

/** Entries of a folder behind the Files API, one page. */
export async function listDirectory(
  workspace: Workspace,
  path: string,
  pageToken: string | undefined,
): Promise<{ entries: Entry[]; next: string | undefined }> {
  const answer = await workspace.json(directory, {
    method: "GET",
    path: route`/api/2.0/fs/directories/${route.rest(path)}`,
    query: { page_token: pageToken },
  });
  const entries = (answer.contents ?? []).map((entry) => ({
    name: baseName(entry.path),
    folder: entry.is_directory === true,
  }));
  return { entries, next: answer.next_page_token === "" ? undefined : answer.next_page_token };
}

/** Entries of a folder behind an MLflow server's artifact proxy. */
export async function listArtifacts(workspace: Workspace, path: string): Promise<Entry[]> {
  const answer = await workspace.json(listing, {
    method: "GET",
    path: route`/api/2.0/mlflow-artifacts/artifacts`,
    query: { path },
  });
  return (answer.files ?? []).map((entry) => ({ name: baseName(entry.path), folder: entry.is_dir === true }));
}

/** Address of a file behind either API. */
export function filePath(api: "files" | "proxy", path: string): ApiPath {
  const rest = route.rest(path);
  return api === "files" ? route`/api/2.0/fs/files/${rest}` : route`/api/2.0/mlflow-artifacts/artifacts/${rest}`;
}

/** Query of an upload: without it the Files API refuses to write over what a killed run left. */
export function uploadQuery(api: "files" | "proxy"): NonNullable<ApiRequest["query"]> {
  return api === "files" ? { overwrite: true } : {};
}

function baseName(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? "";
}
