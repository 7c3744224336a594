import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const credentials = z.object({ current: z.string().optional() });

/**
 * What tells the backend that keeps the stack's state from others: eight hex digits. Pulumi gives a provider neither the
 * backend nor its address, so it is found as the CLI finds it: `PULUMI_BACKEND_URL`, `backend.url` in the project file,
 * then the last `pulumi login`. A folder belongs to this machine only.
 *
 * @param organization the stack's, empty where there is none: two of them share a backend and no stack
 * @param env the process's environment
 * @param cwd the folder of the program
 */
export async function backendMark(organization: string, env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  const home = env.PULUMI_HOME || join(homedir(), ".pulumi");
  const url = env.PULUMI_BACKEND_URL || (await ofProject(cwd)) || (await ofLogin(home)) || "";
  const place = url.startsWith("file:")
    ? `${hostname()}:${await folderOf(url)}`
    : url.replace(/\/+$/, "").toLowerCase();
  return createHash("sha256")
    .update(JSON.stringify([place, organization]))
    .digest("hex")
    .slice(0, 8);
}

/** The project file has a schema of its own and many forms; of them only this one key matters here. */
async function ofProject(cwd: string): Promise<string | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
      const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
      if (text !== undefined) return /^backend:\s*(?:\{\s*|\n\s+)url:\s*["']?([^\s"'}#]+)/m.exec(text)?.[1];
    }
    if (dirname(folder) === folder) return undefined;
  }
}

async function ofLogin(home: string): Promise<string | undefined> {
  const text = await readFile(join(home, "credentials.json"), "utf8").catch(() => "{}");
  try {
    return credentials.safeParse(JSON.parse(text)).data?.current;
  } catch {
    return undefined;
  }
}

/** `file://~` and `file://./state` are no URLs that Node reads. */
async function folderOf(url: string): Promise<string> {
  const path = url.slice("file://".length).replace(/^~(?=\/|$)/, homedir());
  const folder = url.startsWith("file:///") ? fileURLToPath(url) : path;
  return realpath(folder).catch(() => folder);
}
