import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ArtifactServer } from "../../test/support/fake/artifactServer.js";
import { FakeStorage, type StoreCall } from "../../test/support/fake/storage.js";
import { connect, type Workspace } from "../http/index.js";
import { artifactLocation, type ByteProgress, readText, type Upload, upload } from "./index.js";
import { mebibyte } from "./parts.js";
import { openFile } from "./read.js";
import { ProxyStore } from "./stores/proxy.js";
import type { Transfer } from "./types.js";

// Every way that files take, against stand-ins of the workspace and of the stores (test/support/fake/storage.ts), over real
// connections: what is sent, what is tried again, and what nobody may see.

const model = "m-0123456789abcdef0123456789abcdef";
const onDatabricks = artifactLocation(`dbfs:/databricks/mlflow-tracking/7/logged_models/${model}`);
const behindServer = artifactLocation(`s3://bucket/7/models/${model}/artifacts`);
const folder = `WorkspaceInternal/Mlflow/Artifacts/7/LoggedModels/${model}`;

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
  Object.assign(storage, { trouble: () => false, breakAfter: undefined });
  for (const list of [server.calls, storage.calls]) list.length = 0;
  for (const map of [server.files, storage.files, storage.pending]) map.clear();
  workspace = await connect(
    { host: server.origin, token: "canary-token" },
    {},
    { retry: { baseDelayMs: 1 }, concurrency: 4 },
  );
});

/** The bytes of all test files: the same run of bytes stands in no two places. */
const content = Buffer.from(Uint32Array.from({ length: 14 * mebibyte }, (_, index) => index * 2_654_435_761).buffer);
const bytes = (start: number, end: number) => content.subarray(start, end);

function* pieces(start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += 262_144) yield bytes(at, Math.min(end, at + 262_144));
}

/** A file; `sliced` ones can be read at several places at once. */
function fileOf(path: string, size: number, sliced = true): Upload {
  const stream = (start: number, end: number) => Readable.from(pieces(start, end), { objectMode: false });
  return { path, size, open: () => stream(0, size), ...(sliced ? { slice: stream } : {}) };
}

const sha = (content: Buffer | undefined) =>
  createHash("sha256")
    .update(content ?? "")
    .digest("hex");

async function send(to: Parameters<typeof upload>[1], files: Upload[], signal = new AbortController().signal) {
  const seen: [number, number, ByteProgress][] = [];
  await upload(workspace, to, files, { signal, progress: (...told) => seen.push(told) });
  return seen;
}

