/**
 * Stand-ins for the stores of the clouds behind signed addresses, for tests: S3, Azure blob storage, Azure Data Lake
 * Storage and Google Cloud Storage, as far as uploads go. Written from their public references; no proof of how the real
 * ones behave. Like them, they refuse what a careless client sends: credentials beside a signature, a body without a
 * length, a header that does not belong, a block or position that is not known.
 */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Which store an address is of. */
export type StoreKind = "s3" | "azure" | "adls" | "gcs";

/** A call as a store saw it. */
export interface StoreCall {
  method: string;
  /** `kind/key`. */
  key: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  size: number;
}

/** What a test does to a call before it is answered; `true` ends it there. */
export type Trouble = (call: StoreCall, response: ServerResponse) => boolean;

interface Answer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

const xml = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><StringToSign>AKIAIOSFODNN7EXAMPLE</StringToSign></Error>`,
  headers: { "content-type": "application/xml" },
});
const json = (status: number, code: string, message: string): Answer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
  headers: { "content-type": "application/json" },
});

/** Some stores on one port. */
export class FakeStorage {
  /** Every call, refused ones too. */
  readonly calls: StoreCall[] = [];
  /** Finished files by `kind/key`. */
  readonly files = new Map<string, Buffer>();
  /** Parts, blocks or appended pieces that are not finished, by `kind/key`. */
  readonly pending = new Map<string, Map<string, Buffer>>();
  trouble: Trouble = () => false;
  /** How many bytes the resumable upload takes before it breaks off; undefined: all. */
  breakAfter: number | undefined;
  origin = "";
  readonly #signatures = new Map<string, "valid" | "expired">();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A signed address. */
  sign(kind: StoreKind, key: string, query: Record<string, string> = {}): string {
    const signature = randomBytes(16).toString("hex");
    this.#signatures.set(signature, "valid");
    // `+` and `%2F` in the signature tell whether an address is sent to the letter.
    // Azure tells the MD5 of blocks up to the release of its API before 2019-02-02.
    const version: Record<string, string> = kind === "azure" ? { sv: "2018-11-09" } : {};
    const more = Object.entries({ ...version, ...query }).map(
      ([name, value]) => `&${name}=${encodeURIComponent(value)}`,
    );
    return `${this.origin}/${kind}/${key.split("/").map(encodeURIComponent).join("/")}?sig=${signature}%2Fa%2Bb%3D${more.join("")}`;
  }

  /** All addresses that were handed out so far are refused from now on. */
  expire(): void {
    for (const signature of this.#signatures.keys()) this.#signatures.set(signature, "expired");
  }

  /** The signatures of all addresses: none may ever be shown. */
  get secrets(): string[] {
    return [...this.#signatures.keys()];
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    const url = new URL(request.url ?? "/", this.origin);
    const key = decodeURIComponent(url.pathname.slice(1));
    const kind = key.split("/")[0];
    const call = { method: request.method ?? "", key, query: url.searchParams, headers: request.headers, size: 0 };
    this.calls.push(call);
    try {
      const resuming = kind === "gcs" && request.headers["content-range"] !== undefined;
      const body = await this.#read(request, resuming ? key : undefined);
      call.size = body.length;
      if (this.trouble(call, response)) return;
      const refused = this.#refuse(request, url);
      const answer =
        refused ??
        (kind === "azure"
          ? this.#azure(call, body)
          : kind === "adls"
            ? this.#adls(call, body)
            : resuming
              ? this.#resume(call, body)
              : this.#s3(call, body));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      socket.destroy();
    }
  }

  /** The body; of a resumable upload only as much as arrives before it breaks, which is kept. */
  async #read(request: IncomingMessage, resumable: string | undefined): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      chunks.push(chunk);
      size += chunk.length;
      if (resumable !== undefined && this.breakAfter !== undefined && size >= this.breakAfter) {
        const start = Number(/bytes (\d+)-/.exec(String(request.headers["content-range"]))?.[1] ?? 0);
        this.#append(resumable, start, Buffer.concat(chunks).subarray(0, this.breakAfter));
        this.breakAfter = undefined;
        throw new Error("broken off");
      }
    }
    return Buffer.concat(chunks);
  }

  #refuse(request: IncomingMessage, url: URL): Answer | undefined {
    if (request.headers.authorization !== undefined)
      return xml(400, "InvalidArgument", "Only one auth mechanism allowed");
    const signature = (url.searchParams.get("sig") ?? "").replace(/\/a\+b=$/, "");
    const known = url.searchParams.get("sig") === `${signature}/a+b=` ? this.#signatures.get(signature) : undefined;
    if (known === "valid") {
      if (request.method !== "GET" && request.method !== "DELETE" && request.headers["content-length"] === undefined)
        return xml(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
      return undefined;
    }
    if (known === "expired") return xml(403, "AccessDenied", "Request has expired");
    return xml(403, "SignatureDoesNotMatch", `The signature does not match: sig=${url.searchParams.get("sig")}`);
  }

  #s3(call: StoreCall, body: Buffer): Answer {
    const part = call.query.get("partNumber");
    if (call.method === "GET") {
      const found = this.files.get(call.key);
      if (found === undefined) return xml(404, "NoSuchKey", "The specified key does not exist.");
      return { status: 200, body: found.toString("latin1"), headers: { "content-length": String(found.length) } };
    }
    if (call.method === "DELETE") {
      this.pending.delete(call.key);
      return { status: 204 };
    }
    if (part === null) this.files.set(call.key, body);
    else this.#piecesOf(call.key).set(part, body);
    return { status: 200, headers: { etag: `"${md5(body).toString("hex")}"` } };
  }

  /** What the workspace does to finish an upload in parts. @returns false when an etag is not of that part */
  complete(key: string, parts: readonly { part_number: number; etag: string }[]): boolean {
    const pieces = this.#piecesOf(key);
    const bodies = parts.map((part) => ({ body: pieces.get(String(part.part_number)), etag: part.etag }));
    if (bodies.some(({ body, etag }) => body === undefined || etag !== `"${md5(body).toString("hex")}"`)) return false;
    this.files.set(key, Buffer.concat(bodies.map(({ body }) => body ?? Buffer.alloc(0))));
    this.pending.delete(key);
    return true;
  }

  #azure(call: StoreCall, body: Buffer): Answer {
    if (call.headers["content-type"] !== undefined)
      return xml(403, "AuthenticationFailed", "Server failed to authenticate the request.");
    const blocks = this.#piecesOf(call.key);
    if (call.query.get("comp") === "block") {
      if (call.headers["x-ms-blob-content-type"] !== undefined)
        return xml(400, "UnsupportedHeader", "One of the HTTP headers specified in the request is not supported.");
      const id = call.query.get("blockid") ?? "";
      if ([...blocks.keys()].some((other) => other.length !== id.length))
        return xml(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid.");
      blocks.set(id, body);
      return { status: 201, headers: { "content-md5": md5(body).toString("base64") } };
    }
    const ids = [...body.toString().matchAll(/<Uncommitted>([^<]+)<\/Uncommitted>/g)].map((match) => match[1] ?? "");
    if (call.query.get("comp") !== "blocklist" || ids.some((id) => !blocks.has(id)))
      return xml(400, "InvalidBlockList", "The specified block list is invalid.");
    this.files.set(call.key, Buffer.concat(ids.map((id) => blocks.get(id) ?? Buffer.alloc(0))));
    this.pending.delete(call.key);
    return { status: 201 };
  }

  #adls(call: StoreCall, body: Buffer): Answer {
    if (call.headers["x-ms-blob-content-type"] !== undefined)
      return json(400, "UnsupportedHeader", "One of the headers specified in the request is not supported.");
    if (call.method === "PUT" && call.query.get("resource") === "file") {
      this.files.set(call.key, Buffer.alloc(0));
      this.pending.delete(call.key);
      return { status: 201 };
    }
    const pieces = this.#piecesOf(call.key);
    const position = Number(call.query.get("position"));
    if (!this.files.has(call.key)) return json(404, "PathNotFound", "The specified path does not exist.");
    if (call.query.get("action") === "append") {
      pieces.set(String(position), body);
      return { status: 202 };
    }
    let end = 0;
    const ordered: Buffer[] = [];
    for (let next = pieces.get("0"); next !== undefined && next.length > 0; next = pieces.get(String(end))) {
      ordered.push(next);
      end += next.length;
    }
    if (call.query.get("action") !== "flush" || end !== position)
      return json(400, "InvalidFlushPosition", "The uploaded data is not contiguous.");
    this.files.set(call.key, Buffer.concat(ordered));
    this.pending.delete(call.key);
    return { status: 200 };
  }

  #append(key: string, start: number, body: Buffer): void {
    const pieces = this.#piecesOf(key);
    const there = pieces.get("all") ?? Buffer.alloc(0);
    pieces.set("all", Buffer.concat([there.subarray(0, start), body]));
  }

  #resume(call: StoreCall, body: Buffer): Answer {
    const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(String(call.headers["content-range"])) ?? [];
    const finished = this.files.get(call.key);
    if (finished !== undefined && body.length === 0) return { status: 200 };
    const there = this.#piecesOf(call.key).get("all") ?? Buffer.alloc(0);
    if (start !== undefined && Number(start) > there.length) return { status: 503 };
    if (start !== undefined) this.#append(call.key, Number(start), body);
    const now = this.#piecesOf(call.key).get("all") ?? Buffer.alloc(0);
    if (total === String(now.length)) {
      this.files.set(call.key, now);
      this.pending.delete(call.key);
      return { status: 200 };
    }
    return { status: 308, headers: now.length === 0 ? {} : { range: `bytes=0-${now.length - 1}` } };
  }

  #piecesOf(key: string): Map<string, Buffer> {
    const pieces = this.pending.get(key) ?? new Map<string, Buffer>();
    this.pending.set(key, pieces);
    return pieces;
  }
}

function md5(body: Buffer): Buffer {
  return createHash("md5").update(body).digest();
}
