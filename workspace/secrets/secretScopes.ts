import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { ApiError, invalidParameter, notFound, WorkspaceError } from "../errors.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import { type Seeded, seedChanges } from "../fixtures/seeded.js";
import type { WorkspacePaths } from "../paths.js";
import { readJson, writeAtomic } from "../server/atomicFile.js";

/** What a principal may do with a scope; each includes those before it. */
export const secretPermissions = ["READ", "WRITE", "MANAGE"] as const;

/** One of {@link secretPermissions}. */
export type SecretPermission = (typeof secretPermissions)[number];

const secretSchema = z.object({ base64: z.string(), updated: z.number() });
const scopeSchema = z.object({
  secrets: z.record(z.string(), secretSchema),
  acls: z.record(z.string(), z.enum(secretPermissions)),
});
const fileSchema = z.object({
  seeded: z.record(z.string(), z.string()).default({}),
  scopes: z.record(z.string(), scopeSchema).default({}),
});

type Scope = z.infer<typeof scopeSchema>;

/** Bytes a secret's value may have. */
const valueLimit = 128 * 1024;

/** The workspace's secret scopes: those of the fixtures and those that its users make. In one file, mode 0600. */
export class SecretScopes {
  readonly #file: string;
  readonly #owner: string;
  readonly #scopes: Map<string, Scope>;
  #seeded: Seeded;
  /** The last write, so that two do not overtake each other. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, owner: string, content: z.infer<typeof fileSchema>) {
    this.#file = file;
    this.#owner = owner;
    this.#scopes = new Map(Object.entries(content.scopes));
    this.#seeded = content.seeded;
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
    const file = join(paths.root, "secrets.json");
    const read = fileSchema.safeParse((await readJson(file).catch(() => "not JSON")) ?? {});
    if (!read.success) {
      throw new WorkspaceError("dataFolder", `${file} is not a file of secrets: correct it or remove it.`);
    }
    const scopes = new SecretScopes(file, fixtures.user, read.data);
    await scopes.#seed(fixtures.secrets);
    return scopes;
  }

  /** Names of the scopes, sorted. */
  names(): string[] {
    return [...this.#scopes.keys()].sort();
  }

  /** @throws ApiError 400 for an invalid or taken name */
  async create(name: string, creator: string, manager?: string): Promise<void> {
    checkName("Scope", name);
    if (this.#scopes.has(name)) {
      throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Scope ${name} already exists!`);
    }
    const acls: Scope["acls"] = { [creator]: "MANAGE", ...(manager === undefined ? {} : { [manager]: "MANAGE" }) };
    await this.#change(() => this.#scopes.set(name, { secrets: {}, acls }));
  }

  /** @throws ApiError 404 */
  async delete(name: string): Promise<void> {
    this.#scope(name);
    await this.#change(() => this.#scopes.delete(name));
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
    const secrets = this.#scopes.get(name)?.secrets ?? {};
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
    await this.#change(() => {
      secrets[key] = { base64: value.toString("base64"), updated: Date.now() };
    });
  }

  /** @throws ApiError 404 naming scope and key */
  async deleteSecret(name: string, key: string): Promise<void> {
    this.get(name, key);
    await this.#change(() => {
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
    await this.#change(() => {
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
    const scope = this.#scopes.get(name);
    if (scope === undefined) {
      throw notFound(`Scope ${name} does not exist!`);
    }
    return scope;
  }

  async #seed(secrets: Fixtures["secrets"]): Promise<void> {
    const now = seedOf(secrets);
    const { made, gone } = seedChanges(this.#seeded, now);
    if (made.length === 0 && gone.length === 0) {
      return;
    }
    for (const id of gone) {
      const [name = "", key] = partsOf(id);
      const scope = this.#scopes.get(name);
      if (key !== undefined) {
        delete scope?.secrets[key];
      } else if (scope !== undefined && Object.keys(scope.secrets).length === 0) {
        this.#scopes.delete(name);
      }
    }
    for (const id of made) {
      const [name = "", key] = partsOf(id);
      const scope = this.#scopes.get(name) ?? { secrets: {}, acls: { [this.#owner]: "MANAGE" as const } };
      this.#scopes.set(name, scope);
      if (key !== undefined) {
        scope.secrets[key] = {
          base64: Buffer.from(secrets[name]?.[key] ?? "").toString("base64"),
          updated: Date.now(),
        };
      }
    }
    this.#seeded = now;
    await this.#save();
  }

  /** Changes what is held and writes it; what cannot be written is as before, so that nothing is shown that is lost. */
  async #change(change: () => unknown): Promise<void> {
    const before = structuredClone(Object.fromEntries(this.#scopes));
    change();
    try {
      await this.#save();
    } catch (error) {
      this.#scopes.clear();
      for (const [name, scope] of Object.entries(before)) {
        this.#scopes.set(name, scope);
      }
      throw error;
    }
  }

  #save(): Promise<void> {
    const content = JSON.stringify({ seeded: this.#seeded, scopes: Object.fromEntries(this.#scopes) }, undefined, 2);
    this.#writing = this.#writing.catch(() => undefined).then(() => writeAtomic(this.#file, content));
    return this.#writing;
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
