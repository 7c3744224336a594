import { createHash } from "node:crypto";
import { type FakeCall, missing } from "./server.js";

/** Files by path, in memory. */
export class FakeFiles {
  readonly content = new Map<string, Buffer>();

  /** `…/fs/files/{path}` and the artifact proxy, which both lead here. */
  file(call: FakeCall, path: string): unknown {
    if (call.method === "PUT") {
      this.content.set(path, call.bytes ?? Buffer.alloc(0));
      return {};
    }
    const found = this.content.get(path);
    if (found === undefined) throw missing(`File ${path}`);
    return found;
  }

  /** Entries of a folder. */
  list(path: string): { name: string; folder: boolean; size: number }[] {
    const entries = new Map<string, { name: string; folder: boolean; size: number }>();
    for (const [file, bytes] of this.content) {
      if (!file.startsWith(`${path}/`)) continue;
      const [name = "", ...rest] = file.slice(path.length + 1).split("/");
      entries.set(name, { name, folder: rest.length > 0, size: bytes.length });
    }
    return [...entries.values()];
  }

  /** Removes a folder. */
  remove(path: string): void {
    for (const file of [...this.content.keys()]) if (file.startsWith(`${path}/`)) this.content.delete(file);
  }

  /** Paths below a folder with a digest of each content. */
  snapshot(path: string): Record<string, string> {
    const files = [...this.content].filter(([file]) => file.startsWith(`${path}/`));
    return Object.fromEntries(
      files
        .map(([file, bytes]) => [
          file.slice(path.length + 1),
          createHash("sha256").update(bytes).digest("hex").slice(0, 8),
        ])
        .sort(),
    );
  }
}