/** What `work` throws; a secret in it fails the test. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const message = await work.then(
    () => "",
    (error: Error) => `${error.message}\n${error.stack}`,
  );
  for (const secret of ["canary-token", "AKIA", ...storage.secrets]) expect(message).not.toContain(secret);
  return message;
}

const size = 53 * mebibyte + 12;

describe("Databricks' Files API", () => {
  it("takes a small file in one request, which replaces what is there", async () => {
    await send(onDatabricks, [fileOf("code/ä b.py", 12)]);
    expect(server.calls).toEqual([`PUT /api/2.0/fs/files/${folder}/code/ä b.py?overwrite=true`]);
  });

  it.each([true, false])("takes a large one in parts (read at several places at once: %s)", async (sliced) => {
    const seen = await send(onDatabricks, [fileOf("weights", size, sliced), fileOf("MLmodel", 12)]);
    expect(sha(storage.files.get(`s3/${folder}/weights`))).toBe(sha(bytes(0, size)));
    expect(storage.calls).toHaveLength(6);
    expect(server.calls.filter((call) => call.includes("create-upload-part-urls"))).toHaveLength(2);
    expect(server.calls.at(-1)).toContain("HEAD");
    expect(seen.at(-1)).toEqual([2, 2, { sent: size + 12, total: size + 12 }]);
  });

  it("asks for addresses anew that expired on the way", async () => {
    let left = 3;
    storage.trouble = ({ query }) => {
      if (query.has("partNumber") && left-- === 1) storage.expire();
      return false;
    };
    await send(onDatabricks, [fileOf("weights", size)]);
    expect(sha(storage.files.get(`s3/${folder}/weights`))).toBe(sha(bytes(0, size)));
  });

  it.each([true, false])(
    "sends a part again when the store is busy or the line breaks (at several places: %s)",
    async (sliced) => {
      const troubles: ((response: { writeHead: (status: number) => { end(): void }; destroy(): void }) => void)[] = [
        (response) => response.destroy(),
        (response) => response.writeHead(503).end(),
        (response) => response.writeHead(408).end(),
        (response) => response.writeHead(500).end(),
      ];
      storage.trouble = (_call, response) => {
        const trouble = troubles.pop();
        trouble?.(response);
        return trouble !== undefined;
      };
      const seen = await send(onDatabricks, [fileOf("weights", size, sliced)]);
      expect(sha(storage.files.get(`s3/${folder}/weights`))).toBe(sha(bytes(0, size)));
      expect(troubles).toEqual([]);
      expect(seen.at(-1)?.[2]).toEqual({ sent: size, total: size });
    },
  );

  it("falls back to one request when the storage lets nobody in, and forgets the parts", async () => {
    storage.trouble = ({ method }, response) => {
      if (method !== "DELETE") response.writeHead(403).end();
      return method !== "DELETE";
    };
    await send(onDatabricks, [fileOf("weights", size)]);
    expect(server.files.get(`${folder}/weights`)).toBe(size);
    expect(storage.calls.at(-1)?.method).toBe("DELETE");
  });

  it.each([404, 400])("falls back to one request where parts are not offered (%i)", async (pieces) => {
    server.offers = { pieces };
    await send(onDatabricks, [fileOf("weights", size)]);
    expect(server.files.get(`${folder}/weights`)).toBe(size);
  });

  it("on Google takes a stream, and after a break the rest of it", async () => {
    server.offers = { pieces: "resumable" };
    storage.breakAfter = 20 * mebibyte;
    const seen = await send(onDatabricks, [fileOf("weights", size)]);
    expect(sha(storage.files.get(`gcs/${folder}/weights`))).toBe(sha(bytes(0, size)));
    const ranges = storage.calls.map(({ headers }) => headers["content-range"]);
    expect(ranges[0]).toBe(`bytes 0-${size - 1}/${size}`);
    expect(ranges[1]).toBe("bytes */*");
    expect(ranges[2]).toBe(`bytes ${20 * mebibyte}-${size - 1}/${size}`);
    expect(seen.at(-1)?.[2]).toEqual({ sent: size, total: size });
  });

  it("a cancelled upload ends at once, forgets its parts and leaves no file", async () => {
    const end = new AbortController();
    storage.trouble = ({ query }) => {
      if (query.get("partNumber") === "2") end.abort();
      return query.get("partNumber") === "2";
    };
    expect(await failureOf(send(onDatabricks, [fileOf("weights", size)], end.signal))).toMatch(/cancelled/);
    expect(storage.files.size + server.files.size).toBe(0);
    expect(storage.calls.at(-1)?.method).toBe("DELETE");
  });

  it("a file that changes while it is sent is not put together", async () => {
    const file = {
      ...fileOf("weights", size),
      slice: () => Readable.from([Buffer.from("short")], { objectMode: false }),
    };
    expect(await failureOf(send(onDatabricks, [file]))).toMatch(/the file changed while it was sent/);
    expect(storage.files.size + server.files.size).toBe(0);
  });
});

