import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { environments } from "./environments";

const text = z.string().min(1);
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")]);

/** What an environment is made of. */
const schema = z.strictObject({
  /** Catalog of Unity Catalog that holds the model. */
  catalog: text,
  /** Stack whose version is taken over. Without it, this environment logs the agent itself. */
  promoteFrom: text.optional(),
  /** Whether the endpoint stops when nobody asks. */
  scaleToZero: flag,
  /** Whether Pulumi refuses to delete or replace the model and the endpoint. */
  protect: flag,
  /** Environment variables whose values are secrets of the workspace. */
  secrets: z
    .record(z.string(), z.string().regex(/^\{\{secrets\/.+\/.+\}\}$/, "it must be of the form {{secrets/scope/key}}"))
    .default({}),
});

/** Settings of one environment, complete and checked. */
export type Settings = z.infer<typeof schema>;

const known: Record<string, unknown> = environments;
const configurable = ["catalog", "promoteFrom", "scaleToZero", "protect"] as const;

/**
 * The settings of this stack: its entry in environments.ts, and over it what `pulumi config set environments:<key>` says.
 *
 * @throws RunError naming each key that is missing or wrong, and how to set it
 */
export function settings(): Settings {
  const stack = pulumi.getStack();
  const config = new pulumi.Config("environments");
  const given = Object.fromEntries(
    configurable.flatMap((key) => (config.get(key) === undefined ? [] : [[key, config.get(key)]])),
  );
  const parsed = schema.safeParse({ ...(known[stack] ?? {}), ...given });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const key = path.join(".");
    return `  ${key}: ${message}. Add it to environments.ts, or: pulumi config set environments:${key} <value> --stack ${stack}`;
  });
  throw new pulumi.RunError(`The environment "${stack}" is not complete:\n${lines.join("\n")}`);
}
