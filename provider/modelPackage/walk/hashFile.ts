import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Boundary } from "./boundary.js";
import { openSafely } from "./openSafely.js";

const chunkSize = 1024 * 1024;

/**
 * Size, SHA-256 and CRC-32 of a file, read piece by piece so that an artifact of many gigabytes takes no memory.
 *
 * @param absolute path of the file
 * @param boundary what may be read
 * @throws AgentsError `fileNotFound` or `fileRefused`
 */
export async function hashFile(
  absolute: string,
  boundary: Boundary,
): Promise<{ size: number; sha256: string; crc32: number }> {
  const handle = await openSafely(absolute, boundary);
  try {
    const hash = createHash("sha256");
    const { size: expected } = await handle.stat();
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, Math.max(expected, 1)));
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
    return { size, sha256: hash.digest("hex"), crc32: checksum };
  } finally {
    await handle.close();
  }
}
