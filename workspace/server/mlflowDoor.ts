import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Dispatcher } from "undici";
import type { Credentials } from "../auth/credentials.js";
import { ApiError, messageOf, permissionDenied, WorkspaceError } from "../errors.js";
import { sendError } from "../http/send.js";
import type { MlflowClient } from "../mlflow/mlflowClient.js";

/** Headers of a connection, and those that are of this door's own business. */
const notPassedOn = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "origin",
  "referer",
  "cookie",
  "authorization",
  "x-mlflow-agents-internal",
]);

const methods: readonly Dispatcher.HttpMethod[] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

/**
 * The way to MLflow's own page and API for a browser and for tools of the owner: a port of its own, so that MLflow's page
 * cannot read what the workspace's page keeps. The key stands in the path, as a browser sends it with everything the page
 * asks for; without it nothing is answered. It changes with the workspace's token and with `reset`.
 */
export class MlflowDoor {
  /** Address of MLflow with its key: a secret, like the workspace's token. */
  readonly url: string;
  readonly #server: Server;

  private constructor(url: string, server: Server) {
    this.url = url;
    this.#server = server;
  }

  /**
   * @param port where it listens; 0 for a free one
   * @param credentials of the workspace, which the key is made of
   * @throws WorkspaceError `serverFailed`
   */
  static async open(mlflow: MlflowClient, credentials: Credentials, port: number): Promise<MlflowDoor> {
    const key = keyOf(credentials);
    const server = createServer(
      { requestTimeout: 0 },
      (request, response) => void pass(request, response, mlflow, key),
    );
    const chosen = await new Promise<number>((resolve, reject) => {
      server.once("error", (error) => {
        reject(new WorkspaceError("serverFailed", `The way to MLflow cannot be opened: ${messageOf(error)}`, error));
      });
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve(address !== null && typeof address === "object" ? address.port : port);
      });
    });
    return new MlflowDoor(`http://127.0.0.1:${chosen}/${key}`, server);
  }

  /** Stops listening and cuts what is open. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  mlflow: MlflowClient,
  key: string,
): Promise<void> {
  try {
    const path = pathBehind(request, key);
    const method = methods.find((name) => name === request.method) ?? "GET";
    const body = method === "GET" || method === "HEAD" || method === "OPTIONS" ? undefined : request;
    const answer = await mlflow.raw(method, path, body, kept(request.headers));
    // A link of MLflow's page must not carry the key away.
    response.writeHead(answer.statusCode, { ...kept(answer.headers), "referrer-policy": "no-referrer" });
    await pipeline(answer.body, response);
  } catch (error) {
    sendError(response, error);
  } finally {
    request.resume();
  }
}

/** The request's path and query without the key. @throws ApiError 401, 403 */
function pathBehind({ headers, url = "/", socket }: IncomingMessage, key: string): string {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  const { host = "", origin } = headers;
  if (!own.includes(host) || (origin !== undefined && !own.some((name) => origin === `http://${name}`))) {
    throw permissionDenied("MLflow answers only to 127.0.0.1 and localhost, and to its own page.");
  }
  const [, given = "", rest = ""] = /^\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (!timingSafeEqual(digest(given), digest(key))) {
    throw new ApiError(
      401,
      "UNAUTHENTICATED",
      "The page of the workspace leads to MLflow's: mlflow-agents workspace open.",
    );
  }
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function kept(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    // Another site's page must not read MLflow's answers, whatever MLflow says.
    if (value !== undefined && !notPassedOn.has(name) && !name.startsWith("access-control-")) {
      result[name] = Array.isArray(value) ? value.join(", ") : value;
    }
  }
  return result;
}

function keyOf({ signingKey, token }: Credentials): string {
  const text = `mlflow\n${digest(token).toString("hex")}`;
  return createHmac("sha256", signingKey).update(text).digest("base64url");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
