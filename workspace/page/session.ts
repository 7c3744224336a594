import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../auth/credentials.js";

/** Milliseconds a link is good for. */
const linkLimit = 10 * 60_000;
/** Links that can wait to be opened; the oldest goes first. */
const linkCount = 20;
/** Milliseconds a page that was opened once stays open. */
const keyLimit = 30 * 24 * 3600_000;

/**
 * Lets the workspace's page in. A link with a code opens it once; the browser then keeps a key for this address and
 * port, which is good for the page's own routes and nothing else. Keys are signed, not stored, so a page stays open
 * when the workspace is started again; another token or `reset` ends all of them. docs/decisions/0019 says why.
 */
export class PageSessions {
  readonly #credentials: Credentials;
  /** Expiry by SHA-256 of the code. */
  readonly #codes = new Map<string, number>();

  /** @param credentials of the workspace */
  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** A code that {@link open} takes once, within ten minutes. */
  newCode(): string {
    const code = randomBytes(18).toString("base64url");
    this.#codes.set(digest(code), Date.now() + linkLimit);
    for (const [key] of [...this.#codes].slice(0, -linkCount)) {
      this.#codes.delete(key);
    }
    return code;
  }

  /** The key for a code; undefined for an unknown, used or expired one. */
  open(code: string): string | undefined {
    const expires = this.#codes.get(digest(code));
    this.#codes.delete(digest(code));
    return expires !== undefined && expires > Date.now() ? this.#key(Date.now() + keyLimit) : undefined;
  }

  /** Whether a key is one of {@link open}, and still good. */
  recognises(key: string): boolean {
    const expires = Number(/^page-(\d{1,15})-/.exec(key)?.[1] ?? 0);
    return expires > Date.now() && timingSafeEqual(Buffer.from(digest(key)), Buffer.from(digest(this.#key(expires))));
  }

  #key(expires: number): string {
    const { signingKey, token } = this.#credentials;
    const text = `page\n${expires}\n${digest(token)}`;
    return `page-${expires}-${createHmac("sha256", signingKey).update(text).digest("base64url")}`;
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
