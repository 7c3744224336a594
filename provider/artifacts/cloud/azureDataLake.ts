import { Readable } from "node:stream";
import { eachPart, mebibyte, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { Transfer, Upload } from "../types.js";
import { type AzureOperation, azureHeaders } from "./azureHeaders.js";
import { type Addresses, send } from "./send.js";

const nothing = { size: 0, open: () => Readable.from([]) };

/**
 * Sends a file to Azure Data Lake Storage: makes it, over what is there, appends its parts by position, and flushes. The
 * flush names the whole length; the store refuses it when a part is missing.
 *
 * @param transfer of the file
 * @param file what is sent
 * @param addresses SAS address of the file
 */
export async function putAppended(transfer: Transfer, file: Upload, addresses: Addresses): Promise<void> {
  const headers = (operation: AzureOperation) => (given: Record<string, string>) => azureHeaders(operation, given);
  await send(transfer, addresses, nothing, { query: { resource: "file" }, headers: headers("createPath") });
  const parts = partsOf(file.size, 10 * mebibyte, 50_000);
  if (parts.length === 0) return;
  const ranges = rangesOf(file);
  try {
    await eachPart(transfer, parts, ranges.parallel, (inner, part) =>
      send(
        inner,
        addresses,
        {
          size: part.end - part.start,
          open: () => (parts.length === 1 ? file.open() : ranges.open(part.start, part.end)),
        },
        {
          method: "PATCH",
          query: { action: "append", position: String(part.start) },
          headers: headers("appendPath"),
        },
      ),
    );
  } finally {
    ranges.close();
  }
  await send(transfer, addresses, nothing, {
    method: "PATCH",
    query: { action: "flush", position: String(file.size) },
    headers: headers("flushPath"),
  });
}
