/**
 * Everything that can go wrong, as a closed list. Code branches on these and never on message text.
 *
 * - `invalidArgument`: an argument of a resource has no valid value; the user changes the program.
 * - `fileNotFound`, `fileRefused`, `invalidPython`, `invalidAgent`: what the agent's folder holds cannot be packaged.
 * - `configuration`: the way to a workspace or its credentials is missing, ambiguous or malformed.
 * - `unreachable`: no answer from the host: DNS, connection, TLS or time-out.
 * - `notAWorkspace`: the host answers, but not as Databricks or MLflow do. A gateway, proxy or load balancer in between may
 *   have answered: its 404 does not mean that anything is gone.
 * - `notFound`: the workspace's own API says, by a code of its own, that there is no such object.
 * - `unauthenticated` (401), `permissionDenied` (403), `alreadyExists`, `conflict` (409),
 *   `rateLimited` (429), `unavailable` (5xx), `badRequest` (any other 4xx): the workspace's answer.
 * - `unsupported`: the workspace answered that it does not know the route (501, ENDPOINT_NOT_FOUND).
 * - `invalidResponse`: the answer does not have the documented shape.
 * - `unknownOutcome`: a call that is not safe to repeat was sent and its answer was lost: look before sending again.
 * - `notOwned`: the object exists and this stack did not make it.
 * - `deploymentFailed`: the object exists but did not become ready.
 * - `timeout`, `cancelled`: waiting ended before the object was ready.
 * - `internal`: a defect of this package.
 */
export const errorCodes = [
  "invalidArgument",
  "fileNotFound",
  "fileRefused",
  "invalidPython",
  "invalidAgent",
  "configuration",
  "unreachable",
  "notAWorkspace",
  "unauthenticated",
  "permissionDenied",
  "notFound",
  "alreadyExists",
  "conflict",
  "rateLimited",
  "unavailable",
  "badRequest",
  "unsupported",
  "invalidResponse",
  "unknownOutcome",
  "notOwned",
  "deploymentFailed",
  "timeout",
  "cancelled",
  "internal",
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** What an error carries beside its message. */
export interface ErrorDetails {
  /** Whether the same call may succeed when it is sent again unchanged. Default: false. */
  retryable?: boolean;
  /** Where in the resource's arguments the fault lies, for example `codePaths[0]`. */
  path?: string;
  /** HTTP status, where the error is an answer. */
  status?: number;
  /** The server's own error code (`RESOURCE_DOES_NOT_EXIST` …), where it gave one. */
  serverCode?: string;
  /** Seconds the server asked to wait (Retry-After). */
  retryAfter?: number;
  /** Logs or other proof, kept in the state of a resource that failed partially. Already free of secrets. */
  evidence?: string;
  /** What led to it. */
  cause?: unknown;
}

/**
 * The only error this package throws on purpose. Its message is written for the user: what failed, what was given
 * (never a secret), and the way out.
 */
export class AgentsError extends Error {
  /** What went wrong, from the closed list. */
  readonly code: ErrorCode;
  /** Whether the same call may succeed when it is sent again unchanged. */
  readonly retryable: boolean;
  /** Where in the arguments the fault lies. */
  readonly path: string | undefined;
  /** HTTP status, where the error is an answer. */
  readonly status: number | undefined;
  /** The server's own error code. */
  readonly serverCode: string | undefined;
  /** Seconds the server asked to wait. */
  readonly retryAfter: number | undefined;
  /** Logs or other proof. */
  readonly evidence: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AgentsError";
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.path = details.path;
    this.status = details.status;
    this.serverCode = details.serverCode;
    this.retryAfter = details.retryAfter;
    this.evidence = details.evidence;
  }
}

/**
 * Whether `value` is an {@link AgentsError}, also one from another copy of this package: a stack program and its
 * provider process can each load their own.
 *
 * @param value anything that was thrown
 */
export function isAgentsError(value: unknown): value is AgentsError {
  return (
    value instanceof Error &&
    value.name === "AgentsError" &&
    (errorCodes as readonly string[]).includes((value as { code?: unknown }).code as string)
  );
}

/** One thing wrong with a resource's arguments. All of them are reported at once. */
export interface Problem {
  /** What kind of fault it is. */
  code: ErrorCode;
  /** Where in the arguments: `environment.api-key`, `traffic[1].percentage`. Empty for the resource as a whole. */
  path: string;
  /** One sentence or two: what was given (never a secret) and the way out. */
  message: string;
}
