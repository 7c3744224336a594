import type { Rule } from "../types.js";
import { faultsOf } from "./fault.js";

/** MLflow finds no agent in the file. */
export const missingSetModel: Rule = {
  code: "missing-set-model",
  title: "no set_model",
  severity: "error",
  doc: "MLflow runs the agent's file and takes what it gives to mlflow.models.set_model. Without a call there is no agent.",
  argument: "code",
  fatal: true,
  find: (check) => faultsOf(check, "missing-set-model"),
};
