import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromPulumi } from "../unit/provider/support/struct.js";

const root = join(__dirname, "../..");
const grpc = fromPulumi("@grpc/grpc-js");
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb.js");
const messages = fromPulumi("./proto/provider_pb.js");
const services = fromPulumi("./proto/provider_grpc_pb.js");
const { Status } = fromPulumi("./proto/status_pb.js");
const engine = { services: fromPulumi("./proto/engine_grpc_pb.js"), messages: fromPulumi("./proto/engine_pb.js") };

type Values = Record<string, unknown>;

/** A call that failed, with what it leaves in the state. */
export interface Failure {
  message: string;
  partial: { id: string; properties: Values; reasons: string[] } | undefined;
}

/** A line that the process sent to the engine. */
export interface LogLine {
  urn: string;
  message: string;
  ephemeral: boolean;
}

/**
 * Pulumi's own dynamic provider process, run without an engine: `@pulumi/pulumi/cmd/dynamic-provider`, spoken to by
 * the protocol's shipped clients. It loads the built package, as a user's stack does.
 */
export class ProviderProcess {
  readonly process: ChildProcess;
  readonly log: LogLine[];
  /** What it wrote to its terminal. */
  output = "";
  // biome-ignore lint/suspicious/noExplicitAny: the shipped clients have no types.
  readonly #client: any;
  readonly #logServer: { forceShutdown(): void };

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  private constructor(child: ChildProcess, port: string, log: LogLine[], logServer: any) {
    this.process = child;
    this.log = log;
    this.#logServer = logServer;
    this.#client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (this.output += String(chunk)));
  }

  /** Starts a process that is not configured yet. */
  static async start(env: NodeJS.ProcessEnv, cwd = root): Promise<ProviderProcess> {
    if (!existsSync(join(root, "dist/provider/index.js"))) throw new Error("dist/ is missing: run `npm run build`.");
    const log: LogLine[] = [];
    const { server, address } = await logServer(log);
    const program = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [program, address], { cwd, env: { ...process.env, ...env } });
    const [first] = await once(child.stdout, "data");
    return new ProviderProcess(child, String(first).trim(), log, server);
  }

  configure(config: Record<string, string>): Promise<unknown> {
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config));
    return this.#call("configure", request);
  }

  async check(news: Values): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest();
    request.setOlds(Struct.fromJavaScript({}));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#call("check", request);
    const list: { getProperty(): string; getReason(): string }[] = answer.getFailuresList();
    const failures = list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
    return { inputs: answer.getInputs().toJavaScript(), failures };
  }

  async create(inputs: Values): Promise<{ id: string; outputs: Values }> {
    const request = new messages.CreateRequest();
    request.setProperties(Struct.fromJavaScript(inputs));
    const answer = await this.#call("create", request);
    return { id: answer.getId(), outputs: answer.getProperties().toJavaScript() };
  }

  async update(id: string, olds: Values, news: Values): Promise<Values> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    return (await this.#call("update", request)).getProperties().toJavaScript();
  }

  async read(id: string, properties: Values): Promise<{ id: string; outputs: Values }> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(properties));
    const answer = await this.#call("read", request);
    return { id: answer.getId(), outputs: answer.getProperties().toJavaScript() };
  }

  /** The engine is gone without a word, as after SIGKILL. @returns milliseconds until the process had ended by itself */
  async withoutEngine(): Promise<number> {
    const start = performance.now();
    const exit = once(this.process, "exit");
    this.process.stdin?.end();
    this.#logServer.forceShutdown();
    await exit;
    return performance.now() - start;
  }

  /** Ends the process by `signal`. @returns milliseconds until it was gone */
  async end(signal: "SIGINT" | "SIGKILL"): Promise<number> {
    const start = performance.now();
    const gone = this.process.exitCode !== null || this.process.signalCode !== null;
    if (!gone) {
      const exit = once(this.process, "exit");
      this.process.kill(signal);
      await exit;
    }
    this.#client.close();
    this.#logServer.forceShutdown();
    return performance.now() - start;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shipped messages have no types.
  #call(method: string, request: unknown): Promise<any> {
    return new Promise((resolve, reject) => {
      this.#client[method](request, (error: unknown, answer: unknown) =>
        error === null ? resolve(answer) : reject(failureOf(error)),
      );
    });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: an error of grpc-js.
function failureOf(error: any): Failure {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (bytes === undefined) return { message: error.details, partial: undefined };
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  const kept = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    message: error.details,
    partial: { id: kept.getId(), properties: kept.getProperties().toJavaScript(), reasons: kept.getReasonsList() },
  };
}

/** The engine's side of the log. */
async function logServer(log: LogLine[]): Promise<{ server: { forceShutdown(): void }; address: string }> {
  const server = new grpc.Server();
  server.addService(engine.services.EngineService, {
    // biome-ignore lint/suspicious/noExplicitAny: a call of grpc-js.
    log: ({ request }: any, done: (error: null, answer: unknown) => void) => {
      log.push({ urn: request.getUrn(), message: request.getMessage(), ephemeral: request.getEphemeral() });
      done(null, new (fromPulumi("google-protobuf/google/protobuf/empty_pb.js").Empty)());
    },
    getRootResource: () => {},
    setRootResource: () => {},
    startDebugging: () => {},
    requirePulumiVersion: () => {},
  });
  const port = await new Promise<number>((resolve, reject) => {
    const secure = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", secure, (error: Error | null, bound: number) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { server, address: `127.0.0.1:${port}` };
}
