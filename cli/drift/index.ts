import { run, type Surroundings } from "../preview/index.js";

/**
 * `mlflow-agents drift`: what exists against the state, in the words of a preview.
 *
 * @returns the exit code: 3 when something differs, 4 when something could not be read
 */
export function driftCommand(args: readonly string[], surroundings?: Surroundings): Promise<number> {
  return surroundings === undefined ? run("drift", args) : run("drift", args, surroundings);
}
