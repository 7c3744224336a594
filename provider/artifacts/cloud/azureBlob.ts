import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { eachPart, mebibyte, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { Transfer, Upload } from "../types.js";
import { azureHeaders } from "./azureHeaders.js";
import { type Addresses, send } from "./send.js";

/** A blob has at most 50 000 blocks. */
const mostBlocks = 50_000;

/**
 * Sends a file to Azure blob storage as blocks, and commits them. Nothing is visible before that, and blocks that an earlier
 * run left are dropped by it.
 *
 * @param transfer of the file
 * @param file what is sent
 * @param addresses SAS address of the blob
 */
export async function putBlocks(transfer: Transfer, file: Upload, addresses: Addresses): Promise<void> {
  const parts = partsOf(file.size, 10 * mebibyte, mostBlocks);
  // All ids of a blob must have one length, also those that another client left: MLflow's are base64 of 32 characters.
  const upload = randomBytes(12).toString("hex");
  const idOf = (part: { number: number }) =>
    Buffer.from(`${upload}${String(part.number).padStart(8, "0")}`).toString("base64");
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
        { query: { comp: "block", blockid: idOf(part) }, headers: (given) => azureHeaders("putBlock", given) },
      ),
    );
  } finally {
    ranges.close();
  }
  const list = parts.map((part) => `<Uncommitted>${idOf(part)}</Uncommitted>`).join("");
  const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
  await send(
    transfer,
    addresses,
    { size: body.length, open: () => Readable.from([body], { objectMode: false }) },
    // Here Content-MD5 would be of the list.
    { query: { comp: "blocklist" }, headers: (given) => azureHeaders("putBlockList", given), check: false },
  );
}
