import type { Readable } from "node:stream";
import { Agent, type Dispatcher, request } from "undici";
import { ApiError, messageOf } from "../errors.js";
import { isRecord } from "../paths.js";

/** Values of a query string. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One file or folder of MLflow's artifact store. */
export interface ArtifactEntry {
  /** Name in its folder. */
  name: string;
  directory: boolean;
  /** Bytes; 0 for a folder. */
  size: number;
}

/** Where the MLflow server listens, and what it answers to. */
export interface MlflowAddress {
  /** Its Unix socket, in a folder that nobody else can enter. */
  readonly socket: string;
  /** Without it every call is refused (workspace/python/mlflow_server.py). */
  readonly secret: string;
}

/** The workspace's way to the MLflow server behind it. */
export class MlflowClient {
  readonly #secret: string;
  readonly #agent: Agent;

  /** @param address of the MLflow server */
  constructor({ socket, secret }: MlflowAddress) {
    this.#secret = secret;
    const patience = { keepAliveTimeout: 30_000, bodyTimeout: 0, headersTimeout: 0 };
    this.#agent = new Agent({ ...patience, connections: 64, connect: { socketPath: socket } });
  }

  /**
   * One call whose answer is passed on as it is.
   *
   * @param path with its query
   * @param body a stream is sent as it comes
   * @throws ApiError 503 when MLflow does not answer
   */
  async raw(
    method: Dispatcher.HttpMethod,
    path: string,
    body?: string | Buffer | Readable,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(`http://localhost${path}`, {
        method,
        body: body ?? null,
        headers: { ...headers, "x-mlflow-agents-internal": this.#secret },
        dispatcher: this.#agent,
      });
    } catch (error) {
      throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `The MLflow server does not answer: ${messageOf(error)}`);
    }
  }

  /**
   * One JSON call.
   *
   * @param path without query, from `/api/`
   * @throws ApiError with MLflow's own status, code and message; 400 for a slash within a part of the path
   */
  async json(
    method: Dispatcher.HttpMethod,
    path: string,
    options: { query?: Query; body?: unknown } = {},
  ): Promise<Record<string, unknown>> {
    if (/%2f/i.test(path)) {
      // MLflow takes an encoded slash for one, and the path for another route.
      throw new ApiError(400, "INVALID_PARAMETER_VALUE", "A name may hold no slash.");
    }
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const answer = await this.raw(method, path + queryString(options.query), body, {
      "content-type": "application/json",
    });
    const text = await answer.body.text();
    const parsed = parse(text);
    if (answer.statusCode >= 400) {
      const code = isRecord(parsed) && typeof parsed.error_code === "string" ? parsed.error_code : "INTERNAL_ERROR";
      const message = isRecord(parsed) && typeof parsed.message === "string" ? parsed.message : text.slice(0, 500);
      throw new ApiError(answer.statusCode, code, message);
    }
    return isRecord(parsed) ? parsed : {};
  }

  /**
   * What a folder of the artifact store holds; empty when there is none.
   *
   * @param folder path in the store
   */
  async listArtifacts(folder: string): Promise<ArtifactEntry[]> {
    const answer = await this.json("GET", "/api/2.0/mlflow-artifacts/artifacts", { query: { path: folder } });
    const files = Array.isArray(answer.files) ? answer.files.filter(isRecord) : [];
    return files.map((file) => ({
      name: String(file.path).split("/").at(-1) ?? "",
      directory: file.is_dir === true,
      size: Number(file.file_size ?? 0),
    }));
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Path of a file of MLflow's artifact proxy, each part encoded. */
export function artifactUrl(path: string): string {
  return `/api/2.0/mlflow-artifacts/artifacts/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function queryString(query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) {
        pairs.append(key, String(item));
      }
    }
  }
  const text = pairs.toString();
  return text === "" ? "" : `?${text}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
