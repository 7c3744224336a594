import { sourceOf } from "../../python/source/scope.js";
import { whenOf } from "../../python/source/when.js";
import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";

// What MLflow calls on an agent after it has loaded the file.
const methods = new Set(["load_context", "predict", "predict_stream"]);

/** ModelConfig is made too late to get what was given. */
export const lateConfig: Rule = {
  code: "late-model-config",
  title: "ModelConfig made after the file was loaded",
  severity: "warning",
  doc:
    "MLflow holds the given configuration only while it runs the agent's file. A ModelConfig that is made later, in predict or " +
    "load_context, silently reads its development_config instead, or fails without one. An error where modelConfig is given " +
    "and it is made in such a method; a warning in other functions that do not run for certain while the file is loaded.",
  argument: "code",
  *find(check) {
    const given = check.config !== undefined && check.config !== "unknown";
    for (const { file, node } of writtenDeeds(check, check.run.observer.configs)) {
      const time = check.loadTimes().of(file.module, node);
      const around = whenOf(file.module, node);
      if (around.runs === "never" || around.inFunction === undefined || time?.phase === "file") continue;
      const name = around.inFunction.getChild("VariableName");
      const called = name === null ? "" : sourceOf(file.module, name);
      const certain = given && around.runs === "always" && (methods.has(called) || time !== undefined);
      const message =
        "this ModelConfig is made after MLflow has loaded the file, when the given `modelConfig` is not there any more: it " +
        "reads its development_config, or fails.";
      const help = "Make it at the top of the file, and use it here.";
      yield { file, from: node.from, to: node.to, message, help, severity: certain ? "error" : "warning" };
    }
  },
};
