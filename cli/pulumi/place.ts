import { execFile } from "node:child_process";

/**
 * Where a folder is, seen from the root of its git repository: `infra/`. Empty where there is no repository.
 */
export function folderInRepository(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("git", ["rev-parse", "--show-prefix"], { cwd: folder }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : "");
    });
  });
}
