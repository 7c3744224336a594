/**
 * A stand-in for the routes by which workspaces take the files of models: Databricks' Files API with its parts, sessions and
 * addresses, and an MLflow server's proxy and addresses, in front of {@link FakeStorage}. For tests of provider/artifacts.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeStorage, StoreKind } from "./storage.js";

/** What the server offers. */
export interface Offers {
  /** Status of the Files API for MLflow's folders; 200 serves them. Default: 200. */
  files?: number;
  /** What `initiate-upload` answers; a number is a refusal. Default: `multipart`. */
  pieces?: "multipart" | "resumable" | number;
  /** Kind of the addresses of single files; a number is a refusal. Default: 404. */
  addresses?: string | number;
  /** What `server-info` says; undefined: 404. */
  serverInfo?: Record<string, unknown>;
  /** Status of `presigned-upload-url`. Default: 200. */
  presigned?: number;
  /** Status of `create-multipart-upload`. Default: 200. */
  multipart?: number;
  /** Whether ranges of files are given. Default: false. */
  ranges?: boolean;
}

const stores: Record<string, StoreKind> = {
  AWS_PRESIGNED_URL: "s3",
  GCP_SIGNED_URL: "s3",
  AZURE_SAS_URI: "azure",
  AZURE_ADLS_GEN2_SAS_URI: "adls",
};

/** What calls bring; each brings a few of these. */
interface Body {
  path: string & string[];
  paths?: string[];
  count: number;
  start_part_number: number;
  num_parts: number;
  model_id?: string;
  run_id?: string;
  parts: { part_number: number; etag: string }[];
  part_etags: { part_number: number; etag: string }[];
}

type Reply = [status: number, body?: unknown, headers?: Record<string, string>];

/** What the Flask half of an MLflow server says to a route that it does not know. */
const unknownRoute: Reply = [
  404,
  Buffer.from(
    "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No such URL.</p>\n",
  ),
  { "content-type": "text/html; charset=utf-8" },
];

/** The server. */
export class ArtifactServer {
  /** Every call, `METHOD /path?query`. */
  readonly calls: string[] = [];
  /** Files that came through the server itself. */
  readonly files = new Map<string, number>();
  offers: Offers = {};
  origin = "";
  /** Told of every call that hands out addresses, before it is answered. */
  onAddresses: () => void = () => {};
  readonly #storage: FakeStorage;
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  constructor(storage: FakeStorage) {
    this.#storage = storage;
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

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    this.calls.push(`${request.method} ${decodeURIComponent(url.pathname)}${url.search}`);
    const [status, body, headers] = await this.#answer(request, url);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }

  async #answer(request: IncomingMessage, url: URL): Promise<Reply> {
    const path = decodeURIComponent(url.pathname);
    const refusal = (status: number): Reply => [
      status,
      {
        error_code:
          status === 403 ? "PERMISSION_DENIED" : status === 501 ? "NOT_IMPLEMENTED" : "RESOURCE_DOES_NOT_EXIST",
        message: "no",
      },
    ];
    if (request.headers.authorization === undefined) return refusal(401);
    const file = /^\/api\/2\.0\/(?:fs\/files|mlflow-artifacts\/artifacts)\/(.+)$/.exec(path)?.[1];
    if (file !== undefined && request.method === "PUT") {
      let size = 0;
      for await (const chunk of request) size += chunk.length;
      if ((this.offers.files ?? 200) !== 200) return refusal(this.offers.files ?? 200);
      this.files.set(file, size);
      return [204];
    }
    if (file !== undefined && request.method === "GET" && (this.offers.files ?? 200) !== 200)
      return refusal(this.offers.files ?? 200);
    if (file !== undefined && request.method === "GET") {
      const stored = this.#storage.files.get(`s3/${file}`);
      return stored === undefined ? refusal(404) : this.#range(stored, request.headers.range);
    }
    if (file !== undefined && request.method === "HEAD") {
      const stored = this.#storage.files.get(`s3/${file}`) ?? this.#storage.files.get(`gcs/${file}`);
      return stored === undefined ? [404] : [200, undefined, { "content-length": String(stored.length) }];
    }
    let text = "";
    for await (const chunk of request) text += chunk;
    const body: Body = JSON.parse(text || "{}");
    if (file !== undefined) return this.#pieces(url, file, body, refusal);
    if (path.endsWith("/server-info"))
      return this.offers.serverInfo === undefined ? unknownRoute : [200, this.offers.serverInfo];
    return this.#multipart(url, body, refusal) ?? this.#addresses(path, body, refusal);
  }

