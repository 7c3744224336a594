import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";

/** ModelConfig is used and nothing is given. */
export const configMissing: Rule = {
  code: "missing-model-config",
  title: "ModelConfig is read and modelConfig is not set",
  severity: "error",
  doc:
    "MLflow ignores `development_config` where the agent is served, so ModelConfig(…) fails there when the agent was logged " +
    "without a configuration. A warning where it may not run when the agent is loaded.",
  argument: "modelConfig",
  *find(check) {
    if (check.config !== undefined) return;
    for (const { file, node } of writtenDeeds(check, check.run.observer.configs)) {
      const time = check.loadTimes().of(file.module, node);
      // What runs later does not see the configuration in any case: late-model-config.
      if (time?.phase !== "file") continue;
      const severity = time.certain ? "error" : "warning";
      const message =
        "ModelConfig is read here, and `modelConfig` is not set. MLflow ignores `development_config` where the agent is " +
        "served, so it would fail to load.";
      yield { file, from: node.from, to: node.to, message, help: "Set `modelConfig`.", severity };
    }
  },
};
