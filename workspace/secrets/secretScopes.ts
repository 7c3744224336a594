import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { ApiError, invalidParameter, notFound } from "../errors.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { Seeded } from "../fixtures/seeded.js";
import type { WorkspacePaths } from "../paths.js";
import { KeptThings } from "../server/keptThings.js";

/** What a principal may do with a scope; each includes those before it. */
export const secretPermissions = ["READ", "WRITE", "MANAGE"] as const;

/** One of {@link secretPermissions}. */
export type SecretPermission = (typeof secretPermissions)[number];

const secretSchema = z.object({ base64: z.string(), updated: z.number() });
const scopeSchema = z.object({
  secrets: z.record(z.string(), secretSchema),
  acls: z.record(z.string(), z.enum(secretPermissions)),
});

type Scope = z.infer<typeof scopeSchema>;

/** Bytes a secret's value may have. */
const valueLimit = 128 * 1024;

/** The workspace's secret scopes: those of the fixtures and those that its users make. In one file, mode 0600. */
export class SecretScopes {
  readonly #kept: KeptThings<Scope>;
  readonly #owner: string;

  private constructor(kept: KeptThings<Scope>, owner: string) {
    this.#kept = kept;
    this.#owner = owner;
  }

  /**
   * Reads what an earlier process kept, and makes what is new in the fixtures.
   *
   * @throws WorkspaceError `dataFolder` for a file that cannot be read: its secrets would be lost with the next write
   */
  static async open(
    paths: Pick<WorkspacePaths, "root">,
    fixtures: Pick<Fixtures, "secrets" | "user">,
  ): Promise<SecretScopes> {
    const kept = await KeptThings.open(join(paths.root, "secrets.json"), "scopes", scopeSchema);
    await kept.seed(seedOf(fixtures.secrets), (all, changes) => seed(all, changes, fixtures));
    return new SecretScopes(kept, fixtures.user);
  }

  /** Names of the scopes, sorted. */
  names(): string[] {
    return [...this.#kept.all.keys()].sort();
  }

  /** @throws ApiError 400 for an invalid or taken name */
  async create(name: string, creator: string, manager?: string): Promise<void> {
    checkName("Scope", name);
    if (this.#kept.all.has(name)) {
      throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Scope ${name} already exists!`);
    }
    const acls: Scope["acls"] = { [creator]: "MANAGE", ...(manager === undefined ? {} : { [manager]: "MANAGE" }) };
    await this.#kept.change((all) => all.set(name, { secrets: {}, acls }));
  }

  /** @throws ApiError 404 */
  async delete(name: string): Promise<void> {
    this.#scope(name);
    await this.#kept.change((all) => all.delete(name));
  }

  /** Keys of a scope's secrets and when they were written, in milliseconds since the epoch. @throws ApiError 404 */
  list(name: string): { key: string; updated: number }[] {
    const { secrets } = this.#scope(name);
    return Object.keys(secrets)
      .sort()
      .map((key) => ({ key, updated: secrets[key]?.updated ?? 0 }));
  }

  /** The bytes of a secret, in base64. @throws ApiError 404 naming scope and key */
  get(name: string, key: string): string {
    const { secrets } = this.#scope(name);
    const secret = Object.hasOwn(secrets, key) ? secrets[key] : undefined;
    if (secret === undefined) {
      throw notFound(`Secret does not exist with scope: ${name} and key: ${key}`);
    }
    return secret.base64;
  }

  /** A secret as text; undefined where scope or key does not exist. */
  text(name: string, key: string): string | undefined {
    const secrets = this.#kept.all.get(name)?.secrets ?? {};
    const found = Object.hasOwn(secrets, key) ? secrets[key] : undefined;
    return found === undefined ? undefined : Buffer.from(found.base64, "base64").toString("utf8");
  }

  /** Writes a secret, in place of an older one. @throws ApiError 400, 404 */
  async put(name: string, key: string, value: Buffer): Promise<void> {
    const { secrets } = this.#scope(name);
    checkName("Key", key);
    if (value.length > valueLimit) {
      throw invalidParameter(`The value of a secret may have ${valueLimit} bytes; ${value.length} were given.`);
    }
    await this.#kept.change(() => {
      secrets[key] = { base64: value.toString("base64"), updated: Date.now() };
    });
  }

  /** @throws ApiError 404 naming scope and key */
  async deleteSecret(name: string, key: string): Promise<void> {
    this.get(name, key);
    await this.#kept.change(() => {
      delete this.#scope(name).secrets[key];
    });
  }

  /** Permissions by principal. @throws ApiError 404 */
  acls(name: string): Readonly<Record<string, SecretPermission>> {
    return this.#scope(name).acls;
  }

  /** Gives a principal a permission, or takes it away (undefined). @throws ApiError 404 */
  async setAcl(name: string, principal: string, permission: SecretPermission | undefined): Promise<void> {
    const { acls } = this.#scope(name);
    await this.#kept.change(() => {
      if (permission === undefined) {
        delete acls[principal];
      } else {
        acls[principal] = permission;
      }
    });
  }

  /** Whether a principal may do something with a scope. The workspace's owner may do everything. @throws ApiError 404 */
  allows(name: string, principal: string, wanted: SecretPermission): boolean {
    const { acls } = this.#scope(name);
    const held = [principal, "users"].flatMap((who) => (Object.hasOwn(acls, who) ? (acls[who] ?? []) : []));
    const enough = secretPermissions.slice(secretPermissions.indexOf(wanted));
    return principal === this.#owner || held.some((permission) => enough.includes(permission));
  }

  #scope(name: string): Scope {
    const scope = this.#kept.all.get(name);
    if (scope === undefined) {
      throw notFound(`Scope ${name} does not exist!`);
    }
    return scope;
  }
}

function seed(
  all: Map<string, Scope>,
  { made, gone }: { made: string[]; gone: string[] },
  { secrets, user }: Pick<Fixtures, "secrets" | "user">,
): void {
  for (const id of gone) {
    const [name = "", key] = partsOf(id);
    const scope = all.get(name);
    if (key !== undefined) {
      delete scope?.secrets[key];
    } else if (scope !== undefined && Object.keys(scope.secrets).length === 0) {
      all.delete(name);
    }
  }
  for (const id of made) {
    const [name = "", key] = partsOf(id);
    const scope = all.get(name) ?? { secrets: {}, acls: { [user]: "MANAGE" as const } };
    all.set(name, scope);
    if (key !== undefined) {
      const base64 = Buffer.from(secrets[name]?.[key] ?? "").toString("base64");
      scope.secrets[key] = { base64, updated: Date.now() };
    }
  }
}

/** The fixtures' scopes and secrets, by name. Keys come before their scopes: a scope goes when its keys are gone. */
function seedOf(secrets: Fixtures["secrets"]): Seeded {
  const keys = Object.entries(secrets).flatMap(([scope, held]) =>
    Object.entries(held).map(([key, value]) => [
      JSON.stringify([scope, key]),
      createHash("sha256").update(value).digest("hex"),
    ]),
  );
  return Object.fromEntries([...keys, ...Object.keys(secrets).map((scope) => [JSON.stringify([scope]), ""])]);
}

function partsOf(id: string): string[] {
  return z.array(z.string()).parse(JSON.parse(id));
}

function checkName(what: "Scope" | "Key", name: string): void {
  if (!/^[\w.@-]{1,128}$/.test(name)) {
    throw invalidParameter(
      `${what} names are 1 to 128 letters, digits, dashes, underscores, periods and @: '${name}'.`,
    );
  }
}
