import { createHash, randomBytes, randomUUID } from "node:crypto";
import { chmod } from "node:fs/promises";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { WorkspaceError } from "../errors.js";
import { readJson, writeAtomic } from "../server/atomicFile.js";

const schema = z.object({
  /** The owner's bearer token. */
  token: z.string().min(1),
  /** Bearer tokens of the users of the fixtures, by name. */
  userTokens: z.record(z.string(), z.string().min(1)).default(() => ({})),
  /** A service principal for OAuth machine-to-machine. */
  servicePrincipal: z.object({ name: z.string(), clientId: z.string(), clientSecret: z.string() }),
  /** Key of the signed artifact URLs and of short-lived tokens. */
  signingKey: z.string().min(32),
  /** Databricks' number of this workspace, answered as `x-databricks-org-id`. */
  workspaceId: z.string(),
});

/** Secrets and identity of one workspace, made once and kept, mode 0600. */
export type Credentials = z.infer<typeof schema>;

/**
 * Reads a workspace's credentials, or makes them.
 *
 * @param file where they are kept
 * @param token a token chosen by the owner, kept from then on. Default: the kept one, else a random one
 * @param users names of the users beside the owner: each has a token, kept as long as the fixtures name them
 * @throws WorkspaceError `dataFolder`
 */
export async function loadCredentials(
  file: string,
  token?: string,
  users: readonly string[] = [],
): Promise<Credentials> {
  const read = schema.safeParse(await readJson(file).catch(() => undefined));
  const kept = read.success ? read.data : undefined;
  const credentials: Credentials = {
    ...(kept ?? {
      servicePrincipal: {
        name: "local-service-principal",
        clientId: randomUUID(),
        clientSecret: randomBytes(24).toString("hex"),
      },
      signingKey: randomBytes(32).toString("hex"),
      workspaceId: workspaceNumber(file),
    }),
    token: token ?? kept?.token ?? newToken(),
    userTokens: Object.fromEntries(users.map((name) => [name, kept?.userTokens[name] ?? newToken()])),
  };
  if (kept !== undefined && isDeepStrictEqual(kept, credentials)) {
    return credentials;
  }
  try {
    await writeAtomic(file, JSON.stringify(credentials, undefined, 2));
    await chmod(file, 0o600);
  } catch (error) {
    throw new WorkspaceError("dataFolder", `${file} cannot be written.`, error);
  }
  return credentials;
}

/** The same for the same folder, also when its data was deleted: what is gone then is gone, and not in another workspace. */
function workspaceNumber(file: string): string {
  const digits = createHash("sha256").update(resolve(file)).digest().readUIntBE(0, 6);
  return String(1_000_000_000_000_000 + digits);
}

function newToken(): string {
  return `local-${randomBytes(24).toString("hex")}`;
}
