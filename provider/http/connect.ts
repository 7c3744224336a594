import { AgentsError } from "../errors.js";
import { realClock } from "../wait/clock.js";
import type { Speaker } from "./advice.js";
import { chooseMethod } from "./auth/choose.js";
import type { CallerContext } from "./caller.js";
import { isLoopback } from "./hostUrl.js";
import { limiter } from "./limiter.js";
import { credentialRedactor } from "./redact.js";
import { resolve } from "./resolve.js";
import { defaultRetry } from "./retry.js";
import { transportFor } from "./transport.js";
import type { ConnectionSettings, ConnectOptions, Workspace } from "./types.js";
import { userAgent } from "./userAgent.js";
import { askWith, workspace } from "./workspace.js";

// Measured with 100 and with 1000 files, on loopback and with 50 ms per call (`npm run bench -- log`): fewer wait for a distant
// server, more get in each other's way on a near one.
const defaultConcurrency = 32;

/**
 * Finds out where to speak and as whom, without calling anybody.
 *
 * @param settings see {@link ConnectionSettings} for the order of sources
 * @param env the process's environment
 * @param options what only tests and the command line change
 * @throws AgentsError `configuration` when something is missing, ambiguous or malformed
 */
export async function connect(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: ConnectOptions = {},
): Promise<Workspace> {
  const resolved = await resolve(settings, env, options);
  const { kind, host, local, fields, registry } = resolved;
  const method = chooseMethod(resolved, env);
  refusePlainHttp(host, method.name, env);

  const speaker: Speaker = { kind, host, local, authType: method.name };
  const secrets = credentialRedactor();
  secrets.add(fields.token?.value, fields.clientSecret?.value, fields.password?.value);
  const context: CallerContext = {
    speaker,
    transport: transportFor(env),
    clock: options.clock ?? realClock,
    retry: { ...defaultRetry, ...options.retry },
    redactor: secrets,
  };
  let agent: Promise<string> | undefined;
  const parts = {
    registry,
    context,
    userAgent: () => {
      agent ??= userAgent(env, method.name);
      return agent;
    },
    concurrency: limiter(options.concurrency ?? defaultConcurrency),
  };
  const { clock } = context;
  return workspace(parts, method.create({ host, fields, env, clock, redactor: secrets, ask: askWith(parts) }));
}

/** A credential in plain text over a network is readable by everyone on the way. */
function refusePlainHttp(host: string, authType: string, env: NodeJS.ProcessEnv): void {
  const { protocol, hostname } = new URL(host);
  if (protocol === "https:" || isLoopback(hostname) || authType === "none" || env.MLFLOW_AGENTS_ALLOW_HTTP === "1")
    return;
  throw new AgentsError(
    "configuration",
    `${host} is not protected by https, and a credential would be sent there: use https://, or set MLFLOW_AGENTS_ALLOW_HTTP=1 if the network can be trusted.`,
    { path: "host" },
  );
}
