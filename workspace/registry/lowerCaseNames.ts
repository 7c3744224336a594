import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "../errors.js";
import type { MlflowClient } from "../mlflow/mlflowClient.js";
import { isRecord } from "../paths.js";

const registry = "/api/2.0/mlflow/registered-models";

/**
 * Gives models and aliases that an earlier release kept with capitals their names in lower case, as Unity Catalog keeps
 * them: otherwise nobody would find them any more.
 *
 * @param artifacts folder of MLflow's artifact store
 * @param log told what was renamed, and what could not be
 */
export async function lowerCaseNames(
  mlflow: MlflowClient,
  artifacts: string,
  log: (line: string) => void,
): Promise<void> {
  for (const { name, aliases } of await allModels(mlflow)) {
    const lower = name.toLowerCase();
    try {
      for (const [alias, version] of aliases.filter(([each]) => each !== each.toLowerCase())) {
        await mlflow.json("POST", `${registry}/alias`, { body: { name, alias: alias.toLowerCase(), version } });
        await mlflow.json("DELETE", `${registry}/alias`, { body: { name, alias } });
      }
      if (name !== lower) {
        await mlflow.json("POST", `${registry}/rename`, { body: { name, new_name: lower } });
        await moveFiles(join(artifacts, "Models"), name, lower);
        log(`the model ${name} is called ${lower} now, as in Unity Catalog`);
      }
    } catch (error) {
      log(`the model ${name} keeps its capitals and is not found: ${messageOf(error)}`);
    }
  }
}

async function moveFiles(models: string, name: string, lower: string): Promise<void> {
  const [from, to] = [join(models, ...name.split(".")), join(models, ...lower.split("."))];
  if (existsSync(from) && !existsSync(to)) {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
  }
}

async function allModels(mlflow: MlflowClient): Promise<{ name: string; aliases: [string, string][] }[]> {
  const found: { name: string; aliases: [string, string][] }[] = [];
  for (let token: unknown, more = true; more; more = typeof token === "string" && token !== "") {
    const query = { max_results: 1000, ...(typeof token === "string" ? { page_token: token } : {}) };
    const answer = await mlflow.json("GET", `${registry}/search`, { query });
    for (const model of records(answer.registered_models)) {
      const aliases = records(model.aliases).map((each): [string, string] => [
        String(each.alias),
        String(each.version),
      ]);
      found.push({ name: String(model.name), aliases });
    }
    token = answer.next_page_token;
  }
  // Those of one part belong to no catalog.
  return found.filter(({ name }) => name.split(".").length === 3);
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
