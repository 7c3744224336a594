import { type ErrorCode, isAgentsError } from "../../errors.js";

/**
 * What a refresh does with an error, for every code: true keeps the recorded state and warns, because the world is unknown
 * and unknown is not drift; false fails. Only a resource that says that its own object is gone drops it from the state.
 */
export const keepsState: Readonly<Record<ErrorCode, boolean>> = {
  // Nobody answered for the workspace, or not to us.
  configuration: true,
  unreachable: true,
  notAWorkspace: true,
  unauthenticated: true,
  permissionDenied: true,
  rateLimited: true,
  unavailable: true,
  timeout: true,
  unknownOutcome: true,
  // It answered, and not to the question: of a part of the object, or of a route that it does not have.
  notFound: true,
  unsupported: true,
  invalidResponse: true,
  badRequest: true,
  conflict: true,
  // The user, the program or this package: a refresh that goes on would hide it.
  cancelled: false,
  invalidArgument: false,
  fileNotFound: false,
  fileRefused: false,
  invalidPython: false,
  invalidAgent: false,
  alreadyExists: false,
  notOwned: false,
  deploymentFailed: false,
  internal: false,
};

/** Whether a resource that could not be read is still what the state says, as far as anybody can tell. */
export function isUnread(error: unknown): boolean {
  return isAgentsError(error) && keepsState[error.code];
}