describe("addresses of single files, where the Files API does not serve MLflow's folders", () => {
  const kinds = ["AWS_PRESIGNED_URL", "GCP_SIGNED_URL", "AZURE_SAS_URI", "AZURE_ADLS_GEN2_SAS_URI"];
  const stored = (path: string) => [...storage.files].find(([key]) => key.endsWith(`/${path}`))?.[1];

  it.each(kinds)("%s: small, empty and large files arrive", async (addresses) => {
    server.offers = { files: 404, pieces: 404, addresses };
    const large = 23 * mebibyte + 8;
    await send(onDatabricks, [fileOf("MLmodel", 12), fileOf("code/empty.py", 0), fileOf("weights", large)]);
    expect(sha(stored("MLmodel"))).toBe(sha(bytes(0, 12)));
    expect(stored("code/empty.py")?.length).toBe(0);
    expect(sha(stored("weights"))).toBe(sha(bytes(0, large)));
    // All of them in one question.
    expect(server.calls.filter((call) => call.includes("credentials-for-upload"))).toHaveLength(1);
    for (const { headers } of storage.calls) {
      expect(headers.authorization).toBeUndefined();
      expect(headers["content-type"]).toBeUndefined();
    }
  });

  it.each(kinds)("%s: an address that expired is asked for anew", async (addresses) => {
    server.offers = { files: 403, pieces: 403, addresses };
    let calls = 0;
    storage.trouble = () => {
      if (++calls === 2) storage.expire();
      return false;
    };
    const large = 23 * mebibyte + 8;
    await send(onDatabricks, [fileOf("weights", large), fileOf("MLmodel", 12)]);
    expect(sha(stored("weights"))).toBe(sha(bytes(0, large)));
  });

  it("a large file is not sent in vain to find that out; where the storage is out of reach, it goes the other way", async () => {
    server.offers = { files: 404, pieces: 404, addresses: "AWS_PRESIGNED_URL" };
    await send(onDatabricks, [fileOf("weights", size)]);
    expect(sha(stored("weights"))).toBe(sha(bytes(0, size)));
    expect(server.calls.some((call) => call.startsWith("PUT"))).toBe(false);
    server.offers = { pieces: 404, addresses: "AWS_PRESIGNED_URL" };
    storage.trouble = (_call, response) => {
      response.writeHead(403).end();
      return true;
    };
    await send(onDatabricks, [fileOf("weights", size)]);
    expect(server.files.get(`${folder}/weights`)).toBe(size);
  });

  it("Azure's blocks that a killed run left are dropped", async () => {
    server.offers = { files: 404, addresses: "AZURE_SAS_URI" };
    storage.pending.set("azure/MLmodel", new Map([[Buffer.alloc(32).toString("base64"), Buffer.from("left")]]));
    await send(onDatabricks, [fileOf("MLmodel", 12)]);
    expect(stored("MLmodel")).toEqual(bytes(0, 12));
  });

  it("bytes that arrive damaged are sent again, and are no success", async () => {
    server.offers = { files: 404, addresses: "AZURE_SAS_URI" };
    let damaged = 0;
    storage.trouble = ({ query }: StoreCall, response) => {
      if (query.get("comp") !== "block" || damaged >= 10) return false;
      damaged++;
      response.writeHead(201, { "content-md5": createHash("md5").update("other").digest("base64") }).end();
      return true;
    };
    expect(await failureOf(send(onDatabricks, [fileOf("MLmodel", 12)]))).toMatch(
      /"MLmodel".* got other bytes than were sent/,
    );
    expect(damaged).toBe(3);
    damaged = 9;
    await send(onDatabricks, [fileOf("MLmodel", 12)]);
    expect(stored("MLmodel")).toEqual(bytes(0, 12));
  });

  it("a workspace that offers neither says what the Files API said", async () => {
    server.offers = { files: 403, addresses: 404 };
    const message = await failureOf(send(onDatabricks, [fileOf("MLmodel", 12)]));
    expect(message).toMatch(/"MLmodel" could not be sent to the Files API .*answered 403 PERMISSION_DENIED/);
  });

  it("a kind that is not known is named", async () => {
    server.offers = { files: 404, addresses: "MOON_URL" };
    expect(await failureOf(send(onDatabricks, [fileOf("MLmodel", 12)]))).toMatch(
      /of the kind "MOON_URL".*it knows AZURE_SAS_URI/,
    );
  });

  it("files come back the same way", async () => {
    server.offers = { files: 404, addresses: "AWS_PRESIGNED_URL" };
    await send(onDatabricks, [{ ...fileOf("MLmodel", 5), open: () => Readable.from([Buffer.from("a: 1\n")]) }]);
    expect(await readText(workspace, onDatabricks, "MLmodel")).toBe("a: 1\n");
    expect(await failureOf(readText(workspace, onDatabricks, "other"))).toMatch(/answered 404 NoSuchKey/);
  });
});

