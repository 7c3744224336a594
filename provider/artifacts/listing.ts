import { z } from "zod";
import { route, type Workspace } from "../http/index.js";
import type { Owner } from "./location.js";

// Listings of folders, one page per call.

/** `GET /api/2.0/fs/directories/{path}`. */
const directory = z.object({
  contents: z
    .array(z.object({ path: z.string(), is_directory: z.boolean().optional(), file_size: z.number().optional() }))
    .optional(),
  next_page_token: z.string().optional(),
});

/** `GET …/mlflow-artifacts/artifacts`, `GET …/artifacts/list` and `GET …/logged-models/{id}/artifacts/directories`. */
const listing = z.object({
  files: z.array(z.object({ path: z.string(), is_dir: z.boolean().optional() })).optional(),
  next_page_token: z.string().optional(),
});

/** One entry of a folder. */
export interface Entry {
  /** Base name. */
  name: string;
  /** Whether it is a folder. */
  folder: boolean;
}

/** A page of a folder. */
export interface Page {
  entries: Entry[];
  /** Token of the next page. */
  next: string | undefined;
}

/** Entries of a folder behind the Files API. */
export async function listDirectory(workspace: Workspace, path: string, pageToken: string | undefined): Promise<Page> {
  const answer = await workspace.json(directory, {
    method: "GET",
    path: route`/api/2.0/fs/directories/${route.rest(path)}`,
    query: { page_token: pageToken },
  });
  const entries = (answer.contents ?? []).map((entry) => ({
    name: baseName(entry.path),
    folder: entry.is_directory === true,
  }));
  return { entries, next: token(answer.next_page_token) };
}

/** Entries of a folder behind an MLflow server's artifact proxy. */
export async function listProxied(workspace: Workspace, path: string): Promise<Page> {
  const answer = await workspace.json(listing, {
    method: "GET",
    path: route`/api/2.0/mlflow-artifacts/artifacts`,
    query: { path },
  });
  return page(answer);
}

/** Entries of a folder of a logged model's or run's artifacts. */
export async function listOwned(
  workspace: Workspace,
  owner: Owner,
  path: string,
  pageToken: string | undefined,
): Promise<Page> {
  const below = path === "" ? undefined : path;
  const answer = await workspace.json(
    listing,
    owner.kind === "model"
      ? {
          method: "GET",
          path: route`/api/2.0/mlflow/logged-models/${owner.id}/artifacts/directories`,
          query: { artifact_directory_path: below, page_token: pageToken },
        }
      : {
          method: "GET",
          path: route`/api/2.0/mlflow/artifacts/list`,
          query: { run_id: owner.id, path: below, page_token: pageToken },
        },
  );
  return page(answer);
}

function page(answer: z.infer<typeof listing>): Page {
  const entries = (answer.files ?? []).map((entry) => ({ name: baseName(entry.path), folder: entry.is_dir === true }));
  return { entries, next: token(answer.next_page_token) };
}

function token(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function baseName(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? "";
}
