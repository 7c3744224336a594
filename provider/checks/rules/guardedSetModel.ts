import type { Rule } from "../types.js";
import { faultsOf } from "./fault.js";

/** MLflow does not run the call. */
export const guardedSetModel: Rule = {
  code: "guarded-set-model",
  title: "set_model under the main guard",
  severity: "error",
  doc: 'MLflow imports the file, so what stands under `if __name__ == "__main__":` is not run, set_model included.',
  argument: "code",
  fatal: true,
  find: (check) => faultsOf(check, "guarded-set-model"),
};
