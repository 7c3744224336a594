import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A call that the stand-in received. */
export interface ForgeRequest {
  method: string;
  path: string;
  authorised: boolean;
}

/** What the next calls of a method are answered with in place of the truth. */
export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/**
 * A stand-in for the parts of GitHub's and GitLab's REST APIs that hold comments and issues, on loopback: issues and
 * pull requests have comments, which are created, listed in pages and edited.
 */
export class StandInForge {
  readonly requests: ForgeRequest[] = [];
  readonly comments: { id: number; number: string; body: string; locked: boolean }[] = [];
  readonly issues: { number: number; title: string; body: string; state: string }[] = [];
  /** Refusals by method, used up one by one. */
  readonly refusals: Partial<Record<string, Refusal[]>> = {};
  readonly #server: Server;
  readonly #token: string;
  #next = 1;

  private constructor(server: Server, token: string) {
    this.#server = server;
    this.#token = token;
    server.on("request", async (request, response) => {
      const { status, body, headers = {} } = this.#answer(request, await bodyOf(request));
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
  }

  /** Starts one that knows one token. */
  static start(token: string): Promise<StandInForge> {
    const server = createServer();
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(new StandInForge(server, token))));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The variables of a workflow of GitHub Actions for pull request 12. */
  github(): NodeJS.ProcessEnv {
    return {
      GITHUB_TOKEN: this.#token,
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_API_URL: this.url,
      PR_NUMBER: "12",
      GITHUB_ACTIONS: "true",
    };
  }

  /** The variables of a merge request pipeline of GitLab. */
  gitlab(): NodeJS.ProcessEnv {
    return {
      GITLAB_TOKEN: this.#token,
      CI_PROJECT_ID: "77",
      CI_MERGE_REQUEST_IID: "12",
      CI_API_V4_URL: `${this.url}/api/v4`,
      GITLAB_CI: "true",
    };
  }

  /** Adds a comment that somebody else wrote. */
  write(body: string, locked = false): void {
    this.comments.push({ id: this.#next++, number: "12", body, locked });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, given: Given): Refusal {
    const url = new URL(request.url ?? "/", this.url);
    const method = request.method ?? "";
    const authorised =
      request.headers.authorization === `Bearer ${this.#token}` || request.headers["private-token"] === this.#token;
    this.requests.push({ method, path: url.pathname, authorised });
    const refusal = this.refusals[method]?.shift();
    if (refusal !== undefined) return refusal;
    if (!authorised) return { status: 401, body: { message: "Bad credentials" } };
    const list =
      /^(?:\/repos\/acme\/shop\/issues\/(\d+)\/comments|\/api\/v4\/projects\/77\/merge_requests\/(\d+)\/notes)$/.exec(
        url.pathname,
      );
    const one =
      /^(?:\/repos\/acme\/shop\/issues\/comments\/(\d+)|\/api\/v4\/projects\/77\/merge_requests\/12\/notes\/(\d+))$/.exec(
        url.pathname,
      );
    const number = list?.[1] ?? list?.[2];
    if (number !== undefined && method === "GET") {
      const [size, page] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("page"))];
      const found = this.comments.filter((comment) => comment.number === number);
      return { status: 200, body: found.slice((page - 1) * size, page * size) };
    }
    if (number !== undefined && method === "POST") {
      const comment = { id: this.#next++, number, body: given.body ?? "", locked: false };
      this.comments.push(comment);
      return {
        status: 201,
        body: { ...comment, html_url: `https://github.example/acme/shop/pull/${number}#${comment.id}` },
      };
    }
    const issue = this.#issue(method, url.pathname, given);
    if (issue !== undefined) return issue;
    const comment = this.comments.find(({ id }) => String(id) === (one?.[1] ?? one?.[2]));
    if (comment !== undefined && (method === "PATCH" || method === "PUT")) {
      if (comment.locked) return { status: 403, body: { message: "Must have admin rights" } };
      comment.body = given.body ?? "";
      return { status: 200, body: comment };
    }
    return { status: 404, body: { message: "Not Found" } };
  }

  #issue(method: string, path: string, given: Given): Refusal | undefined {
    const match = /^\/repos\/acme\/shop\/issues(?:\/(\d+))?$/.exec(path);
    if (match === null) return undefined;
    if (method === "GET") return { status: 200, body: this.issues.filter(({ state }) => state === "open") };
    if (method === "POST") {
      this.issues.push({
        number: this.issues.length + 1,
        title: given.title ?? "",
        body: given.body ?? "",
        state: "open",
      });
      return { status: 201, body: this.issues.at(-1) };
    }
    const issue = this.issues.find(({ number }) => String(number) === match[1]);
    return issue === undefined ? undefined : { status: 200, body: Object.assign(issue, given) };
  }
}

/** What a call may send. */
interface Given {
  body?: string;
  title?: string;
  state?: string;
}

async function bodyOf(request: IncomingMessage): Promise<Given> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : JSON.parse(text);
}
