import { permissionDenied } from "../errors.js";
import type { Call } from "../http/route.js";

/**
 * An address below `/_local/` that lets anyone who has it do one thing, for a short while.
 *
 * @param method what it is good for
 * @param path below `/_local/`, not encoded
 */
export function signedAddress(call: Call, method: "GET" | "PUT" | "DELETE", path: string): string {
  const { host, tokens } = call.services;
  return `${host()}/_local/${path.split("/").map(encodeURIComponent).join("/")}?${tokens.sign(method, path)}`;
}

/**
 * Refuses a call whose address does not bear the signature of {@link signedAddress}.
 *
 * @throws ApiError 403
 */
export function verifySignature(call: Call, method: "GET" | "PUT" | "DELETE", path: string): void {
  if (!call.services.tokens.verify(method, path, call.query) || path.split("/").includes("..")) {
    throw permissionDenied("The signature of this address is wrong or expired.");
  }
}
