/** Severity as the engine numbers it (`LogSeverity` in pulumi's engine.proto). */
const severities = { info: 1, warning: 2 } as const;

/** How a log line reaches the user. */
export interface EngineLog {
  /** A line on the resource's own row that the next one replaces. */
  status(urn: string, message: string): void;
  /** A line that stays. */
  write(severity: keyof typeof severities, urn: string, message: string): void;
}

type Client = { log(request: unknown, done: (error: unknown) => void): void };

/**
 * A connection to the engine's log, which dynamic providers are not given: the process that runs them gets the engine's
 * address as its first argument (@pulumi/pulumi/cmd/dynamic-provider), and the proto client is part of the package.
 * Where there is no engine (a test drives the handlers alone), lines go nowhere. Made lazily, for load time.
 *
 * @param address host:port of the engine, usually `process.argv[2]`
 */
export function engineLog(address: string | undefined): EngineLog {
  let connection: Promise<{ client: Client; LogRequest: new () => LogRequest } | undefined> | undefined;
  const connected = () => {
    connection ??=
      address === undefined || !/^[\w.[\]:-]+:\d+$/.test(address) ? Promise.resolve(undefined) : open(address);
    return connection;
  };
  const send = (severity: keyof typeof severities, urn: string, message: string, ephemeral: boolean) => {
    void connected().then((open) => {
      if (open === undefined) return;
      const request = new open.LogRequest();
      request.setSeverity(severities[severity]);
      request.setMessage(message);
      request.setUrn(urn);
      request.setStreamid(0);
      request.setEphemeral(ephemeral);
      open.client.log(request, () => {});
    });
  };
  return {
    status: (urn, message) => send("info", urn, message, true),
    write: (severity, urn, message) => send(severity, urn, message, false),
  };
}

interface LogRequest {
  setSeverity(value: number): void;
  setMessage(value: string): void;
  setUrn(value: string): void;
  setStreamid(value: number): void;
  setEphemeral(value: boolean): void;
}

async function open(address: string): Promise<{ client: Client; LogRequest: new () => LogRequest } | undefined> {
  try {
    const { createRequire } = await import("node:module");
    // grpc-js is a dependency of @pulumi/pulumi and not ours: resolve it from there.
    const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
    const grpc = fromPulumi("@grpc/grpc-js");
    const services = fromPulumi("./proto/engine_grpc_pb.js");
    const messages = fromPulumi("./proto/engine_pb.js");
    const client = new services.EngineClient(address, grpc.credentials.createInsecure());
    return { client, LogRequest: messages.LogRequest };
  } catch {
    // Progress is a courtesy: without it the operation itself must still run.
    return undefined;
  }
}
