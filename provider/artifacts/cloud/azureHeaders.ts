// Azure answers 400 UnsupportedHeader to a header that does not belong to an operation, and the addresses come with the
// headers of all of them. Which belong where: learn.microsoft.com/rest/api/storageservices, one page per operation. No
// Content-Type is among them: what a file is, is said with `x-ms-blob-content-type` or `x-ms-content-type`.

const always =
  /^(?:authorization|x-ms-(?:date|version|client-request-id|lease-id)|if-(?:none-)?match|if-(?:un)?modified-since)$/;
const encryption = /^x-ms-encryption-(?:key|key-sha256|algorithm)$/;
const blobContent =
  /^x-ms-(?:blob-(?:cache-control|content-(?:type|encoding|language|disposition))|tags|access-tier|meta-.+)$/;
const pathContent =
  /^(?:cache-control|content-(?:encoding|language|disposition)|x-ms-(?:cache-control|content-(?:type|encoding|language|disposition)|properties|permissions|umask|owner|group|acl))$/;

/** The operations used here. */
export type AzureOperation = "putBlock" | "putBlockList" | "createPath" | "appendPath" | "flushPath";

const allowed: Readonly<Record<AzureOperation, readonly RegExp[]>> = {
  putBlock: [always, encryption, /^x-ms-encryption-scope$/],
  putBlockList: [always, encryption, blobContent, /^x-ms-encryption-scope$/],
  createPath: [
    always,
    encryption,
    pathContent,
    /^x-ms-(?:encryption-context|proposed-lease-id|expiry-(?:option|time))$/,
  ],
  appendPath: [always, encryption],
  flushPath: [always, encryption, /^x-ms-(?:cache-control|content-(?:type|encoding|language|disposition))$/],
};

/**
 * The headers that go with one operation.
 *
 * @param operation the operation
 * @param given headers that came with the address
 */
export function azureHeaders(operation: AzureOperation, given: Record<string, string>): Record<string, string> {
  const kept = Object.entries(given).filter(([name]) =>
    allowed[operation].some((pattern) => pattern.test(name.toLowerCase())),
  );
  return Object.fromEntries(kept);
}
