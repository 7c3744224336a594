import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkspaceError } from "../errors.js";

/**
 * Folder of the scoring processes' sockets: nobody else can enter it, so only the workspace can reach them. It lies in
 * the system's temporary folder because a socket's path may have only about 100 characters.
 *
 * @param root folder of the workspace, whose own it is
 * @throws WorkspaceError `serverFailed` when someone else made it
 */
export function socketFolder(root: string): string {
  const user = process.getuid?.() ?? 0;
  const folder = join(
    tmpdir(),
    `mlflow-agents-${user}-${createHash("sha256").update(root).digest("hex").slice(0, 10)}`,
  );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== user || (found.mode & 0o077) !== 0) {
    throw new WorkspaceError("serverFailed", `${folder} belongs to someone else or is open to others: remove it.`);
  }
  return folder;
}
