import { constantOf } from "../agentCode/constant.js";
import { configUses } from "../agentCode/modelConfig.js";
import type { PackageReading } from "../modelPackage/index.js";
import { keyword } from "../python/source/located.js";
import { prepare } from "./engine.js";
import { leftBehind } from "./rules/codePath.js";

/** Files and folders of the repository that the agent's files import and that are not packaged: absolute paths. */
export function missingCodePaths(reading: PackageReading): string[] {
  return [...leftBehind(prepare(reading))].map(({ lies }) => lies.absolute);
}

/** The file that the agent's ModelConfig names as its `development_config`, as it is written. */
export function developmentConfig(reading: PackageReading): string | undefined {
  const { files, find } = prepare(reading);
  for (const { module } of files) {
    for (const { node } of configUses(module, find).made.map((one) => ({ node: one.getChild("ArgList") }))) {
      const given = node === null ? undefined : keyword(module, node, "development_config");
      const value = given === undefined ? undefined : constantOf({ module, node: given }, { find, config: undefined });
      if (typeof value === "string" && /\.ya?ml$/.test(value)) return value;
    }
  }
  return undefined;
}
