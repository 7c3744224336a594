import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";
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
    const reads = check.run.observer.configReads.filter(({ origin }) => origin.isObject);
    for (const { deed, file, node } of writtenDeeds(check, reads)) {
      const withDefault = deed.given.positional.length > 1 || deed.given.keywords.has("default");
      const misuse = deed.how === "subscript" ? "subscript" : withDefault ? "default" : undefined;
      const severity = misuse === undefined ? undefined : severityAt(check, file, node);
      if (misuse === undefined || severity === undefined) continue;
      const [message, help] = summaries[misuse];
      yield { file, from: node.from, to: node.to, message, help, severity };
    }
  },
};