  #range(stored: Buffer, wanted: string | undefined): Reply {
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(wanted ?? "") ?? [];
    if (start === undefined || this.offers.ranges !== true)
      return [200, stored, { "content-length": String(stored.length) }];
    const piece = stored.subarray(Number(start), Number(last) + 1);
    const range = `bytes ${start}-${last}/${stored.length}`;
    return [206, piece, { "content-length": String(piece.length), "content-range": range }];
  }

  /** Uploads in parts to S3, as MLflow's client asks Databricks for them (mlflow/store/artifact/databricks_artifact_repo.py). */
  #multipart(url: URL, body: Body, refusal: (status: number) => Reply): Reply | undefined {
    const verb = /\/(create-multipart-upload|get-presigned-upload-part-url|complete-multipart-upload)$/.exec(
      url.pathname,
    )?.[1];
    if (verb === undefined) return undefined;
    if ((this.offers.multipart ?? 200) !== 200) return refusal(this.offers.multipart ?? 200);
    const sign = (key: string, part: number) => ({
      signed_uri: this.#storage.sign("s3", key, { partNumber: String(part) }),
      type: "AWS_PRESIGNED_URL",
    });
    if (verb === "get-presigned-upload-part-url") {
      const { run_id, path, part_number } = Object.fromEntries(url.searchParams);
      return [200, { upload_credential_info: sign(`${run_id}/${path}`, Number(part_number)) }];
    }
    const key = `${body.run_id}/${body.path}`;
    if (verb === "complete-multipart-upload")
      return this.#storage.complete(`s3/${key}`, body.part_etags) ? [200, {}] : refusal(400);
    const infos = Array.from({ length: body.num_parts }, (_, index) => sign(key, index + 1));
    const abort = { signed_uri: this.#storage.sign("s3", key), type: "AWS_PRESIGNED_URL" };
    return [200, { upload_id: "upload", upload_credential_infos: infos, abort_credential_info: abort }];
  }

  #pieces(url: URL, file: string, body: Body, refusal: (status: number) => Reply): Reply {
    const { pieces = "multipart" } = this.offers;
    if (typeof pieces === "number") return refusal(pieces);
    if (url.searchParams.get("action") === "initiate-upload")
      return [200, { [`${pieces}_upload`]: { session_token: "session" } }];
    return this.#storage.complete(`s3/${file}`, body.parts) ? [200, {}] : refusal(400);
  }

  #addresses(path: string, body: Body, refusal: (status: number) => Reply): Reply {
    const file = String(body.path ?? "").replace(/^\//, "");
    this.onAddresses();
    if (path.endsWith("/create-upload-part-urls")) {
      const numbers = Array.from({ length: body.count }, (_, index) => body.start_part_number + index);
      const address = (number: number) => this.#storage.sign("s3", file, { partNumber: String(number) });
      return [
        200,
        { upload_part_urls: numbers.map((number) => ({ part_number: number, url: address(number), headers: [] })) },
      ];
    }
    if (path.endsWith("/create-resumable-upload-url"))
      return [200, { resumable_upload_url: { url: this.#storage.sign("gcs", file), headers: [] } }];
    if (path.endsWith("/create-abort-upload-url"))
      return [200, { abort_upload_url: { url: this.#storage.sign("s3", file), headers: [] } }];
    if (path.endsWith("/presigned-upload-url")) {
      const { presigned = 200 } = this.offers;
      // Flask's page for a route that is not there is no answer of an API.
      if (presigned !== 200) return presigned === 404 ? unknownRoute : refusal(presigned);
      const key = `${body.model_id ?? body.run_id}/${file}`;
      return [200, { presigned_url: this.#storage.sign("s3", key), headers: { "Content-Type": "text/plain" } }];
    }
    const handed = /mlflow-artifacts\/presigned\/(.+)$/.exec(path)?.[1];
    if (handed !== undefined) return [200, { url: this.#storage.sign("s3", handed), headers: {} }];
    const part = /mpu\/(create|complete|abort)\/(.+)$/.exec(path);
    if (part !== null) {
      const key = `${part[2]}/${file}`;
      if (part[1] === "create") {
        const credentials = Array.from({ length: body.num_parts }, (_, index) => ({
          part_number: index + 1,
          url: this.#storage.sign("s3", key, { partNumber: String(index + 1) }),
        }));
        return [200, { upload_id: "u", credentials }];
      }
      if (part[1] === "abort") return [200, {}];
      return this.#storage.complete(`s3/${key}`, body.parts) ? [200, {}] : refusal(400);
    }
    const { addresses = 404 } = this.offers;
    if (typeof addresses === "number") return refusal(addresses);
    const paths: string[] = body.paths ?? body.path;
    const credentials = paths.map((each) => ({
      credential_info: {
        path: each,
        signed_uri: this.#storage.sign(stores[addresses] ?? "s3", each),
        type: addresses,
        headers: [
          { name: "x-ms-version", value: "2018-11-09" },
          { name: "x-ms-blob-content-type", value: "application/octet-stream" },
        ],
      },
    }));
    return [200, { credentials }];
  }
}
