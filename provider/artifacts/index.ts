/**
 * Moves the files of models to where a workspace keeps them, and back: streamed, several at once, each tried again by
 * itself. Whoever calls says where and what; which of the many ways is taken is decided here.
 */
import { AgentsError } from "../errors.js";
import type { Workspace } from "../http/index.js";
import type { Location } from "./location.js";
import { openFile } from "./read.js";
import { sendAll } from "./sendAll.js";
import type { TransferOptions, Upload } from "./types.js";

export { copy } from "./copy.js";
export { artifactLocation, type Location, modelVersionLocation, type Owner } from "./location.js";
export { progressText } from "./progressText.js";
export { listFiles } from "./read.js";
export type { ByteProgress, TransferOptions, Upload } from "./types.js";

/**
 * Sends files, over what an earlier run left there.
 *
 * @throws AgentsError that names the file, where it should have gone, and what to do; when one fails, those under way are
 *   finished first
 */
export async function upload(
  workspace: Workspace,
  to: Location,
  files: readonly Upload[],
  options: TransferOptions,
): Promise<void> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  await sendAll(workspace, to, [...byPath.keys()], options, {
    total: files.reduce((sum, file) => sum + file.size, 0),
    async open(path) {
      const file = byPath.get(path);
      if (file === undefined) throw new AgentsError("internal", `${path} was not among the files.`);
      return { file, close() {} };
    },
  });
}

/**
 * The text of a small file, MLmodel for example.
 *
 * @throws AgentsError `invalidResponse` when it is larger than `limit` bytes
 */
export async function readText(
  workspace: Workspace,
  from: Location,
  path: string,
  limit = 16_000_000,
): Promise<string> {
  const { body } = await openFile(workspace, from, path);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new AgentsError("invalidResponse", `${path} is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
