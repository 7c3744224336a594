import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ArtifactServer } from "../../test/support/fake/artifactServer.js";
import { FakeStorage } from "../../test/support/fake/storage.js";
import { connect, type Workspace } from "../http/index.js";
import { copy, type Upload } from "./index.js";
import { mebibyte } from "./parts.js";
import { DatabricksStorage } from "./stores/databricksStorage.js";
import type { Transfer } from "./types.js";

// Against stand-ins (test/support/fake): no recorded answer of `create-multipart-upload` is at hand, so its routes are written from
// MLflow's own client.

let storage: FakeStorage;
let server: ArtifactServer;
let workspace: Workspace;

beforeAll(async () => {
  storage = await new FakeStorage().start();
  server = await new ArtifactServer(storage).start();
});
afterAll(async () => {
  await server.stop();
  await storage.stop();
});
beforeEach(async () => {
  Object.assign(server, { offers: {}, onAddresses: () => {} });
  Object.assign(storage, { trouble: () => false });
  for (const list of [server.calls, storage.calls]) list.length = 0;
  for (const map of [server.files, storage.files, storage.pending]) map.clear();
  workspace = await connect({ host: server.origin, token: "canary-token" }, {}, { retry: { baseDelayMs: 1 } });
});

const content = Buffer.from(Uint32Array.from({ length: 14 * mebibyte }, (_, index) => index * 2_654_435_761).buffer);
const sha = (bytes: Buffer | undefined) =>
  createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");

describe("an upload in parts to S3, by addresses of Databricks", () => {
  const owner = { kind: "model", id: "m-1", folder: "" } as const;
  const size = 23 * mebibyte;
  const stream = (start: number, end: number) => Readable.from([content.subarray(start, end)], { objectMode: false });
  const file: Upload = { path: "weights", size, open: () => stream(0, size), slice: stream };

  async function put(signal = new AbortController().signal): Promise<void> {
    server.offers = { ...server.offers, addresses: "AWS_PRESIGNED_URL" };
    const transfer: Transfer = { workspace, signal, slot: (work) => workspace.concurrency.run(work), meter() {} };
    await new DatabricksStorage(owner, ["weights"], 20 * mebibyte).put(transfer, "weights", file);
  }
  const asked = () => server.calls.map((call) => call.replace(/\?.*/, "").split("/").at(-1));

  it("sends each part to its address, and names their ETags in order", async () => {
    await put();
    expect(sha(storage.files.get("s3/m-1/weights"))).toBe(sha(content.subarray(0, size)));
    expect(asked()).toEqual(["credentials-for-upload", "create-multipart-upload", "complete-multipart-upload"]);
    expect(storage.calls.map(({ size: sent }) => sent).sort((a, b) => b - a)).toEqual([
      10 * mebibyte,
      10 * mebibyte,
      3 * mebibyte,
    ]);
  });

  it("asks anew for the address of a part that expired, and for that part alone", async () => {
    let left = 1;
    storage.trouble = ({ query }, response) => {
      const refused = query.get("partNumber") === "2" && left-- > 0;
      if (refused) response.writeHead(403).end();
      return refused;
    };
    await put();
    expect(sha(storage.files.get("s3/m-1/weights"))).toBe(sha(content.subarray(0, size)));
    const again = server.calls.filter((call) => call.includes("get-presigned-upload-part-url"));
    expect(again).toHaveLength(1);
    expect(again[0]).toContain("run_id=m-1&path=weights&upload_id=upload&part_number=2");
  });

  it("lets the storage forget the parts when it fails", async () => {
    storage.trouble = ({ query, method }, response) => {
      const refused = method === "PUT" && query.get("partNumber") === "3";
      if (refused) response.writeHead(403).end();
      return refused;
    };
    await expect(put()).rejects.toMatchObject({ status: 403 });
    expect(storage.calls.at(-1)?.method).toBe("DELETE");
    expect(storage.pending.size).toBe(0);
    expect(storage.files.size).toBe(0);
  });

  it("is one request where the workspace does not offer it", async () => {
    server.offers = { multipart: 404 };
    await put();
    expect(sha(storage.files.get("s3/weights"))).toBe(sha(content.subarray(0, size)));
    expect(storage.calls).toHaveLength(1);
  });
});

describe("a copy of a large file", () => {
  const size = 53 * mebibyte + 12;
  const from = { api: "files", folder: "from" } as const;
  const to = { api: "files", folder: "to" } as const;
  const options = { signal: new AbortController().signal, progress() {} };
  const reads = () => server.calls.filter((call) => call.startsWith("GET ")).length;

  beforeEach(() => {
    storage.files.set("s3/from/weights", content.subarray(0, size));
  });

  it("takes its parts at once where the source gives ranges", async () => {
    server.offers = { ranges: true };
    // The first part is answered only once the second is there: sent one after the other, they would never end.
    let first: ServerResponse | undefined;
    let settled = false;
    storage.trouble = ({ query }, response) => {
      const part = query.get("partNumber");
      if (part === "1" && !settled) {
        first = response;
        return true;
      }
      if (part === "2") {
        settled = true;
        if (first?.writableEnded === false) first.writeHead(503).end();
      }
      return false;
    };
    await copy(workspace, from, to, ["weights"], options);
    expect(sha(storage.files.get("s3/to/weights"))).toBe(sha(content.subarray(0, size)));
    // For its size, for whether there are ranges, once for each part, and for one that was sent again.
    expect(reads()).toBeLessThanOrEqual(2 + 6 + 1);
    expect(server.calls.filter((call) => call.startsWith("PUT "))).toEqual([]);
  });

  it("takes them one after the other where it does not", async () => {
    await copy(workspace, from, to, ["weights"], options);
    expect(sha(storage.files.get("s3/to/weights"))).toBe(sha(content.subarray(0, size)));
    expect(reads()).toBe(2);
  });

  it("of several files does not wait for itself: each transfer takes two connections", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${index}`);
    for (const name of names) storage.files.set(`s3/from/${name}`, content.subarray(0, 300_000));
    await copy(workspace, from, to, names, options);
    expect(server.files.size).toBe(40);
    expect([...server.files.values()].every((length) => length === 300_000)).toBe(true);
  });
});
