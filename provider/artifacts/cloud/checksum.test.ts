import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkArrival, mayTellMd5 } from "./checksum.js";

const md5 = (text: string) => createHash("md5").update(text).digest();
const sent = md5("sent").toString("base64");
const answer = (headers: Record<string, string>) => ({ status: 200, headers });

describe("what a storage says about the bytes that arrived", () => {
  it.each([
    ["storage.googleapis.com", { "x-goog-hash": `crc32c=AAAAAA==,md5=${md5("other").toString("base64")}` }],
    ["account.blob.core.windows.net", { "content-md5": md5("other").toString("base64") }],
    ["bucket.s3.eu-west-1.amazonaws.com", { etag: `"${md5("other").toString("hex")}"` }],
    [
      "bucket.s3.eu-west-1.amazonaws.com",
      { etag: `"${md5("other").toString("hex")}"`, "x-amz-server-side-encryption": "AES256" },
    ],
  ])("%s %j: other bytes are found", (host, headers) => {
    expect(() => checkArrival(host, answer(headers), sent)).toThrow(/got other bytes than were sent/);
  });

  it.each([
    ["storage.googleapis.com", { "x-goog-hash": `md5=${sent}` }],
    ["bucket.s3.amazonaws.com", { etag: `"${md5("sent").toString("hex")}"` }],
    // None of these is the MD5 of the bytes.
    [
      "bucket.s3.amazonaws.com",
      { etag: `"${md5("other").toString("hex")}"`, "x-amz-server-side-encryption": "aws:kms" },
    ],
    ["bucket.s3.amazonaws.com", { etag: `"${md5("other").toString("hex")}-2"` }],
    ["bucket.s3express-euw1-az1.eu-west-1.amazonaws.com", { etag: `"${md5("other").toString("hex")}"` }],
    ["minio.example.com", { etag: `"${md5("other").toString("hex")}"` }],
    ["storage.googleapis.com", { "x-goog-hash": "crc32c=AAAAAA==" }],
    ["bucket.s3.amazonaws.com", {}],
  ])("%s %j: nothing to complain of", (host, headers) => {
    expect(() => checkArrival(host, answer(headers), sent)).not.toThrow();
  });

  it.each([
    ["https://bucket.s3.eu-west-1.amazonaws.com/k", true],
    ["https://storage.googleapis.com/b/k", true],
    ["https://a.blob.core.windows.net/c/k?sv=2018-11-09", true],
    ["https://a.blob.core.windows.net/c/k?sv=2024-05-04", false],
    ["https://minio.example.com/b/k", false],
  ])("%s: is asked: %s", (url, asked) => {
    expect(mayTellMd5(new URL(url))).toBe(asked);
  });
});
