import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";

/** `GET /api/3.0/mlflow/server-info`; since MLflow 3.16, with addresses for models since 3.17. */
const info = z.object({
  multipart_uploads_enabled: z.boolean().optional(),
  presigned_upload_model_id_supported: z.boolean().optional(),
  // Since MLflow 3.18 (`mlflow server --artifacts-presigned-only`).
  artifacts_presigned_only: z.boolean().optional(),
});

/** What an MLflow server says it can do. */
export interface ServerInfo {
  /** Whether it hands out addresses for the parts of a file behind its proxy. */
  parts: boolean;
  /** Whether it hands out addresses for the files of logged models; undefined where it does not say. */
  modelAddresses: boolean | undefined;
  /** Whether its proxy passes no file on: each goes to the storage by an address that the server hands out. */
  addressesOnly: boolean;
}

/** Asks a server what it can do. One that does not know the question can do nothing of it. */
export async function serverInfo(workspace: Workspace): Promise<ServerInfo> {
  try {
    const answer = await workspace.json(info, { method: "GET", path: route`/api/3.0/mlflow/server-info` });
    return {
      parts: answer.multipart_uploads_enabled === true,
      modelAddresses: answer.presigned_upload_model_id_supported,
      addressesOnly: answer.artifacts_presigned_only === true,
    };
  } catch (error) {
    if (isAgentsError(error) && error.code === "cancelled") throw error;
    return { parts: false, modelAddresses: undefined, addressesOnly: false };
  }
}
