import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { invalidParameter, notFound } from "../errors.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Route } from "../http/route.js";

const service = "Workspace tree";
const base = "/api/2.0/workspace";
const target = z.object({ path: z.string() });

/**
 * Folders of the workspace's tree, in which experiments lie. Notebooks and files are not kept. The folders are real ones
 * below the data folder, so they outlive a restart.
 */
export const workspaceTreeRoutes: readonly Route[] = [
  {
    service,
    method: "POST",
    path: `${base}/mkdirs`,
    access: "member",
    differs: "everybody may make folders everywhere",
    handle: async (call) => {
      const { path } = await parseBody(call, target);
      await mkdir(folderOnDisk(call.services.paths.tree, partsOf(path)), { recursive: true, mode: 0o700 });
      return {};
    },
  },
  {
    service,
    method: "GET",
    path: `${base}/get-status`,
    access: "member",
    differs: "folders only: experiments, notebooks and files are not found",
    handle: async (call) => {
      const { path } = parseQuery(call, target);
      if (!(await folderExists(call.services.paths.tree, path))) {
        throw notFound(`Path (${path}) doesn't exist.`);
      }
      return { body: { object_type: "DIRECTORY", path } };
    },
  },
];

/**
 * Refuses an experiment whose folder is missing, as Databricks does.
 *
 * @param tree folder on disk that holds the tree
 * @param name of the experiment: an absolute path
 * @throws ApiError 404
 */
export async function requireParent(tree: string, name: string): Promise<void> {
  const folder = name.slice(0, name.lastIndexOf("/"));
  if (folder !== "" && !(await folderExists(tree, folder))) {
    throw notFound(`Parent directory ${folder} does not exist.`);
  }
}

/** The root, `/Shared`, `/Users` and everybody's home are there from the beginning. */
async function folderExists(tree: string, path: string): Promise<boolean> {
  const parts = partsOf(path);
  const [first = "", ...rest] = parts;
  if (parts.length === 0 || (first === "Shared" && rest.length === 0) || (first === "Users" && rest.length < 2)) {
    return true;
  }
  const found = await stat(folderOnDisk(tree, parts)).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** Parts of an absolute path. The tree may be named by its root `/Workspace` as well. */
function partsOf(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  if (!path.startsWith("/") || parts.some((part) => part === "." || part === ".." || part.includes("\0"))) {
    throw invalidParameter(`Path (${path}) must be an absolute path within the workspace.`);
  }
  return parts[0] === "Workspace" ? parts.slice(1) : parts;
}

function folderOnDisk(tree: string, parts: readonly string[]): string {
  // Encoded, because a name may be one that the disk does not take.
  return join(tree, ...parts.map((part) => encodeURIComponent(part)));
}
