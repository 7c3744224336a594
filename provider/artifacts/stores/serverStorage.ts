import { z } from "zod";
import { AgentsError, isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { renewable, send } from "../cloud/send.js";
import { type Owner, ownedPath } from "../location.js";
import { largestPut } from "../parts.js";
import type { SignedAddress, Store, Transfer, Upload } from "../types.js";
import { tooLarge } from "./databricksStorage.js";
import { serverInfo } from "./serverInfo.js";

/** `POST artifacts/presigned-upload-url` (MLflow 3.12 for runs, 3.17 for logged models; only S3 answers so far). */
const presigned = z.object({ presigned_url: z.string(), headers: z.record(z.string(), z.string()).optional() });

/** A cloud's storage that an MLflow server without artifact proxy hands out addresses of. */
export class ServerStorage implements Store {
  readonly name: string;
  readonly #owner: Owner;
  readonly #scheme: string;

  /**
   * @param owner whose files
   * @param uri of the artifacts, for messages
   */
  constructor(owner: Owner, uri: string) {
    this.#owner = owner;
    this.#scheme = uri.split(":")[0] ?? "";
    this.name = `the ${this.#scheme} storage behind the MLflow server`;
  }

  async put(transfer: Transfer, path: string, file: Upload): Promise<void> {
    if (file.size > largestPut) throw tooLarge(file.size);
    const addresses = renewable(() => this.#address(transfer.workspace, ownedPath(this.#owner, path)));
    await transfer.slot(() => send(transfer, addresses, { size: file.size, open: () => file.open() }));
  }

  async #address(workspace: Workspace, path: string): Promise<SignedAddress> {
    const { kind, id } = this.#owner;
    try {
      const answer = await workspace.json(presigned, {
        method: "POST",
        path: route`/api/2.0/mlflow/artifacts/presigned-upload-url`,
        body: { ...(kind === "model" ? { model_id: id } : { run_id: id }), path },
        safeToRepeat: true,
      });
      return { url: answer.presigned_url, headers: answer.headers ?? {} };
    } catch (error) {
      throw isAgentsError(error) && (await this.#isUnknown(workspace, error)) ? this.#unsupported(error) : error;
    }
  }

  /** Whether the server cannot hand out addresses at all. */
  async #isUnknown(workspace: Workspace, error: AgentsError): Promise<boolean> {
    if (error.code === "unsupported") return true;
    // Before 3.17 a server misses `run_id` in a question about a model, and says 400 as to any wrong argument.
    return (
      error.status === 400 && this.#owner.kind === "model" && (await serverInfo(workspace)).modelAddresses !== true
    );
  }

  #unsupported(cause: AgentsError): AgentsError {
    return new AgentsError(
      "unsupported",
      `the MLflow server keeps artifacts at ${this.#scheme} addresses, and hands out no addresses for uploads there: S3 needs ` +
        "MLflow 3.17 or newer, other storage the server's proxy. Start the server with --serve-artifacts, so that it " +
        "passes files on (and with a new experiment, since an experiment keeps its location).",
      { ...(cause.status === undefined ? {} : { status: cause.status }) },
    );
  }
}
