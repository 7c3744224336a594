import { z } from "zod";
import { route, type Workspace } from "../../http/index.js";
import type { Owner } from "../location.js";
import type { SignedAddress } from "../types.js";

// Databricks' addresses of single files in its storage. Source: mlflow/store/artifact/databricks_artifact_repo.py and
// …_resources.py, mlflow/protos/databricks_artifacts.proto.

/** What protocol an address speaks. */
export const addressKinds = [
  "AZURE_SAS_URI",
  "AWS_PRESIGNED_URL",
  "GCP_SIGNED_URL",
  "AZURE_ADLS_GEN2_SAS_URI",
] as const;

/** One of {@link addressKinds}. */
export type AddressKind = (typeof addressKinds)[number];

const info = z.object({
  path: z.string().optional(),
  signed_uri: z.string(),
  // A number of the enum, from 1, on some servers.
  type: z.union([z.string(), z.number()]).optional(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
const ofModel = z.object({
  credentials: z.array(z.object({ credential_info: info })).optional(),
  next_page_token: z.string().optional(),
});
const ofRun = z.object({ credential_infos: z.array(info).optional(), next_page_token: z.string().optional() });
const begun = z.object({
  upload_id: z.string(),
  upload_credential_infos: z.array(info),
  abort_credential_info: info.optional(),
});
const onePart = z.object({ upload_credential_info: info });

/** An address, and how to speak to it. */
export interface StorageAddress extends SignedAddress {
  /** Undefined for a kind that is not known here; then {@link told} is its name. */
  kind: AddressKind | undefined;
  /** What the workspace called its kind. */
  told: string;
  /** The file it is good for, where the workspace repeats it. */
  path: string | undefined;
}

/** `POST logged-models/{id}/artifacts/credentials-for-upload|download`, of runs `artifacts/credentials-for-write|read`. */
export async function addressesFor(
  workspace: Workspace,
  owner: Pick<Owner, "kind" | "id">,
  use: "upload" | "download",
  paths: readonly string[],
): Promise<StorageAddress[]> {
  const found: StorageAddress[] = [];
  let page: string | undefined;
  do {
    const before = found.length;
    if (owner.kind === "model") {
      const answer = await workspace.json(ofModel, {
        method: "POST",
        path:
          use === "upload"
            ? route`/api/2.0/mlflow/logged-models/${owner.id}/artifacts/credentials-for-upload`
            : route`/api/2.0/mlflow/logged-models/${owner.id}/artifacts/credentials-for-download`,
        body: { paths: [...paths], page_token: page },
        safeToRepeat: true,
      });
      found.push(...(answer.credentials ?? []).map((each) => fromWire(each.credential_info)));
      page = answer.next_page_token;
    } else {
      const answer = await workspace.json(ofRun, {
        method: "POST",
        path:
          use === "upload"
            ? route`/api/2.0/mlflow/artifacts/credentials-for-write`
            : route`/api/2.0/mlflow/artifacts/credentials-for-read`,
        body: { run_id: owner.id, path: [...paths], page_token: page },
        safeToRepeat: true,
      });
      found.push(...(answer.credential_infos ?? []).map(fromWire));
      page = answer.next_page_token;
    }
    if (found.length === before) break;
  } while (page !== undefined && page !== "");
  return found;
}

/** An upload in parts to S3. */
export interface PartsUpload {
  id: string;
  /** One address per part, in order. */
  parts: SignedAddress[];
  /** A DELETE there forgets the parts. */
  abort: SignedAddress | undefined;
}

/** `POST artifacts/create-multipart-upload`. The id of a logged model goes where a run's does, as in MLflow's client. */
export async function beginParts(
  workspace: Workspace,
  owner: Owner,
  path: string,
  parts: number,
): Promise<PartsUpload> {
  const answer = await workspace.json(begun, {
    method: "POST",
    path: route`/api/2.0/mlflow/artifacts/create-multipart-upload`,
    body: { run_id: owner.id, path, num_parts: parts },
    safeToRepeat: true,
  });
  const abort = answer.abort_credential_info;
  return {
    id: answer.upload_id,
    parts: answer.upload_credential_infos.map(fromWire),
    abort: abort === undefined ? undefined : fromWire(abort),
  };
}

/** `GET artifacts/get-presigned-upload-part-url`: another address for one part. */
export async function partAddress(
  workspace: Workspace,
  owner: Owner,
  path: string,
  uploadId: string,
  part: number,
): Promise<SignedAddress> {
  const answer = await workspace.json(onePart, {
    method: "GET",
    path: route`/api/2.0/mlflow/artifacts/get-presigned-upload-part-url`,
    query: { run_id: owner.id, path, upload_id: uploadId, part_number: part },
  });
  return fromWire(answer.upload_credential_info);
}

/** `POST artifacts/complete-multipart-upload`. */
export async function completeParts(
  workspace: Workspace,
  owner: Owner,
  path: string,
  uploadId: string,
  etags: readonly string[],
): Promise<void> {
  await workspace.call({
    method: "POST",
    path: route`/api/2.0/mlflow/artifacts/complete-multipart-upload`,
    body: {
      run_id: owner.id,
      path,
      upload_id: uploadId,
      part_etags: etags.map((etag, index) => ({ part_number: index + 1, etag })),
    },
    safeToRepeat: true,
    timeoutMs: 300_000,
  });
}

function fromWire(wire: z.infer<typeof info>): StorageAddress {
  const told =
    typeof wire.type === "number" ? (addressKinds[wire.type - 1] ?? String(wire.type)) : (wire.type ?? "none");
  return {
    url: wire.signed_uri,
    headers: Object.fromEntries((wire.headers ?? []).map(({ name, value }) => [name, value])),
    kind: addressKinds.find((kind) => kind === told),
    told,
    path: wire.path,
  };
}
