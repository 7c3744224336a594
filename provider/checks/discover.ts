import { runOf } from "../agentCode/run.js";
import type { PackageReading } from "../modelPackage/index.js";
import { rootedPath } from "../python/library/paths.js";
import { knownText } from "../python/values/make.js";
import { prepare } from "./engine.js";
import { leftBehind } from "./rules/codePath.js";

/** Files and folders of the repository that the agent's files import and that are not packaged: absolute paths. */
export function missingCodePaths(reading: PackageReading): string[] {
  return [...leftBehind(prepare(reading))].map(({ lies }) => lies.absolute);
}

/** The file that the agent's ModelConfig names as its `development_config`, as it is written. */
export function developmentConfig(reading: PackageReading): string | undefined {
  for (const { development } of runOf(reading).observer.configs) {
    for (const one of development ?? []) {
      const known = knownText(one);
      const rooted = known === undefined ? undefined : rootedPath(known);
      if (rooted !== undefined && rooted.file !== "" && rooted.file !== reading.name) continue;
      const written = rooted?.relative ?? known;
      if (written !== undefined && /\.ya?ml$/.test(written)) return written;
    }
  }
  return undefined;
}
