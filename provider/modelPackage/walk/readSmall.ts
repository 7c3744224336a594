import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AgentsError } from "../../errors.js";
import { quoteForMessage } from "../text.js";
import type { Boundary } from "./boundary.js";
import { openSafely } from "./openSafely.js";

/** A file read whole, with its digest and checksum. */
export interface SmallFile {
  /** The text, without a byte order mark. */
  text: string;
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the bytes, hex. */
  sha256: string;
  /** CRC-32 of the bytes. */
  crc32: number;
}

/** Thrown when a file that has to be text is not. */
export class NotText extends Error {
  /** What shows it. */
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = "NotText";
    this.reason = reason;
  }
}

/** Largest file that is read whole, in bytes: agent code, requirements, YAML, examples. */
export const maximumTextSize = 16 * 1024 * 1024;

/**
 * Reads a text file that is needed whole.
 *
 * @param absolute path of the file
 * @param boundary what may be read
 * @throws AgentsError `fileNotFound` or `fileRefused`; NotText when it is not UTF-8 text
 */
export async function readSmall(absolute: string, boundary: Boundary): Promise<SmallFile> {
  const handle = await openSafely(absolute, boundary);
  try {
    const { size } = await handle.stat();
    if (size > maximumTextSize) {
      const limit = `${maximumTextSize / 1024 / 1024} MiB`;
      const name = quoteForMessage(boundary.name(absolute));
      throw new AgentsError("fileRefused", `${name} is larger than ${limit}, which no text file of an agent is.`);
    }
    const bytes = await handle.readFile();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { text: decode(bytes), size: bytes.length, sha256, crc32: crc32(bytes) };
  } finally {
    await handle.close();
  }
}

/**
 * The text of a file that may be there: undefined where it cannot be read, or is no text. For files that something else
 * reports where they are at fault.
 */
export async function readTextIfAny(absolute: string, boundary: Boundary): Promise<string | undefined> {
  try {
    return (await readSmall(absolute, boundary)).text;
  } catch {
    return undefined;
  }
}

function decode(bytes: Buffer): string {
  if (bytes.includes(0)) throw new NotText("it holds NUL bytes, as binary files do");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new NotText("it is not valid UTF-8");
  }
}
