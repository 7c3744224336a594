import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../errors.js";
import type { WorkspacePaths } from "../paths.js";
import { storagePath } from "../registry/entities.js";
import { readModelFacts } from "../registry/modelFacts.js";
import { DeploymentFailure } from "./deploymentFailure.js";
import { readTail } from "./logs.js";

/**
 * A copy of a version's files, made once: a scoring process must not write into MLflow's store.
 *
 * @returns the copy's folder
 * @throws DeploymentFailure when the files cannot be read
 */
export async function copyModel(paths: WorkspacePaths, name: string, version: string): Promise<string> {
  const folder = join(paths.serving, "models", name, version);
  const model = join(folder, "model");
  const stored = await readModelId(join(paths.artifacts, storagePath(name, version), "MLmodel"));
  const kept = existsSync(model) ? await readModelId(join(model, "MLmodel")) : undefined;
  if (existsSync(model) && stored === kept) {
    return model;
  }
  const beside = `${model}.${process.pid}.${Date.now()}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await cp(join(paths.artifacts, storagePath(name, version)), beside, { recursive: true }).catch((error) => {
    throw new DeploymentFailure(`The files of ${name} version ${version} cannot be read: ${messageOf(error)}`);
  });
  await rm(model, { recursive: true, force: true });
  await rename(beside, model);
  return model;
}

/** Identity of a model folder: a version number can be given again after the model was deleted. */
async function readModelId(file: string): Promise<string | undefined> {
  const text = await readTail(file);
  return text === "" ? undefined : (readModelFacts(text).modelId ?? createHash("sha256").update(text).digest("hex"));
}
