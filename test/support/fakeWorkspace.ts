/**
 * A stand-in for provider/http's Workspace, for unit tests only: experiments, logged models, registered models, files
 * and endpoints in memory, with answers that can be lost and a process that can be killed. It is no proof of how a
 * server behaves: test/engine runs against a real one. What a status means comes from the real provider/http.
 */
import { Readable } from "node:stream";
import type { ZodType } from "zod";
import { AgentsError } from "../../provider/errors.js";
import { serverSays } from "../../provider/http/answerError.js";
import { codeOf } from "../../provider/http/codeOf.js";
import type { ApiRequest, Download, Identity, Uploaded, UploadRequest, Workspace } from "../../provider/http/index.js";
import { limiter } from "../../provider/http/limiter.js";
import { FakeDirectory } from "./fake/directory.js";
import { FakeFiles } from "./fake/files.js";
import { FakeRegistry } from "./fake/registry.js";
import { FakeRuns } from "./fake/runs.js";
import { type FakeAnswer, type FakeCall, Refusal } from "./fake/server.js";
import { FakeServing } from "./fake/serving.js";
import { FakeTraces } from "./fake/traces.js";
import { FakeTracking } from "./fake/tracking.js";

/**
 * What happens at one call:
 * - `kill-before`, `kill-after`: the provider process ends, before the call had its effect or behind it;
 * - `drop-before`, `drop-after`: the connection breaks, before or after the effect;
 * - `500-before`, `500-after`, `403`, `429`: an error answer, at `500-after` behind the effect;
 * - `503-after`, `429-after`: an answer that says "later" (with Retry-After), given behind the effect;
 * - `404`: "not found", once, in place of the effect, as from a store that does not know yet what was made moments ago;
 * - `cancel`: the user cancels while the call runs, which has no effect;
 * - `stale`: the call has its effect, and the next reads are answered by a replica that does not know of it yet.
 */
export type FaultKind = (typeof faultKinds)[number];
export const faultKinds = [
  "kill-before",
  "kill-after",
  "drop-before",
  "drop-after",
  "500-before",
  "500-after",
  "503-after",
  "429-after",
  "403",
  "429",
  "404",
  "cancel",
  "stale",
] as const;

/** How many reads a replica answers that lags behind. */
const staleReads = 3;
/** Reads that a replica may answer: files are stored elsewhere. */
const replicated = /^(?:GET \/api\/2\.\d\/(?!fs\/|mlflow-artifacts\/)|POST .*\/search$)/;

/** Thrown in place of an answer when the process is dead: nothing of what follows is seen by anybody. */
export class Killed extends Error {}

/** A workspace in memory. */
export class FakeWorkspace implements Workspace {
  readonly kind: Workspace["kind"];
  readonly host: string = "https://fake.example.com";
  readonly authType = "pat";
  local = false;
  readonly registry: Workspace["registry"];
  readonly concurrency = limiter(1);

  readonly files = new FakeFiles();
  readonly tracking: FakeTracking;
  readonly runs = new FakeRuns(this.files);
  readonly models: FakeRegistry;
  readonly serving = new FakeServing();
  readonly directory = new FakeDirectory();
  readonly traces = new FakeTraces();

  /** Every call so far, `METHOD /path`. */
  calls: string[] = [];
  /** Told when the fault `cancel` strikes. */
  onCancel: () => void = () => {};
  #fault: { at: number; kind: FaultKind } | undefined;
  #dead = false;
  /** Every call so far that was answered, for a replica. */
  readonly #answered: Parameters<FakeWorkspace["answer"]>[] = [];
  #replica: { world: FakeWorkspace; reads: number } | undefined;

  /** Release of the MLflow server, where it is a plain one. */
  readonly release: string;

  /**
   * @param registry which registry it has; decides what protocol it speaks
   * @param release of a plain MLflow server; 2.x knows no logged models
   */
  constructor(registry: Workspace["registry"] = "unityCatalog", release = "3.17.2") {
    this.registry = registry;
    this.release = release;
    this.kind = registry === "mlflow" ? "mlflow" : "databricks";
    this.tracking = new FakeTracking(this.files, this.kind === "databricks");
    this.models = new FakeRegistry(this.files, registry === "unityCatalog");
  }

  /** Plants a fault at the call with this number, counted from now on, from 1. */
  plant(at: number, kind: FaultKind): void {
    this.#fault = { at: this.calls.length + at, kind };
  }

  /** Whether the process that called was killed. */
  get dead(): boolean {
    return this.#dead;
  }

