import { nearest } from "../../lifecycle/nearest.js";
import { field, isMapping, mapEntries, type Value } from "../../python/documents/values.js";
import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";
import { severityAt } from "./when.js";

/** A key of the configuration that is not there. */
export const configKey: Rule = {
  code: "missing-config-key",
  title: "a configuration key is read and not given",
  severity: "error",
  doc:
    'config.get("key") fails where modelConfig does not hold the key, and so does ["key"] of a mapping in it. A warning ' +
    "where it may not run when the agent is loaded.",
  argument: "modelConfig",
  *find(check) {
    const { config } = check;
    if (config === undefined || config === "unknown") return;
    // `.get` of a mapping in it gives None; of a ModelConfig it fails.
    const reads = check.run.observer.configReads.filter(
      ({ origin, how, given }) => (how === "get") === origin.isObject && given.positional.length < 2,
    );
    for (const { deed, file, node } of writtenDeeds(check, reads)) {
      const missing = missingOf(config, [...deed.origin.keys, deed.key]);
      const severity = missing === undefined ? undefined : severityAt(check, file, node);
      if (missing === undefined || severity === undefined) continue;
      const message = `the key ${JSON.stringify(missing.key)} is read here, and ${missing.holder} does not hold it.`;
      const help =
        missing.near === undefined ? "Add it to `modelConfig`." : `Did you mean ${JSON.stringify(missing.near)}?`;
      yield { file, from: node.from, to: node.to, message, help, severity };
    }
  },
};

interface Missing {
  key: string;
  /** What should hold it. */
  holder: string;
  /** The key that was probably meant. */
  near: string | undefined;
}

/** The last key where the mapping that should hold it is there; a missing mapping is found where that is read. */
function missingOf(config: Value, keys: readonly string[]): Missing | undefined {
  let holder: Value | undefined = config;
  for (const key of keys.slice(0, -1)) holder = holder === undefined ? undefined : field(holder, key);
  const key = keys.at(-1);
  if (holder === undefined || key === undefined || !isMapping(holder) || field(holder, key) !== undefined)
    return undefined;
  const place = ["modelConfig", ...keys.slice(0, -1)].join(".");
  const names = mapEntries(holder).map(([name]) => String(name));
  return { key, holder: `\`${place}\``, near: nearest(key, names) };
}
