import { releaseTable } from "./releases.generated.js";

/** What a release of MLflow writes for an interface whose signature is fixed. */
export interface InterfaceFormat {
  /** `metadata.task`. */
  task: string;
  /** `signature.inputs`, as text. */
  inputs: string;
  /** `signature.outputs`, as text. */
  outputs: string;
  /** The example that stands in where the user gives none, as text of input_example.json. */
  example: string;
  /** Top-level fields of MLmodel. */
  fields: string[];
}

/** What a release of MLflow writes. */
export interface ReleaseFormat {
  /** By interface name. An interface that the release does not know is absent. */
  interfaces: { [name: string]: InterfaceFormat };
  /** JSON text of the classes of `mlflow.models.rag_signatures`, by name. */
  legacy: { inputs: { [name: string]: string }; outputs: { [name: string]: string } };
  /** Top-level fields of a PythonModel's MLmodel. */
  fields: string[];
  /** Version of cloudpickle that was installed with it. */
  cloudpickleVersion: string;
}

/** MLflow release to its format. */
export interface ReleaseTable {
  [version: string]: ReleaseFormat;
}

/** The releases whose format was taken from MLflow itself, oldest first. */
export const testedReleases: readonly string[] = Object.keys(releaseTable);

/** Numbers of a version: `3.17.2` is `[3, 17, 2]`. Undefined when it is not a plain release. */
export function versionNumbers(version: string): [number, number, number] | undefined {
  const found = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?$/.exec(version);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

/**
 * The format of an MLflow release: its own, or that of the newest tested release before it. Undefined for what is older
 * than every tested release, or no release at all.
 */
export function formatOf(version: string): ReleaseFormat | undefined {
  const wanted = versionNumbers(version);
  if (wanted === undefined) return undefined;
  const older = testedReleases.filter((release) => compareNumbers(versionNumbers(release) ?? [0, 0, 0], wanted) <= 0);
  const nearest = older.at(-1);
  return nearest === undefined ? undefined : releaseTable[nearest];
}

/** Orders two versions. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