describe("an MLflow server", () => {
  beforeEach(async () => {
    const env = { MLFLOW_TRACKING_TOKEN: "canary-token" };
    const options = { retry: { baseDelayMs: 1 }, concurrency: 4 };
    workspace = await connect({ trackingUri: server.origin }, env, options);
  });

  it("without proxy hands out addresses, and what is signed goes along", async () => {
    await send(behindServer, [fileOf("code/a.py", 12)]);
    expect(storage.files.get(`s3/${model}/code/a.py`)).toEqual(bytes(0, 12));
    expect(storage.calls[0]?.headers["content-type"]).toBe("text/plain");
    expect(storage.calls[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [{ presigned: 404 }, "an older server"],
    [{ presigned: 501 }, "storage other than S3"],
    [{ presigned: 400, serverInfo: {} }, "a server that knows runs only"],
  ])("that cannot is told what to do: %j (%s)", async (offers, _what) => {
    server.offers = offers;
    const message = await failureOf(send(behindServer, [fileOf("a", 12)]));
    expect(message).toMatch(/"a" could not be sent to the s3 storage .*MLflow 3\.17 or newer.*--serve-artifacts/);
  });

  it("whose storage refuses every address: file, host, status and what to do, and no secret", async () => {
    storage.trouble = (_call, response) => {
      response.writeHead(403, { "content-type": "application/xml" });
      response.end(
        `<Error><Code>SignatureDoesNotMatch</Code><Message>sig=${storage.secrets.join(" ")}</Message><AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId></Error>`,
      );
      return true;
    };
    const message = await failureOf(send(behindServer, [fileOf("code/a.py", 12)]));
    expect(message).toMatch(
      /"code\/a.py" could not be sent to the s3 storage behind the MLflow server: PUT at http:\/\/127\.0\.0\.1:\d+ answered 403 SignatureDoesNotMatch.*this machine's clock/,
    );
  });

  const parts = async (file: Upload) => {
    const transfer: Transfer = {
      workspace,
      signal: new AbortController().signal,
      slot: (work) => workspace.concurrency.run(work),
      meter() {},
    };
    await new ProxyStore(artifactLocation("mlflow-artifacts:/7/m"), 20 * mebibyte).put(transfer, "a/weights", file);
  };

  it("with a proxy takes a large file past it, where its storage can", async () => {
    server.offers = { serverInfo: { multipart_uploads_enabled: true } };
    await parts(fileOf("a/weights", 23 * mebibyte));
    expect(sha(storage.files.get("s3/7/m/a/weights"))).toBe(sha(bytes(0, 23 * mebibyte)));
    expect(server.calls.map((call) => call.split(" ")[1])).toEqual([
      "/api/3.0/mlflow/server-info",
      "/api/2.0/mlflow-artifacts/mpu/create/7/m/a",
      "/api/2.0/mlflow-artifacts/mpu/complete/7/m/a",
    ]);
  });

  it("that passes no file on gives addresses for all of them, small, empty and large, and for reading", async () => {
    server.offers = { files: 403, serverInfo: { artifacts_presigned_only: true } };
    const behindProxy = artifactLocation("mlflow-artifacts:/7/m");
    await send(behindProxy, [fileOf("MLmodel", 12), fileOf("code/empty.py", 0), fileOf("weights", 23 * mebibyte)]);
    expect(server.files.size).toBe(0);
    expect(sha(storage.files.get("s3/7/m/MLmodel"))).toBe(sha(bytes(0, 12)));
    expect(storage.files.get("s3/7/m/code/empty.py")?.length).toBe(0);
    expect(sha(storage.files.get("s3/7/m/weights"))).toBe(sha(bytes(0, 23 * mebibyte)));
    storage.files.set("s3/7/m/notes.txt", Buffer.from("as it was stored"));
    const { body } = await openFile(workspace, behindProxy, "notes.txt");
    expect(Buffer.concat(await body.toArray()).toString()).toBe("as it was stored");
  });

  it("that passes no file on, with a storage out of reach, is an error with the way out", async () => {
    server.offers = { files: 403, serverInfo: { artifacts_presigned_only: true } };
    storage.trouble = (_call, response) => {
      response.writeHead(403).end();
      return true;
    };
    const message = await failureOf(send(artifactLocation("mlflow-artifacts:/7/m"), [fileOf("MLmodel", 12)]));
    expect(message).toMatch(/passes no files on \(--artifacts-presigned-only\).*Start the server without the option/);
  });

  it("that refuses a file for another reason says that reason", async () => {
    server.offers = { files: 403, serverInfo: { artifacts_presigned_only: false } };
    const message = await failureOf(send(artifactLocation("mlflow-artifacts:/7/m"), [fileOf("MLmodel", 12)]));
    expect(message).toMatch(/403 PERMISSION_DENIED/);
  });

  it.each([
    [undefined, false],
    [{ multipart_uploads_enabled: false }, false],
    [{ multipart_uploads_enabled: true }, true],
  ])("takes it through the proxy otherwise: %j, storage out of reach: %s", async (serverInfo, blocked) => {
    server.offers = serverInfo === undefined ? {} : { serverInfo };
    if (blocked) {
      storage.trouble = (_call, response) => {
        response.writeHead(403).end();
        return true;
      };
    }
    await parts(fileOf("a/weights", 23 * mebibyte));
    expect(server.files.get("7/m/a/weights")).toBe(23 * mebibyte);
    expect(server.calls.some((call) => call.includes("mpu/abort"))).toBe(blocked);
  });
});
