import type { Readable } from "node:stream";
import { type AgentsError, isAgentsError } from "../../errors.js";
import { route, type Uploaded } from "../../http/index.js";
import { observed } from "../observed.js";
import type { SignedAddress, Transfer } from "../types.js";
import { checkArrival, mayTellMd5 } from "./checksum.js";
import { atStorage } from "./fault.js";

/** An address that can be asked for again when it is refused. */
export interface Addresses {
  /** The address to use. */
  current(): Promise<SignedAddress>;
  /** Another one in place of `refused`; the same for all who ask at once. Undefined where there is none. */
  renew(refused: SignedAddress): Promise<SignedAddress | undefined>;
}

/** What is sent. */
export interface Piece {
  size: number;
  /** A fresh stream, for each try. */
  open(): Readable;
}

/** How it is sent. */
export interface Manner {
  /** Default: PUT. Repeating it must be harmless. */
  method?: "PUT" | "PATCH";
  /** Added to the address's query. */
  query?: Record<string, string>;
  /** The headers, made of those that came with the address. Default: these. */
  headers?: (given: Record<string, string>) => Record<string, string>;
  /** Whether the storage's checksum is looked at. Default: true. */
  check?: boolean;
}

/** How often an address is asked for anew, for one piece. */
const renewals = 3;
/** How often a piece that arrived damaged is sent. */
const arrivals = 3;

/**
 * Sends one piece to a storage, without the workspace's credentials. An address that is refused has probably expired: it is
 * asked for anew.
 */
export async function send(
  transfer: Transfer,
  addresses: Addresses,
  piece: Piece,
  manner: Manner = {},
): Promise<Uploaded> {
  let address = await addresses.current();
  for (let renewed = 0, damaged = 0; ; ) {
    try {
      const using = address;
      return await atStorage(() => sendOnce(transfer, using, piece, manner));
    } catch (error) {
      if (transfer.signal.aborted) throw error;
      if (isDamaged(error) && ++damaged < arrivals) continue;
      if (!isRefused(error) || renewed >= renewals) throw error;
      renewed++;
      const next = await addresses.renew(address);
      if (next === undefined) throw error;
      address = next;
    }
  }
}

async function sendOnce(transfer: Transfer, address: SignedAddress, piece: Piece, manner: Manner): Promise<Uploaded> {
  const { method = "PUT", query = {}, headers = (given) => given, check = true } = manner;
  const path = route.signed(address.url);
  const url = path.signedUrl;
  const body = observed(piece.open, piece.size, {
    meter: (bytes) => transfer.meter(bytes),
    checksum: check && piece.size > 0 && url !== undefined && mayTellMd5(url),
  });
  const answer = await transfer.workspace.upload({
    method,
    path,
    query,
    headers: withSignedType(address.url, sendable(headers(address.headers))),
    open: () => body.open(),
    size: piece.size,
    signal: transfer.signal,
    safeToRepeat: true,
  });
  checkArrival(url?.hostname ?? "", answer, body.md5());
  return answer;
}

/** Headers that describe the connection are made with it, whatever a server lists. */
function sendable(headers: Record<string, string>): Record<string, string> {
  const made = /^(?:host|content-length|connection|transfer-encoding|user-agent)$/i;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !made.test(name)));
}

/**
 * Databricks' own client always sends this type, so an address may be signed for it without saying so. Otherwise none is
 * sent: Azure counts it into some signatures.
 */
function withSignedType(url: string, headers: Record<string, string>): Record<string, string> {
  const query = new URL(url).searchParams;
  const signed = query.get("X-Amz-SignedHeaders") ?? query.get("X-Goog-SignedHeaders") ?? "";
  const given = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  if (given || !signed.split(";").includes("content-type")) return headers;
  return { ...headers, "content-type": "application/octet-stream" };
}

/** Codes of a 400 that mean an expired address; the others of their kind come with 401 or 403. */
const expired = new Set(["ExpiredToken", "TokenRefreshRequired", "RequestExpired", "AuthenticationFailed"]);

/** Whether a storage refused the address. It says 403 to an expired one as to a wrong one, so that is not told apart. */
function isRefused(error: unknown): error is AgentsError {
  if (!isAgentsError(error)) return false;
  if (error.status === 400) return expired.has(error.serverCode ?? "");
  return error.status === 401 || error.status === 403;
}

/** Whether {@link checkArrival} threw it: an `unavailable` without an answer's status. */
function isDamaged(error: unknown): boolean {
  return isAgentsError(error) && error.code === "unavailable" && error.status === undefined;
}

/** Addresses that are always the same. */
export function fixedAddress(address: SignedAddress): Addresses {
  return { current: async () => address, renew: async () => undefined };
}

/**
 * Addresses that can be asked for.
 *
 * @param ask for a new one
 * @param first the one there is already. Default: none
 */
export function renewable(ask: () => Promise<SignedAddress>, first?: SignedAddress): Addresses {
  let current: Promise<SignedAddress> | undefined = first === undefined ? undefined : Promise.resolve(first);
  let valid: SignedAddress | undefined = first;
  const asking = () => {
    current = ask().then(
      (address) => {
        valid = address;
        return address;
      },
      (error) => {
        current = undefined;
        throw error;
      },
    );
    return current;
  };
  return {
    current: () => current ?? asking(),
    renew(refused) {
      // Another part may have noticed first.
      if (valid === refused) {
        valid = undefined;
        return asking();
      }
      return current ?? asking();
    },
  };
}
