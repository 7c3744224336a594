import { AgentsError } from "../../errors.js";
import type { Uploaded } from "../../http/index.js";

// What a storage says about the bytes that arrived, and how far it can be believed:
//
// - Google answers `x-goog-hash: crc32c=…,md5=…` of the object. Its md5 is compared.
// - Azure answers `Content-MD5` of a block where the release of the API named in the SAS does (before 2019-02-02). Later
//   ones answer a CRC-64 of their own, which Node cannot make at the speed of a disk: not compared.
// - Amazon's ETag of an object or part is its MD5 where the bucket is not encrypted with a key of the customer's
//   (docs.aws.amazon.com, "Checking object integrity"): compared only then, and only for hosts of Amazon's: other stores
//   that speak S3 are free to answer any text.
//
// MD5 takes longer than reading a disk (two seconds of a processor for a gigabyte), so it is made only of what goes to one
// of these. Nowhere is silence a failure. Sizes are always checked by HTTP itself: a body is sent with its length, and a storage
// that got less than that does not answer 2xx.

/** Whether the store behind an address may tell the MD5 of what arrived. */
export function mayTellMd5(address: URL): boolean {
  const version = address.searchParams.get("sv");
  return isAmazon(address.hostname) || isGoogle(address.hostname) || (version !== null && version < "2019-02-02");
}

function isAmazon(host: string): boolean {
  return /(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(host) && !host.includes("s3express");
}

function isGoogle(host: string): boolean {
  return /(?:^|\.)googleapis\.com$/.test(host);
}

/**
 * Compares what was sent with what the storage says it has.
 *
 * @param host of the storage
 * @param answer its answer
 * @param md5 of what was sent, in base64
 * @throws AgentsError `unavailable`, retryable, when they differ
 */
export function checkArrival(host: string, answer: Uploaded, md5: string | undefined): void {
  if (md5 === undefined) return;
  const told = toldMd5(host, answer.headers);
  if (told === undefined || told === md5) return;
  throw new AgentsError("unavailable", `${host} got other bytes than were sent: their MD5 is ${told}, not ${md5}.`, {
    retryable: true,
  });
}

/** The MD5 of what arrived, in base64, where the storage tells it. */
function toldMd5(host: string, headers: Uploaded["headers"]): string | undefined {
  const google = /(?:^|[\s,])md5=([A-Za-z0-9+/]{22}==)/.exec(text(headers["x-goog-hash"]))?.[1];
  if (google !== undefined) return google;
  const azure = text(headers["content-md5"]);
  if (azure !== "") return azure;
  if (!isAmazon(host)) return undefined;
  const encryption = text(headers["x-amz-server-side-encryption"]);
  const customer = headers["x-amz-server-side-encryption-customer-algorithm"];
  if ((encryption !== "" && encryption !== "AES256") || customer !== undefined) return undefined;
  const tag = /^"?([0-9a-f]{32})"?$/i.exec(text(headers.etag))?.[1];
  return tag === undefined ? undefined : Buffer.from(tag, "hex").toString("base64");
}

function text(header: string | string[] | undefined): string {
  return Array.isArray(header) ? header.join(",") : (header ?? "");
}
