import { AgentsError, type ErrorCode, isAgentsError } from "../errors.js";
import { isStorageFault } from "./cloud/fault.js";

/** Errors that are no fault of the place, and say all there is to say. */
const own: readonly ErrorCode[] = ["cancelled", "fileRefused", "fileNotFound", "internal"];

/** Whether a Files API that is not there for this folder may answer so: judged by code, never by text. */
export function notServed(error: unknown): boolean {
  return (
    isAgentsError(error) &&
    (error.code === "unsupported" || error.code === "permissionDenied" || error.code === "notFound")
  );
}

/** Whether the file itself could not be read as planned: sending it elsewhere would not help. */
export function isSourceFault(error: unknown): boolean {
  return isAgentsError(error) && (error.code === "fileRefused" || error.code === "fileNotFound");
}

/**
 * The error of one file, with its name, where it should have gone, and what to do; everything else as it was.
 *
 * @param error what was thrown
 * @param path of the file
 * @param store what messages call the place
 */
export function failure(error: unknown, path: string, store: string): unknown {
  if (!isAgentsError(error) || own.includes(error.code)) return error;
  const told = `${JSON.stringify(path)} could not be sent to ${store}: ${error.message}`;
  const message = [told.replace(/([^.!?…)])$/, "$1."), wayOut(error)].filter((part) => part !== "").join(" ");
  return new AgentsError(error.code, message, {
    retryable: error.retryable,
    cause: error.cause,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.serverCode === undefined ? {} : { serverCode: error.serverCode }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.evidence === undefined ? {} : { evidence: error.evidence }),
  });
}

/** Whose fault it is when a storage answers; of a workspace's own answers provider/http has said it. */
function wayOut(error: AgentsError): string {
  const { code } = error;
  if (!isStorageFault(error))
    return code === "unavailable" || code === "rateLimited" ? "Run `pulumi up` again later." : "";
  switch (code) {
    case "permissionDenied":
    case "unauthenticated":
      return (
        "New addresses were refused as well: check this machine's clock, and that the storage's firewall or network rules " +
        "let it in."
      );
    case "unreachable":
    case "unknownOutcome":
      return "This machine has to reach that host by itself: check its firewall, VPN or proxy (HTTPS_PROXY).";
    case "unavailable":
    case "rateLimited":
      return "The storage is busy or failing: run `pulumi up` again later.";
    default:
      return "The files that did arrive are written over by the next `pulumi up`.";
  }
}
