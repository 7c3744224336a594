import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/** A call that went through the recorder. */
export interface RecordedCall {
  method: string;
  /** With its query, decoded. */
  path: string;
  /** JSON body; undefined where there was none. */
  body: unknown;
  status: number;
  /** Path as it was sent, without query. */
  target: string;
  /** Who called: its `User-Agent`. */
  agent: string;
  /** The answer, where it was JSON and answers are kept. */
  answer?: unknown;
}

/** A proxy in front of a workspace that keeps every call with its body: the workspace's own journal has none. */
export class Recorder {
  readonly calls: RecordedCall[] = [];
  readonly #server: Server;
  readonly #target: URL;
  readonly #answers: boolean;

  private constructor(target: string, answers: boolean) {
    this.#target = new URL(target);
    this.#answers = answers;
    this.#server = createServer((request, response) => void this.#pass(request, response));
  }

  /**
   * Starts one.
   *
   * @param target `http://127.0.0.1:port` of the workspace
   * @param answers whether answers are kept as well. Default: false
   */
  static async start(target: string, answers = false): Promise<Recorder> {
    const recorder = new Recorder(target, answers);
    await new Promise<void>((resolve) => recorder.#server.listen(0, "127.0.0.1", resolve));
    return recorder;
  }

  /** Its address, for `DATABRICKS_HOST`. */
  get host(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends it. */
  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { hostname, port, host } = this.#target;
    const headers = { ...request.headers, host, connection: "close" };
    const onward = send({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
      const call: RecordedCall = {
        method: request.method ?? "",
        path: decodeURIComponent(request.url ?? ""),
        body: bytes.length === 0 ? undefined : jsonOf(bytes),
        status: answer.statusCode ?? 0,
        target: (request.url ?? "").split("?")[0] ?? "",
        agent: request.headers["user-agent"] ?? "",
      };
      this.calls.push(call);
      if (this.#answers && (answer.headers["content-type"] ?? "").includes("application/json")) {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("end", () => {
          call.answer = jsonOf(Buffer.concat(parts));
        });
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    onward.end(bytes);
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return `${bytes.length} bytes`;
  }
}
