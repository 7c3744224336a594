/**
 * Why the local workspace could not do what its owner asked. Callers branch on these, never on message text.
 *
 * - `pythonMissing`: no Python >= 3.10 was found.
 * - `environmentFailed`: the Python environment could not be made (download, disk, resolver).
 * - `portTaken`: another program listens on the port that was asked for.
 * - `alreadyRunning`: a workspace already serves this data folder.
 * - `serverFailed`: a process behind the workspace did not start.
 * - `dataFolder`: the data folder cannot be read or written.
 * - `invalidOption`: an option has no valid value.
 * - `notRunning`: there is nothing to stop or to ask.
 * - `seedFailed`: the example could not be made.
 * - `diskFull`: the disk that holds the data folder or the Python environments has no space left.
 */
export const workspaceErrorCodes = [
  "pythonMissing",
  "environmentFailed",
  "portTaken",
  "alreadyRunning",
  "serverFailed",
  "dataFolder",
  "invalidOption",
  "notRunning",
  "seedFailed",
  "diskFull",
] as const;

/** One of {@link workspaceErrorCodes}. */
export type WorkspaceErrorCode = (typeof workspaceErrorCodes)[number];

/** The error that starting, stopping and setting up a local workspace throws on purpose. */
export class WorkspaceError extends Error {
  /** What went wrong, from the closed list. */
  readonly code: WorkspaceErrorCode;

  /**
   * @param code what went wrong
   * @param message what failed and the way out, for the person at the terminal; never a secret
   * @param cause what led to it
   */
  constructor(code: WorkspaceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "WorkspaceError";
    this.code = code;
  }
}

/**
 * An answer in Databricks' error format: `{error_code, message, details}`. Route handlers throw it; the front sends it.
 */
export class ApiError extends Error {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Databricks' own code, for example `RESOURCE_DOES_NOT_EXIST`. */
  readonly errorCode: string;
  /** Databricks' structured details. Default: none. */
  readonly details: readonly unknown[];

  constructor(status: number, errorCode: string, message: string, details: readonly unknown[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.errorCode = errorCode;
    this.details = details;
  }
}

/** 404: the named thing does not exist. */
export function notFound(message: string): ApiError {
  return new ApiError(404, "RESOURCE_DOES_NOT_EXIST", message);
}

/** 400: a value in the request is not acceptable. */
export function invalidParameter(message: string): ApiError {
  return new ApiError(400, "INVALID_PARAMETER_VALUE", message);
}

/** 403: the caller may not do this. */
export function permissionDenied(message: string): ApiError {
  return new ApiError(403, "PERMISSION_DENIED", message);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
