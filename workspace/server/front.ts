import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { checkAccess } from "../auth/access.js";
import type { Principal } from "../auth/principal.js";
import { ApiError, messageOf, WorkspaceError } from "../errors.js";
import type { Route } from "../http/route.js";
import { Router } from "../http/router.js";
import { sendError, sendJson } from "../http/send.js";
import { parseTarget } from "../http/target.js";
import { hasNoSpace, isDiskFull } from "./diskFull.js";
import type { Fault } from "./faults.js";
import { optionalRoute } from "./optionalRoutes.js";
import type { Services } from "./services.js";

/** Milliseconds an idle connection is kept. Longer than clients keep theirs, so that none is reset in use. */
const keepAlive = 120_000;

/** The HTTP server that clients speak to. */
export class Front {
  readonly #server: Server;
  readonly #router: Router;
  #services: Services | undefined;

  /** @param routes the table of what is covered */
  constructor(routes: readonly Route[]) {
    this.#router = new Router(routes);
    this.#server = createServer({ keepAliveTimeout: keepAlive, requestTimeout: 0 }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  /**
   * Listens on loopback.
   *
   * @param port 0 for a free one
   * @returns the port
   * @throws WorkspaceError `portTaken`
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error) => {
        const taken = "code" in error && error.code === "EADDRINUSE";
        reject(
          taken
            ? new WorkspaceError("portTaken", `Port ${port} is taken by another program: choose another with --port.`)
            : new WorkspaceError("serverFailed", `Cannot listen on port ${port}: ${messageOf(error)}`, error),
        );
      });
      this.#server.listen(port, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(address !== null && typeof address === "object" ? address.port : port);
      });
    });
  }

  /**
   * Begins to serve; until then every request is answered 503.
   *
   * @param services what the handlers work with
   */
  open(services: Services): void {
    this.#services = services;
  }

  /** Stops listening and cuts what is open. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = Date.now();
    const method = request.method ?? "GET";
    const services = this.#services;
    if (services === undefined) {
      sendError(response, new ApiError(503, "TEMPORARILY_UNAVAILABLE", "The local workspace is starting."));
      return;
    }
    response.setHeader("x-databricks-org-id", services.credentials.workspaceId);
    let path = "/";
    let caller: Principal | undefined;
    let route: Route | undefined;
    response.once("close", () => {
      if (!path.startsWith("/_local/")) {
        const status = response.writableFinished ? response.statusCode : 0;
        const entry = { time: Date.now(), method, path, status, milliseconds: Date.now() - begun };
        services.journal.add({ ...entry, caller: caller?.kind ?? "none", route: route?.path });
      }
    });
    try {
      checkHost(request, services.port());
      const target = parseTarget(request.url ?? "/");
      path = target.path;
      const match = this.#router.find(method, path);
      route = match?.route;
      caller = route?.access === "public" ? undefined : authenticate(request, services);
      if (match === undefined) {
        throw uncovered(method, path);
      }
      const call = { request, response, ...target, params: match.params, caller, services };
      checkAccess(call, match.route, services.usage);
      const fault = services.faults.take(method, path);
      if (fault !== undefined && this.#strike(fault, request, response)) {
        return;
      }
      services.eventualReads.check(match.route, call);
      const answer = await match.route.handle(call);
      services.eventualReads.note(match.route, answer?.body);
      if (answer !== undefined) {
        sendJson(response, answer.status ?? 200, answer.body ?? {}, answer.headers);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) {
        services.log(`${method} ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      sendError(response, await withoutSpace(error, services.paths.root));
    } finally {
      // What a handler did not read would otherwise block the connection's next request.
      request.resume();
    }
  }

  /** Whether the request has been dealt with. */
  #strike(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
    if (fault.effect === "drop-before") {
      request.socket.destroy();
      return true;
    }
    if (fault.effect === "drop-after-effect") {
      // The handler works as always; whatever it writes is lost and the connection is cut.
      const cut = (): ServerResponse => {
        request.socket.destroy();
        return response;
      };
      response.writeHead = () => response;
      response.write = () => {
        cut();
        return false;
      };
      response.end = cut;
      return false;
    }
    if (fault.after_effect) {
      // The handler works as always; what it writes gives way to the planted answer.
      const { writeHead, end } = response;
      response.writeHead = () => response;
      response.write = () => true;
      response.end = () => {
        Object.assign(response, { writeHead, end });
        this.#strike({ ...fault, after_effect: false }, request, response);
        return response;
      };
      return false;
    }
    const code = fault.error_code ?? faultCodes[fault.effect] ?? "INTERNAL_ERROR";
    const headers: Record<string, string> =
      fault.retry_after === undefined ? {} : { "retry-after": String(fault.retry_after) };
    sendJson(response, fault.effect, { error_code: code, message: "Planted by a test.", details: [] }, headers);
    return true;
  }
}

const faultCodes: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  409: "RESOURCE_CONFLICT",
  429: "REQUEST_LIMIT_EXCEEDED",
  503: "TEMPORARILY_UNAVAILABLE",
};

/** In place of a failure that is one of a full disk: an error that says so. */
async function withoutSpace(error: unknown, folder: string): Promise<unknown> {
  const failed = !(error instanceof ApiError) || error.status >= 500;
  return failed && (isDiskFull(error) || (await hasNoSpace(folder)))
    ? new ApiError(500, "INTERNAL_ERROR", `The disk that holds the local workspace is full: ${folder}.`)
    : error;
}

/** A page of another site must not reach the workspace through a name it made point here (DNS rebinding). */
function checkHost(request: IncomingMessage, port: number): void {
  const host = request.headers.host;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    throw new ApiError(403, "PERMISSION_DENIED", "The local workspace answers only to 127.0.0.1 and localhost.");
  }
}

function uncovered(method: string, path: string): ApiError {
  const status = optionalRoute(method, path)?.status ?? 501;
  return new ApiError(status, "ENDPOINT_NOT_FOUND", `The local workspace does not cover ${method} ${path}.`);
}

function authenticate(request: IncomingMessage, services: Services): Principal {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  if (token === undefined || scheme?.toLowerCase() !== "bearer") {
    throw new ApiError(401, "UNAUTHENTICATED", "Credential was not sent or was of an unsupported type for this API.");
  }
  const caller = services.tokens.recognise(token);
  if (caller === undefined) {
    throw new ApiError(401, "UNAUTHENTICATED", "Invalid access token.");
  }
  return caller;
}
