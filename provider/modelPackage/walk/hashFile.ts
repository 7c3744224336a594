import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { fileStamp } from "../fileStamp.js";
import type { Boundary } from "./boundary.js";
import { changed, openSafely } from "./openSafely.js";

const chunkSize = 1024 * 1024;

/** What {@link hashFile} learns. */
export interface HashedFile {
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /** CRC-32 of the content. */
  crc32: number;
  /** See `SourceFile`. */
  identity?: string;
}

/**
 * Size, SHA-256 and CRC-32 of a file, read piece by piece so that an artifact of many gigabytes takes no memory.
 *
 * @param absolute path of the file
 * @param boundary what may be read
 * @throws AgentsError `fileNotFound`, or `fileRefused`, also when it is being written
 */
export async function hashFile(absolute: string, boundary: Boundary): Promise<HashedFile> {
  const handle = await openSafely(absolute, boundary);
  try {
    const hash = createHash("sha256");
    const begin = Date.now();
    const before = await fileStamp(handle);
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, Math.max(before.size, 1)));
    let size = 0;
    let checksum = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      checksum = crc32(piece, checksum);
      size += bytesRead;
    }
    const after = await fileStamp(handle);
    if (size !== after.size || before.identity !== after.identity) throw changed(boundary.name(absolute));
    const proof = before.quietAt < begin ? { identity: before.identity } : {};
    return { size, sha256: hash.digest("hex"), crc32: checksum, ...proof };
  } finally {
    await handle.close();
  }
}
