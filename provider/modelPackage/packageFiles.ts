import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { AgentsError } from "../errors.js";
import { sha256 } from "./digest.js";
import { modelText } from "./mlmodel.js";
import { compareText, quoteForMessage } from "./text.js";
import type { PackageFile, PackagePlan, PackageStamp, SourceFile } from "./types.js";

/**
 * The files of the model directory, MLmodel among them, sorted by path. Nothing is read yet.
 *
 * @param plan what goes in
 * @param stamp ids and time of this logging
 */
export function packageFiles(plan: PackagePlan, stamp: PackageStamp): PackageFile[] {
  const texts = { ...plan.generated, MLmodel: modelText(plan.document, plan.mlflowVersion, plan.digest, stamp) };
  const generated = Object.entries(texts).map(([path, text]) => generatedFile(path, Buffer.from(text, "utf8")));
  const copied = plan.sources.map((source) => ({
    path: source.path,
    size: source.size,
    sha256: source.sha256,
    open: () => Readable.from(checkedContent(source), { objectMode: false }),
  }));
  return [...generated, ...copied].sort((a, b) => compareText(a.path, b.path));
}

function generatedFile(path: string, content: Buffer): PackageFile {
  return {
    path,
    size: content.length,
    sha256: sha256(content),
    open: () => Readable.from([content], { objectMode: false }),
  };
}

const chunkSize = 256 * 1024;

/**
 * The content of a planned file, piece by piece; fails when it is not what was planned. Its CRC-32 tells that: the file
 * is the user's own, so only a change by accident has to be found, and SHA-256 would take longer than sending.
 */
async function* checkedContent(source: SourceFile): AsyncGenerator<Buffer> {
  const handle = await reopen(source);
  // A new buffer each time: the consumer may still hold the one before.
  const read = (size: number) => handle.read(Buffer.allocUnsafe(size), 0, size, null);
  const sizeAfter = (position: number) => Math.min(chunkSize, source.size - position + 1);
  try {
    let checksum = 0;
    let size = 0;
    let next = read(sizeAfter(0));
    for (;;) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) break;
      size += bytesRead;
      if (size > source.size) throw changedFile(source);
      // The disk works while this piece is sent.
      next = read(sizeAfter(size));
      next.catch(() => undefined);
      const piece = buffer.subarray(0, bytesRead);
      checksum = crc32(piece, checksum);
      // The last piece is held back until the whole is known to be right.
      if (size === source.size && checksum !== source.crc32) throw changedFile(source);
      yield piece;
    }
    if (size !== source.size || checksum !== source.crc32) throw changedFile(source);
  } finally {
    // Waits for a read that is under way.
    await handle.close();
  }
}

async function reopen(source: SourceFile): Promise<FileHandle> {
  try {
    const handle = await open(
      source.location,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stats = await handle.stat();
    if (stats.isFile() && stats.size === source.size) return handle;
    await handle.close();
  } catch {
    // Gone, or a link by now: not what was planned.
  }
  throw changedFile(source);
}

function changedFile(source: SourceFile): AgentsError {
  return new AgentsError(
    "fileRefused",
    `${quoteForMessage(source.name)} changed while it was uploaded. Run again when nothing writes to it.`,
  );
}
