import type { Rule } from "../types.js";
import { faultsOf } from "./fault.js";

/** MLflow is given no agent. */
export const wrongSetModel: Rule = {
  code: "wrong-set-model",
  title: "set_model of something else than an agent",
  severity: "error",
  doc: "set_model is given a class instead of an instance, a text, a graph that is not compiled, or nothing.",
  argument: "code",
  fatal: true,
  find: (check) => faultsOf(check, "wrong-set-model"),
};
