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
  let connection: Promise<Connection | undefined> | undefined;
  const connected = () => {
    const usable = address !== undefined && /^[\w.[\]:-]+:\d+$/.test(address);
    connection ??= usable ? open(address) : Promise.resolve(undefined);
    return connection;
  };
  // One line after the other: calls that run at once may arrive in any order. Of the status lines that wait for their turn
  // only a resource's last one is worth sending.
  const waiting: Line[] = [];
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      const open = await connected();
      if (open !== undefined) await deliver(open, line);
    }
    sending = false;
  };
  const enqueue = (line: Line) => {
    const stale = line.ephemeral ? waiting.findIndex(({ urn, ephemeral }) => ephemeral && urn === line.urn) : -1;
    if (stale >= 0) waiting.splice(stale, 1);
    waiting.push(line);
    void send();
  };
  return {
    status: (urn, message) => enqueue({ severity: "info", urn, message, ephemeral: true }),
    write: (severity, urn, message) => enqueue({ severity, urn, message, ephemeral: false }),
  };
}

interface Line {
  severity: keyof typeof severities;
  urn: string;
  message: string;
  ephemeral: boolean;
}

interface Connection {
  client: Client;
  LogRequest: new () => LogRequest;
}

function deliver({ client, LogRequest }: Connection, line: Line): Promise<void> {
  const request = new LogRequest();
  request.setSeverity(severities[line.severity]);
  request.setMessage(line.message);
  request.setUrn(line.urn);
  request.setStreamid(0);
  request.setEphemeral(line.ephemeral);
  // A line that is refused is lost, and nothing else is.
  return new Promise((resolve) => client.log(request, () => resolve()));
}

interface LogRequest {
  setSeverity(value: number): void;
  setMessage(value: string): void;
  setUrn(value: string): void;
  setStreamid(value: number): void;
  setEphemeral(value: boolean): void;
}

async function open(address: string): Promise<Connection | undefined> {
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