  /** A new process: the fault is gone. @returns whether it had struck */
  revive(): boolean {
    const struck = this.#fault === undefined;
    this.#dead = false;
    this.#fault = undefined;
    return struck;
  }

  /** Everything that exists, without times. */
  snapshot(): unknown {
    const parts = [this.tracking, this.runs, this.models, this.serving].map((part) => part.snapshot());
    return structuredClone(parts);
  }

  async programVariables(): Promise<Record<string, string>> {
    return { DATABRICKS_HOST: this.host, DATABRICKS_TOKEN: "dapi-of-the-deployer" };
  }

  async probe(): Promise<Identity> {
    if (this.#dead) throw new Killed();
    return this.kind === "mlflow" ? { mlflowVersion: this.release } : { user: "me@fake.example.com" };
  }

  async json<T>(schema: ZodType<T>, request: ApiRequest): Promise<T> {
    return schema.parse(await this.#send(request));
  }

  async call(request: ApiRequest): Promise<void> {
    await this.#send(request);
  }

  async download(request: ApiRequest): Promise<Download> {
    const bytes = await this.#send(request);
    if (!Buffer.isBuffer(bytes)) throw new Error(`${request.path.text} is no file`);
    return { status: 200, headers: {}, body: Readable.from([bytes], { objectMode: false }), size: bytes.length };
  }

  async upload(request: UploadRequest): Promise<Uploaded> {
    const chunks: Buffer[] = [];
    for await (const chunk of request.open()) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    if (bytes.length !== request.size) throw new Error(`${request.path.text}: announced ${request.size} bytes`);
    await this.#send(request, bytes);
    return { status: 200, headers: {} };
  }

  /** One call with its fault, as provider/http would see it through. */
  async #send(request: ApiRequest, bytes?: Buffer): Promise<unknown> {
    if (this.#dead) throw new Killed();
    const { method, path } = request;
    this.calls.push(`${method} ${decodeURIComponent(path.text)}`);
    const fault = this.#fault?.at === this.calls.length ? this.#fault.kind : undefined;
    if (fault !== undefined) this.#fault = undefined;
    const safe = request.safeToRepeat ?? (method !== "POST" && method !== "PATCH");
    const shown = `${method} ${path.text}`;
    if (request.signal?.aborted) throw new AgentsError("cancelled", `${shown} was cancelled.`);
    const perform = () => this.#perform(request, bytes);
    if (fault === "stale") this.#replica = { world: this.#copy(), reads: staleReads };
    if (fault?.endsWith("-after")) perform();
    if (fault?.startsWith("kill")) {
      this.#dead = true;
      throw new Killed();
    }
    // A broken connection, and "later", is what provider/http tries again by itself, where that is safe.
    if (fault?.startsWith("drop") && !safe) throw new AgentsError("unknownOutcome", `${shown} got no answer.`);
    if (fault?.startsWith("500")) {
      const details = { status: 500, retryable: safe };
      throw new AgentsError(safe ? "unavailable" : "unknownOutcome", `${shown} answered 500.`, details);
    }
    if (fault !== undefined && /^(?:503-after|429)/.test(fault) && !safe) {
      const details = { status: Number(fault.slice(0, 3)), retryAfter: 1 };
      throw new AgentsError("unknownOutcome", `${shown} answered ${details.status}.`, details);
    }
    if (fault === "404") {
      const details = { status: 404, serverCode: "RESOURCE_DOES_NOT_EXIST" };
      throw new AgentsError("notFound", `${shown} answered 404 RESOURCE_DOES_NOT_EXIST.`, details);
    }
    if (fault === "403") throw new AgentsError("permissionDenied", `${shown} answered 403.`, { status: 403 });
    if (fault === "cancel") {
      this.onCancel();
      throw new AgentsError("cancelled", `${shown} was cancelled.`);
    }
    const answer = perform();
    if (answer.status < 400) return answer.body;
    const says = serverSays(JSON.stringify(answer.body), "application/json", (raw) => raw);
    const code = codeOf(answer.status, says, { kind: this.kind, path: path.text, storage: false });
    throw new AgentsError(code, `${shown} answered ${answer.status}: ${says.message}`, {
      status: answer.status,
      ...(says.serverCode === undefined ? {} : { serverCode: says.serverCode }),
    });
  }

  #perform(request: ApiRequest, bytes: Buffer | undefined): FakeAnswer {
    const query = Object.fromEntries(
      Object.entries(request.query ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    );
    const body = JSON.parse(JSON.stringify(request.body ?? {}));
    const call: Parameters<FakeWorkspace["answer"]> = [request.method, request.path.text, query, body, bytes];
    const replica = this.#replica;
    if (replica === undefined || !replicated.test(`${request.method} ${request.path.text}`))
      return this.answer(...call);
    if (--replica.reads === 0) this.#replica = undefined;
    // What waits for the world to go on looks at both.
    this.answer(...call);
    return replica.world.answer(...call);
  }

  /** A workspace to which the same has happened. */
  #copy(): FakeWorkspace {
    const copy = new FakeWorkspace(this.registry, this.release);
    for (const call of this.#answered) copy.answer(...call);
    return copy;
  }

  /** The answer to one call, with its effect: for a server in front. */
  answer(
    method: string,
    text: string,
    query: Record<string, string>,
    body: Record<string, unknown>,
    bytes?: Buffer,
  ): FakeAnswer {
    this.#answered.push([method, text, query, body, bytes]);
    const path = text.slice(1).split("/").map(decodeURIComponent);
    const call: FakeCall = { method, path, query, body, ...(bytes === undefined ? {} : { bytes }) };
    try {
      const answer = this.#route(call);
      if (answer === undefined) return { status: 501, body: { message: `no route ${text}` } };
      return { status: 200, body: Buffer.isBuffer(answer) ? answer : JSON.parse(JSON.stringify(answer)) };
    } catch (error) {
      if (error instanceof Refusal) return error.answer();
      throw error;
    }
  }

  #route(call: FakeCall): unknown {
    const [, , area, ...rest] = call.path;
    if (call.path[0] === "serving-endpoints") return this.serving.invoke({ ...call, path: call.path.slice(1) });
    if (area === "serving-endpoints" && rest.length === 0 && call.method === "GET") return this.#endpoints(call);
    if (area === "serving-endpoints") return this.serving.handle({ ...call, path: rest });
    if (area === "permissions") return this.serving.permissions({ ...call, path: rest.slice(1) });
    if (area === "workspace") return this.tracking.makeFolder(String(call.body.path));
    if (area === "secrets") return this.directory.secrets(call);
    if (area === "preview") return this.directory.principals(call);
    if (area === "agents") return { review_app_url: `${this.host}/review/${call.body.served_entity_name}` };
    if (area === "fs") return this.#fs(call, rest);
    if (area === "mlflow-artifacts") {
      if (rest.length > 1) return this.files.file(call, rest.slice(1).join("/"));
      const entries = this.files.list(call.query.path ?? "");
      return { files: entries.map(({ name, folder, size }) => ({ path: name, is_dir: folder, file_size: size })) };
    }
    if (area === "unity-catalog") {
      return this.registry === "unityCatalog" ? this.models.handleNative({ ...call, path: rest }) : undefined;
    }
    if (area !== "mlflow") return undefined;
    if (rest[0] === "unity-catalog") {
      return this.registry === "unityCatalog" ? this.models.handle({ ...call, path: rest.slice(1) }) : undefined;
    }
    if (rest[0] === "traces") return this.traces.handle({ ...call, path: rest.slice(1) });
    if (rest[0] === "runs") return this.runs.handle({ ...call, path: rest.slice(1) });
    // MLflow 2 answers a page here.
    if (rest[0] === "logged-models" && this.release.startsWith("2.")) throw new Refusal(404, "ENDPOINT_NOT_FOUND", "");
    // It serves files by the Files API and the proxy only, and hands out no addresses.
    if (rest[0] === "logged-models" && rest[2] === "artifacts") return undefined;
    const tracked = this.tracking.handle({ ...call, path: rest });
    return tracked ?? (this.registry === "unityCatalog" ? undefined : this.models.handle({ ...call, path: rest }));
  }

  /** A list of endpoints tells nothing of what is being rolled out. */
  #endpoints(call: FakeCall): unknown {
    const found = [...this.serving.endpoints.keys()].map((name) => this.serving.handle({ ...call, path: [name] }));
    return { endpoints: found.map((each) => ({ ...Object(each), pending_config: undefined })) };
  }

  #fs(call: FakeCall, [kind, ...path]: string[]): unknown {
    // Unity Catalog does not tell capitals apart in the names of a model's three parts.
    const text = path
      .map((part, index) => (path[0] === "Models" && index < 4 && index > 0 ? part.toLowerCase() : part))
      .join("/");
    if (kind === "files") return this.files.file(call, text);
    const entries = this.files.list(text);
    return {
      contents: entries.map(({ name, folder, size }) => ({
        path: `/${text}/${name}`,
        is_directory: folder,
        file_size: size,
      })),
    };
  }
}
