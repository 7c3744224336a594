import { z } from "zod";

const fileSchema = z.record(z.string(), z.unknown());

/** What the Python side tells of each model: its files, and its answer. */
export const sideSchema = z.record(
  z.string(),
  z.object({ files: fileSchema, answer: z.unknown(), error: z.string().optional() }),
);

/** Model name to what is known of it. */
export type Side = z.infer<typeof sideSchema>;

/** Fields of MLmodel that name this logging. */
export const perLogging = ["artifact_path", "model_id", "model_uuid", "run_id", "utc_time_created"];
/** Fields of MLmodel that name this machine or its tools. */
export const perMachine = ["flavors.python_function.model_code_path", "flavors.python_function.cloudpickle_version"];

/** A mapping as the Python side tells it: pairs of key and value, sorted. */
function flatten(value: unknown, prefix = ""): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  const pairs = z
    .array(z.tuple([z.string(), z.unknown()]))
    .nonempty()
    .safeParse(value);
  if (!pairs.success) return flat.set(prefix, value);
  for (const [key, item] of pairs.data) {
    const name = key.replace(/^str:'(.*)'$/s, "$1");
    for (const [inner, leaf] of flatten(item, prefix === "" ? name : `${prefix}.${name}`)) flat.set(inner, leaf);
  }
  return flat;
}

/**
 * The files of a model without what differs from one logging to the next.
 *
 * @param files path to text, or to what a YAML file says
 * @param except more fields of MLmodel to leave out
 */
export function comparable(files: Record<string, unknown>, except: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === "string") result[name] = content.replaceAll("pkg@ ", "pkg @ ");
    else {
      const flat = flatten(content);
      for (const field of [...perLogging, ...perMachine, ...except]) flat.delete(field);
      result[name] = Object.fromEntries([...flat].map(([key, leaf]) => [key, withoutToolVersions(leaf)]));
    }
  }
  return result;
}

/** How many values {@link comparable} compares: the fields of each YAML file, and each other file as one. */
export function fieldCount(files: Record<string, unknown>): number {
  const counts = Object.values(files).map((content) =>
    typeof content === "object" && content !== null ? Object.keys(content).length : 1,
  );
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * pip, setuptools and wheel are written without a version by this project, on purpose; and whether a space stands
 * before `@` is a matter of the installed packaging library, not of MLflow.
 */
function withoutToolVersions(leaf: unknown): unknown {
  const text = (JSON.stringify(leaf) ?? "").replaceAll("pkg@ ", "pkg @ ");
  return JSON.parse(text.replaceAll(/"str:'(pip|setuptools|wheel)(?:[<=]=[^']*)?'"/g, "\"str:'$1'\""));
}
