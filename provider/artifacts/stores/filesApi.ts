import { z } from "zod";
import { type ApiPath, route, type Workspace } from "../../http/index.js";
import type { SignedAddress } from "../types.js";

// Calls of Databricks' Files API, one function each. Sources: databricks-sdk (Python), mixins/files.py: `initiate-upload` and
// its two answers, `fs/create-upload-part-urls`, `fs/create-resumable-upload-url`, `fs/create-abort-upload-url`.

const header = z.object({ name: z.string(), value: z.string() });
const signed = z.object({ url: z.string(), headers: z.array(header).optional() });
const session = z.object({ session_token: z.string() });
const initiated = z.object({ multipart_upload: session.optional(), resumable_upload: session.optional() });
const partUrls = z.object({ upload_part_urls: z.array(signed.extend({ part_number: z.number() })).min(1) });
const resumableUrl = z.object({ resumable_upload_url: signed });
const abortUrl = z.object({ abort_upload_url: signed });

/** How long addresses are wanted for. One that expires is asked for anew. */
const validMs = 3_600_000;

/** An upload in pieces that was begun. */
export interface Session {
  /** Parts of their own, or one stream that can be taken up again (Google). */
  kind: "multipart" | "resumable";
  token: string;
}

/** The path of a file. */
export function filePath(path: string): ApiPath {
  return route`/api/2.0/fs/files/${route.rest(path)}`;
}

/** Without it the Files API refuses to write over what a killed run left. */
export const overwrite = { overwrite: true };

/** `POST fs/files/{path}?action=initiate-upload`. Undefined where the answer names no way that is known here. */
export async function initiateUpload(workspace: Workspace, path: string): Promise<Session | undefined> {
  const answer = await workspace.json(initiated, {
    method: "POST",
    path: filePath(path),
    query: { action: "initiate-upload", ...overwrite },
    // Twice begun is once forgotten.
    safeToRepeat: true,
  });
  if (answer.multipart_upload !== undefined) return { kind: "multipart", token: answer.multipart_upload.session_token };
  if (answer.resumable_upload !== undefined) return { kind: "resumable", token: answer.resumable_upload.session_token };
  return undefined;
}

/** `POST fs/create-upload-part-urls`: addresses by part number. */
export async function createPartUrls(
  workspace: Workspace,
  path: string,
  token: string,
  start: number,
  count: number,
): Promise<Map<number, SignedAddress>> {
  const answer = await workspace.json(partUrls, {
    method: "POST",
    path: route`/api/2.0/fs/create-upload-part-urls`,
    body: {
      path: `/${path}`,
      session_token: token,
      start_part_number: start,
      count,
      expire_time: new Date(Date.now() + validMs).toISOString().replace(/\.\d+Z$/, "Z"),
    },
    safeToRepeat: true,
    secrets: [token],
  });
  return new Map(answer.upload_part_urls.map((each) => [each.part_number, address(each)]));
}

/** `POST fs/create-resumable-upload-url`: the address of the whole session. */
export async function createResumableUrl(workspace: Workspace, path: string, token: string): Promise<SignedAddress> {
  const answer = await workspace.json(resumableUrl, {
    method: "POST",
    path: route`/api/2.0/fs/create-resumable-upload-url`,
    body: { path: `/${path}`, session_token: token },
    safeToRepeat: true,
    secrets: [token],
  });
  return address(answer.resumable_upload_url);
}

/** `POST fs/create-abort-upload-url`: a DELETE there forgets the parts. */
export async function createAbortUrl(
  workspace: Workspace,
  path: string,
  token: string,
  signal: AbortSignal,
): Promise<SignedAddress> {
  const answer = await workspace.json(abortUrl, {
    method: "POST",
    path: route`/api/2.0/fs/create-abort-upload-url`,
    body: {
      path: `/${path}`,
      session_token: token,
      expire_time: new Date(Date.now() + validMs).toISOString().replace(/\.\d+Z$/, "Z"),
    },
    safeToRepeat: true,
    secrets: [token],
    signal,
  });
  return address(answer.abort_upload_url);
}

/** `POST fs/files/{path}?action=complete-upload`. */
export async function completeUpload(
  workspace: Workspace,
  path: string,
  token: string,
  etags: readonly string[],
): Promise<void> {
  await workspace.call({
    method: "POST",
    path: filePath(path),
    query: { action: "complete-upload", upload_type: "multipart", session_token: token },
    body: { parts: etags.map((etag, index) => ({ part_number: index + 1, etag })) },
    safeToRepeat: true,
    timeoutMs: 300_000,
    secrets: [token],
  });
}

/** Size of a file that is there (`HEAD fs/files/{path}`); undefined where the API does not say. */
export async function sizeOf(workspace: Workspace, path: string): Promise<number | undefined> {
  const { body, size } = await workspace.download({ method: "HEAD", path: filePath(path) });
  body.destroy();
  return size;
}

function address(wire: z.infer<typeof signed>): SignedAddress {
  return { url: wire.url, headers: Object.fromEntries((wire.headers ?? []).map(({ name, value }) => [name, value])) };
}
