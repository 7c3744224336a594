import type { ReleaseFormat } from "../releases.js";

/**
 * The schema of a request or response class of `mlflow.models.rag_signatures`, from before MLflow had agent interfaces.
 *
 * @param format of the MLflow release that is written
 * @param part `inputs` takes requests, `outputs` responses
 * @param name of the class, such as `SplitChatMessagesRequest`
 * @returns its JSON text, or undefined for any other name
 */
export function legacySchema(format: ReleaseFormat, part: "inputs" | "outputs", name: string): string | undefined {
  const known = format.legacy[part];
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** The names that {@link legacySchema} knows. */
export function legacyNames(format: ReleaseFormat, part: "inputs" | "outputs"): string[] {
  return Object.keys(format.legacy[part]);
}
