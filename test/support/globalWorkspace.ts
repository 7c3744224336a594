import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startWorkspace } from "../../workspace/index.js";
import { prepareModules } from "./modules.js";

/** What every test of the engine shares: a running local workspace and a folder with the built package installed. */
export interface Shared {
  /** URL of the workspace. */
  host: string;
  /** Its bearer token. */
  token: string;
  /** URL of the plain MLflow server behind it. */
  mlflowUrl: string;
  /** Python of the workspace's environment. */
  python: string;
  /** A service principal that the workspace knows. */
  clientId: string;
  clientSecret: string;
  /** Folder whose `node_modules` programs find. */
  modules: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    shared: Shared;
  }
}

/** Starts what the tests share, once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), "mlflow-agents-engine-"));
  const modules = prepareModules(join(data, "programs"));
  // Secrets that programs of tests and of the documentation refer to.
  mkdirSync(join(data, "workspace"));
  const secrets = { support: { crm: "crm-secret", tickets: "tickets-secret" }, a: { b: "b-secret" } };
  writeFileSync(join(data, "workspace", "fixtures.json"), JSON.stringify({ secrets }));
  const workspace = await startWorkspace({ data, log: (line) => console.log(`[workspace] ${line}`) });
  project.provide("shared", {
    host: workspace.host,
    token: workspace.token,
    mlflowUrl: workspace.mlflowUrl,
    python: workspace.python.python,
    clientId: workspace.servicePrincipal.clientId,
    clientSecret: workspace.servicePrincipal.clientSecret,
    modules,
  });
  return async () => {
    await workspace.stop();
    rmSync(data, { recursive: true, force: true });
  };
}
