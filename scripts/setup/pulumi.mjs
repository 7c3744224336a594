import { pathToFileURL } from "node:url";
import { Failure } from "../lib/failure.mjs";
import { at, cacheFolder } from "../lib/paths.mjs";

/**
 * A Pulumi CLI with its Node parts, found or set up by the built package's own cli/pulumiCli, as `mlflow-agents new` does it.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<{ folder: string, cli: string, origin: string }>} `folder` goes first on PATH.
 */
export async function ensurePulumi(say = () => {}) {
  const built = at("dist/cli/pulumiCli/ensurePulumi.js");
  const { ensurePulumi: ensure } = (await import(pathToFileURL(built).href)).default;
  try {
    return await ensure({ cache: cacheFolder(), say });
  } catch (error) {
    const [what = "", ...rest] = String(error.message).split("\n");
    throw new Failure(what, [], { detail: rest.map((line) => line.replace(/^ {2,4}/, "")).join("\n"), cause: error });
  }
}
