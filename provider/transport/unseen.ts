import { appendFileSync } from "node:fs";

/**
 * Name of the variable that names a file for what could not be looked at, one URN a line as JSON. `mlflow-agents drift` sets
 * it for the Pulumi that it starts: an event of the engine tells severity and text, and no program should read a text.
 */
export const unseenVariable = "MLFLOW_AGENTS_UNSEEN";

/** Notes, for whoever asked for it, that a resource could not be looked at. */
export function noteUnseen(urn: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env[unseenVariable];
  if (file === undefined || file === "") return;
  try {
    appendFileSync(file, `${JSON.stringify(urn)}\n`);
  } catch {
    // Whoever asked is gone. The warning is said all the same.
  }
}
