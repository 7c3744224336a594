import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Query } from "../http/target.js";
import type { Credentials } from "./credentials.js";
import type { Principal } from "./principal.js";

/** Seconds an OAuth access token is good for, as on Databricks. */
const accessTokenSeconds = 3600;
/** Seconds a signed artifact URL is good for. */
const signedUrlSeconds = 900;

interface Issued {
  principal: Principal;
  expires: number;
}

/** Issues and recognises the workspace's tokens and signed URLs. */
export class TokenAuthority {
  readonly #credentials: Credentials;
  readonly #owner: Principal;
  /** Tokens of the other users, kept like {@link #issued}. */
  readonly #users: ReadonlyMap<string, Principal>;
  /** By SHA-256 of the token, so that a lookup takes no time that depends on the token. */
  readonly #issued = new Map<string, Issued>();

  /**
   * @param credentials of the workspace
   * @param user whom the workspace's own token belongs to
   */
  constructor(credentials: Credentials, user: string) {
    this.#credentials = credentials;
    this.#owner = { kind: "user", name: user };
    this.#users = new Map(
      Object.entries(credentials.userTokens).map(([name, token]) => [digest(token), { kind: "user", name }]),
    );
  }

  /**
   * Whom a bearer token belongs to; undefined for an unknown or expired one.
   *
   * @param token without `Bearer `
   */
  recognise(token: string): Principal | undefined {
    if (equal(token, this.#credentials.token)) {
      return this.#owner;
    }
    const key = digest(token);
    const user = this.#users.get(key);
    if (user !== undefined) {
      return user;
    }
    const issued = this.#issued.get(key);
    if (issued !== undefined && issued.expires <= Date.now()) {
      this.#issued.delete(key);
      return undefined;
    }
    return issued?.principal;
  }

  /**
   * An access token for a service principal's client credentials; undefined when they are wrong.
   */
  exchange(clientId: string, clientSecret: string): { token: string; seconds: number } | undefined {
    const { servicePrincipal } = this.#credentials;
    if (!equal(clientId, servicePrincipal.clientId) || !equal(clientSecret, servicePrincipal.clientSecret)) {
      return undefined;
    }
    const principal: Principal = { kind: "servicePrincipal", name: servicePrincipal.clientId };
    return { token: this.issue(principal, accessTokenSeconds), seconds: accessTokenSeconds };
  }

  /**
   * A new token for `principal`.
   *
   * @param seconds how long it is good. Default: as long as the workspace runs
   */
  issue(principal: Principal, seconds = Number.POSITIVE_INFINITY): string {
    const token = randomBytes(32).toString("hex");
    this.#issued.set(digest(token), { principal, expires: Date.now() + seconds * 1000 });
    return token;
  }

  /** Ends a token of {@link issue}. */
  revoke(token: string): void {
    this.#issued.delete(digest(token));
  }

  /**
   * Query string that lets anyone who has it use one path, for a short while.
   *
   * @param method `GET` or `PUT`
   * @param path the path it is good for
   */
  sign(method: string, path: string): string {
    const expires = Math.floor(Date.now() / 1000) + signedUrlSeconds;
    return `expires=${expires}&signature=${this.#signature(method, path, expires)}`;
  }

  /** Whether `query` holds a valid signature of {@link sign}. */
  verify(method: string, path: string, query: Query): boolean {
    const expires = Number(query.one("expires"));
    return expires * 1000 > Date.now() && equal(query.one("signature") ?? "", this.#signature(method, path, expires));
  }

  #signature(method: string, path: string, expires: number): string {
    return createHmac("sha256", this.#credentials.signingKey).update(`${method}\n${path}\n${expires}`).digest("hex");
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function equal(left: string, right: string): boolean {
  return timingSafeEqual(createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest());
}
