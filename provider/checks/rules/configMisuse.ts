import { configUses } from "../../agentCode/modelConfig.js";
import type { Rule } from "../types.js";
import { severityAt } from "./when.js";

const summaries = {
  subscript: ["a ModelConfig has no [ ]: this is a TypeError.", "Write config.get(…), or config.to_dict()[…]."],
  default: [
    "ModelConfig.get takes the key alone: this is a TypeError.",
    "Write config.to_dict().get(…) for a default.",
  ],
} as const;

/** ModelConfig is no dictionary. */
export const configMisuse: Rule = {
  code: "model-config-use",
  title: "ModelConfig used as a dictionary",
  severity: "error",
  doc:
    'mlflow.models.ModelConfig has get(key), without a default, and to_dict(); config["key"] and config.get(key, default) ' +
    "fail, with a development configuration too.",
  argument: "code",
  *find(check) {
    for (const file of check.files) {
      for (const { node, how } of configUses(file.module, check.find).misused) {
        const severity = severityAt(check, file, node);
        const [message, help] = summaries[how];
        if (severity !== undefined) yield { file, from: node.from, to: node.to, message, help, severity };
      }
    }
  },
};
