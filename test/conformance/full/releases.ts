import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

// What `npm run conformance` hands over, and where its sections leave what they found.

/** MLflow release to the interpreter of an environment that holds it. */
export function interpreters(): [release: string, python: string][] {
  const given = process.env.MLFLOW_AGENTS_CONFORMANCE;
  if (given === undefined) throw new Error("Run `npm run conformance`: it makes the Python environments.");
  const all = Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(given)));
  return all.filter(([release]) => release !== clients);
}

const clients = "databricks-clients";

/** The interpreter of the environment that holds Databricks' own packages for agents. */
export function clientsPython(): string {
  return (
    z.record(z.string(), z.string()).parse(JSON.parse(process.env.MLFLOW_AGENTS_CONFORMANCE ?? "{}"))[clients] ?? ""
  );
}

/** Writes what a section found, for the table and the report. */
export async function report(section: string, found: unknown): Promise<void> {
  const folder = process.env.MLFLOW_AGENTS_CONFORMANCE_REPORT;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${section}.json`), `${JSON.stringify(found, undefined, 2)}\n`);
}
