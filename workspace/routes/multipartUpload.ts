import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { ApiError, invalidParameter, notFound } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { artifactUrl } from "../mlflow/mlflowClient.js";
import { storePath } from "./files.js";
import { signedAddress, verifySignature } from "./signedAddress.js";

const service = "Files";

/** Uploads in parts, which clients use for large files (from 50 MiB on by default). */
export const multipartRoutes: readonly Route[] = [
  { service, method: "POST", path: "/api/2.0/fs/files/{path...}", access: "member", handle: act },
  { service, method: "POST", path: "/api/2.0/fs/create-upload-part-urls", access: "member", handle: partUrls },
  { service, method: "POST", path: "/api/2.0/fs/create-abort-upload-url", access: "member", handle: abortUrl },
  { service, method: "PUT", path: "/_local/uploads/{session}/{part}", access: "public", handle: putPart },
  { service, method: "DELETE", path: "/_local/uploads/{session}", access: "public", handle: abort },
];

const completed = z.object({
  parts: z.array(z.object({ part_number: z.number().int().min(0), etag: z.string() })).min(1),
});
const wanted = z.object({
  path: z.string(),
  session_token: z.string(),
  start_part_number: z.number().int().min(0),
  count: z.number().int().min(1).max(1000),
});

/** `initiate-upload`, `complete-upload` or `abort-upload` (newer releases of databricks-sdk; older ones ask for an address). */
async function act(call: Call): Promise<Answer> {
  const path = storePath(call);
  switch (call.query.one("action")) {
    case "initiate-upload": {
      const session = randomBytes(16).toString("hex");
      await mkdir(folder(call, session), { recursive: true, mode: 0o700 });
      await writeFile(join(folder(call, session), "path"), path, { mode: 0o600 });
      return { body: { multipart_upload: { session_token: session } } };
    }
    case "complete-upload":
      return complete(call, path, call.query.one("session_token") ?? "");
    case "abort-upload": {
      const session = call.query.one("session_token") ?? "";
      await requireSession(call, session, path);
      await rm(folder(call, session), { recursive: true, force: true });
      return {};
    }
    default:
      throw invalidParameter("action: must be initiate-upload, complete-upload or abort-upload.");
  }
}

async function complete(call: Call, path: string, session: string): Promise<Answer> {
  await requireSession(call, session, path);
  const { parts } = await parseBody(call, completed);
  const files: string[] = [];
  let size = 0;
  for (const part of [...parts].sort((left, right) => left.part_number - right.part_number)) {
    const file = join(folder(call, session), String(part.part_number));
    if ((await readFile(`${file}.etag`, "utf8").catch(() => undefined)) !== part.etag) {
      throw invalidParameter(`parts: part ${part.part_number} was not uploaded with this etag.`);
    }
    size += (await stat(file)).size;
    files.push(file);
  }
  const answer = await call.services.mlflow.raw("PUT", artifactUrl(path), Readable.from(contentOf(files)), {
    "content-type": "application/octet-stream",
    "content-length": String(size),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400) {
    throw new ApiError(answer.statusCode, "BAD_REQUEST", text.slice(0, 500));
  }
  await rm(folder(call, session), { recursive: true, force: true });
  return {};
}

async function* contentOf(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) {
    yield* createReadStream(file);
  }
}

async function partUrls(call: Call): Promise<Answer> {
  const body = await parseBody(call, wanted);
  await requireSession(call, body.session_token, storePath(call, body.path));
  const numbers = Array.from({ length: body.count }, (_, index) => body.start_part_number + index);
  return {
    body: {
      upload_part_urls: numbers.map((number) => ({
        url: signedAddress(call, "PUT", `uploads/${body.session_token}/${number}`),
        part_number: number,
        headers: [],
      })),
    },
  };
}

async function abortUrl(call: Call): Promise<Answer> {
  const body = await parseBody(call, z.object({ path: z.string(), session_token: z.string() }));
  await requireSession(call, body.session_token, storePath(call, body.path));
  const url = signedAddress(call, "DELETE", `uploads/${body.session_token}`);
  return { body: { abort_upload_url: { url, headers: [] } } };
}

async function putPart(call: Call): Promise<Answer> {
  const { session = "", part = "" } = call.params;
  verifySignature(call, "PUT", `uploads/${session}/${part}`);
  const file = join(folder(call, session), part);
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(undefined, chunk);
    },
  });
  // Beside first: a part that is sent again must not be read half written.
  const beside = `${file}.${randomBytes(4).toString("hex")}`;
  await pipeline(call.request, hashing, createWriteStream(beside, { mode: 0o600 }));
  const etag = hash.digest("hex");
  await rename(beside, file);
  await writeFile(`${file}.etag`, etag, { mode: 0o600 });
  return { headers: { etag } };
}

async function abort(call: Call): Promise<Answer> {
  const { session = "" } = call.params;
  verifySignature(call, "DELETE", `uploads/${session}`);
  await rm(folder(call, session), { recursive: true, force: true });
  return {};
}

async function requireSession(call: Call, session: string, path: string): Promise<void> {
  const known = /^[0-9a-f]{32}$/.test(session)
    ? await readFile(join(folder(call, session), "path"), "utf8").catch(() => undefined)
    : undefined;
  if (known !== path) {
    throw notFound("The upload session does not exist.");
  }
}

function folder(call: Call, session: string): string {
  return join(call.services.paths.uploads, session);
}
