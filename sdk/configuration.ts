import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../provider/http/index.js";

/** The keys of the stack's configuration that there are, in the namespace `mlflow-agents`. */
const known: Readonly<Record<keyof ConnectionSettings, true>> = {
  host: true,
  profile: true,
  token: true,
  trackingUri: true,
  registryUri: true,
  authType: true,
  clientId: true,
  clientSecret: true,
  tokenEnv: true,
  configFile: true,
};
const namespace = "mlflow-agents";
let isChecked = false;

/**
 * Refuses a key of the stack's configuration that does not exist: it would do nothing, and what it was meant to say would be
 * taken from the environment. Looked at once per program, at its first resource. Values are not shown.
 *
 * @throws RunError naming the nearest key
 */
export function refuseUnknownConfiguration(): void {
  if (isChecked) return;
  isChecked = true;
  const text = unknownConfiguration(Object.keys(pulumi.runtime.allConfig()), pulumi.getProject());
  if (text !== undefined) throw new pulumi.RunError(text);
}

/**
 * What is said of keys that do not exist; undefined where all do.
 *
 * @param keys of the whole configuration, with their namespaces
 * @param project whose own keys are in the namespace of its name
 */
export function unknownConfiguration(keys: readonly string[], project: string): string | undefined {
  if (project === namespace) return undefined;
  const wrong = keys
    .filter((key) => key.startsWith(`${namespace}:`))
    .map((key) => key.slice(namespace.length + 1))
    .filter((key) => !Object.hasOwn(known, key));
  if (wrong.length === 0) return undefined;
  const lines = wrong.map((key) => {
    const meant = nearest(key);
    const hint =
      meant === undefined ? `There are: ${Object.keys(known).join(", ")}.` : `Did you mean ${namespace}:${meant}?`;
    return `the stack's configuration has ${namespace}:${key}, which does not exist. ${hint}`;
  });
  return lines.join("\n");
}

/** The key that differs in the fewest letters, put in another place or left out; undefined where none is near. */
function nearest(given: string): string | undefined {
  const letters = (text: string): string[] => [...text.toLowerCase().replace(/[^a-z]/g, "")].sort();
  let best: [string, number] | undefined;
  for (const key of Object.keys(known)) {
    const rest = letters(key);
    const extra = letters(given).filter((letter) => {
      const at = rest.indexOf(letter);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
    const distance = rest.length + extra.length;
    if (distance <= 3 && (best === undefined || distance < best[1])) best = [key, distance];
  }
  return best?.[0];
}
