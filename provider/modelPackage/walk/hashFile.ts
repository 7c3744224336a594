import { createHash, webcrypto } from "node:crypto";
import { stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { fileStamp, stampOf } from "../fileStamp.js";
import type { Boundary } from "./boundary.js";
import { changed, openSafely } from "./openSafely.js";

const chunkSize = 1024 * 1024;
/** From this size on another thread takes a digest sooner than handing it the content costs. */
const worthAThread = 64 * 1024;

/** What the content of a file comes to. */
interface Hashed {
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /** CRC-32 of the content. */
  crc32: number;
  /** See `SourceFile`. */
  identity?: string;
}

/** What {@link hashFile} learns. */
export interface HashedFile extends Hashed {
  /** Where it really lies. */
  location: string;
}

// An agent is looked at when its arguments are checked and once more when it is logged: what was read and has not been
// written since need not be read again. Only files whose metadata prove that are remembered, under that proof.
const remembered = new Map<string, Hashed>();
const mostRemembered = 100_000;

/**
 * Size, SHA-256 and CRC-32 of a file, read piece by piece so that an artifact of many gigabytes takes no memory.
 *
 * @param absolute path of the file
 * @param boundary what may be read
 * @throws AgentsError `fileNotFound`, or `fileRefused`, also when it is being written
 */
export async function hashFile(absolute: string, boundary: Boundary): Promise<HashedFile> {
  const location = await boundary.check(absolute);
  const now = await stat(location, { bigint: true }).then(stampOf, () => undefined);
  const known = now === undefined ? undefined : remembered.get(now.identity);
  const hashed = known ?? (await read(absolute, boundary));
  if (known === undefined && hashed.identity !== undefined) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(hashed.identity, hashed);
  }
  return { ...hashed, location };
}

async function read(absolute: string, boundary: Boundary): Promise<Hashed> {
  const handle = await openSafely(absolute, boundary);
  try {
    const begin = Date.now();
    const before = await fileStamp(handle);
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, before.size));
    const hash = before.size > chunkSize ? createHash("sha256") : undefined;
    let size = 0;
    let checksum = 0;
    while (size < before.size) {
      const { bytesRead } = await handle.read(buffer, hash === undefined ? size : 0, undefined, null);
      if (bytesRead === 0) break;
      if (hash !== undefined) {
        const piece = buffer.subarray(0, bytesRead);
        hash.update(piece);
        checksum = crc32(piece, checksum);
      }
      size += bytesRead;
    }
    const whole = buffer.subarray(0, size);
    const digesting = hash === undefined ? digestOf(whole) : hash.digest("hex");
    if (hash === undefined) checksum = crc32(whole);
    const sha256 = await digesting;
    const after = await fileStamp(handle);
    if (size !== after.size || before.identity !== after.identity) throw changed(boundary.name(absolute));
    const proof = before.quietAt < begin ? { identity: before.identity } : {};
    return { size, sha256, crc32: checksum, ...proof };
  } finally {
    await handle.close();
  }
}

/** SHA-256 of content that is in memory, hex. */
async function digestOf(content: Buffer): Promise<string> {
  if (content.length < worthAThread) return createHash("sha256").update(content).digest("hex");
  // Where several files are read at once, this uses the processors that there are.
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", content)).toString("hex");
}
