import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { AgentsError } from "../errors.js";
import { fileStamp, quietMs } from "./fileStamp.js";
import { quoteForMessage } from "./text.js";
import type { SourceFile } from "./types.js";

/** Bytes of one piece, read at once and sent at once. */
const pieceSize = 512 * 1024;

// Memory of pieces that were sent: fresh memory costs the system more than the copying into it.
const idle: Buffer[] = [];
const mostIdle = 16;

/**
 * The content of a planned file, which fails when it is not what was planned.
 *
 * The file is the user's own, so only a change by accident has to be found. Its metadata tells at no cost whether it was
 * written since its digest was taken. Where they cannot tell (it was written just before, or renamed, or linked since),
 * its CRC-32 does; SHA-256 would take longer than sending.
 */
export class SourceContent {
  private proof: Promise<string> | undefined;

  /** @param source the planned file */
  constructor(private readonly source: SourceFile) {}

  /**
   * A part of the content, as {@link PackageFile} describes it.
   *
   * @param start first byte
   * @param end byte after the last
   */
  stream(start: number, end: number): ContentStream {
    const { source } = this;
    // A small file is one piece: its checksum costs less than asking for its metadata.
    if (start === 0 && end === source.size && end < pieceSize) return contentStream(() => small(source));
    return contentStream(() => this.pieces(start, end));
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    const handle = await reopen(this.source);
    let next: Promise<Buffer> | undefined;
    try {
      const isRight = await this.check(handle, end - start);
      let position = start;
      if (position === end && !(await isRight(Buffer.alloc(0), true))) throw changedFile(this.source);
      if (position < end) next = read(handle, position, end);
      while (position < end && next !== undefined) {
        const piece: Buffer = await next;
        position += piece.length;
        // The disk works while this piece is sent.
        next = position < end && piece.length > 0 ? read(handle, position, end) : undefined;
        next?.catch(() => undefined);
        // The last piece is held back until the whole is known to be right.
        if (piece.length === 0 || !(await isRight(piece, position === end))) throw changedFile(this.source);
        yield piece;
        recycle(piece);
      }
    } finally {
      await next?.catch(() => undefined);
      await handle.close();
    }
  }

  /** A function that is shown each piece and tells whether the file is still the planned one. */
  private async check(handle: FileHandle, size: number): Promise<(piece: Buffer, last: boolean) => Promise<boolean>> {
    const { source } = this;
    const isWhole = size === source.size;
    const { identity } = await fileStamp(handle);
    if (identity !== source.identity && isWhole) {
      let checksum = 0;
      return async (piece, last) => {
        checksum = crc32(piece, checksum);
        return !last || checksum === source.crc32;
      };
    }
    this.proof ??= identity === source.identity ? Promise.resolve(identity) : prove(source);
    const proven = await this.proof;
    return async (_piece, last) => !last || (await fileStamp(handle)).identity === proven;
  }
}

/** A stream whose consumer may also take its content in pieces. */
export interface ContentStream extends Readable {
  /**
   * The same content, read anew. A piece is good until the next one is asked for: then its memory is used again, which
   * saves a third of the time of a large upload.
   */
  pieces(): AsyncGenerator<Buffer>;
}

/**
 * A stream of pieces.
 *
 * @param pieces begins anew
 */
export function contentStream(pieces: () => AsyncGenerator<Buffer>): ContentStream {
  async function* copies(): AsyncGenerator<Buffer> {
    for await (const piece of pieces()) yield Buffer.from(piece);
  }
  return Object.assign(Readable.from(copies(), { objectMode: false }), { pieces });
}

async function* small(source: SourceFile): AsyncGenerator<Buffer> {
  // One byte more shows a file that has grown.
  const most = source.size + 1;
  const handle = await openPlain(source);
  const memory = takeMemory();
  try {
    let length = 0;
    do {
      const { bytesRead } = await handle.read(memory, length, most - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    } while (length < source.size);
    const piece = memory.subarray(0, length);
    if (length !== source.size || crc32(piece) !== source.crc32) throw changedFile(source);
    if (length > 0) yield piece;
    recycle(memory);
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, position: number, end: number): Promise<Buffer> {
  const size = Math.min(pieceSize, end - position);
  const memory = size === pieceSize ? takeMemory() : Buffer.allocUnsafe(size);
  const { bytesRead } = await handle.read(memory, 0, size, position);
  return memory.subarray(0, bytesRead);
}

function takeMemory(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(pieceSize);
}

/** Only whole pieces: a small one may be taken by the consumer without waiting until it is sent. */
function recycle(piece: Buffer): void {
  if (piece.length === pieceSize && idle.length < mostIdle) idle.push(piece);
}

/** The identity of a file whose whole content is known to be the planned one. */
async function prove(source: SourceFile): Promise<string> {
  const handle = await reopen(source);
  try {
    for (;;) {
      const begin = Date.now();
      const { identity, quietAt } = await fileStamp(handle);
      if ((await checksumOf(handle, source)) !== source.crc32) throw changedFile(source);
      if ((await fileStamp(handle)).identity !== identity) throw changedFile(source);
      // A time in the future comes from a clock that is wrong: nothing is won by waiting for it.
      if (quietAt < begin || quietAt > begin + quietMs) return identity;
      await sleep(quietAt - begin + 1);
    }
  } finally {
    await handle.close();
  }
}

async function checksumOf(handle: FileHandle, source: SourceFile): Promise<number> {
  let checksum = 0;
  for (let position = 0; position < source.size; ) {
    const piece = await read(handle, position, source.size);
    if (piece.length === 0) throw changedFile(source);
    position += piece.length;
    checksum = crc32(piece, checksum);
    recycle(piece);
  }
  return checksum;
}

async function reopen(source: SourceFile): Promise<FileHandle> {
  const handle = await openPlain(source);
  const stats = await handle.stat();
  if (stats.isFile() && stats.size === source.size) return handle;
  await handle.close();
  throw changedFile(source);
}

async function openPlain(source: SourceFile): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    return await open(source.location, flags);
  } catch {
    // Gone, or a link by now: not what was planned.
    throw changedFile(source);
  }
}

function changedFile(source: SourceFile): AgentsError {
  return new AgentsError(
    "fileRefused",
    `${quoteForMessage(source.name)} changed while it was uploaded. Run again when nothing writes to it.`,
  );
}
