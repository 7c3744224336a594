import { isKind, keys, known } from "./known.js";
import type { Rule, RuleArguments } from "./types.js";

const nameOfCredential =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PWD|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY|DSN|PAT)$/i;
const lookOfCredential =
  /\b(?:dapi|dose|dkea)[0-9a-f]{28,}|\b(?:gh[opsur]_|github_pat_|glpat-|sk-|xox[a-z]-)[A-Za-z0-9_-]{16,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^\s/:@]*:[^\s/@]+@/;
const reference = /^\{\{secrets\/[^/{}]+\/[^/{}]+\}\}$/;

/** Whether a value under that name is a credential, by its name or its look. */
function isCredential(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "" || reference.test(value)) return false;
  const snake = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  return lookOfCredential.test(value) || (nameOfCredential.test(snake) && !/^(?:true|false|\d{1,9})$/.test(value));
}

/** Paths of a resource that may hold credentials by mistake. */
function* places(props: Record<string, unknown>): Generator<string[]> {
  yield ["environment"];
  const served = known(props, "servedEntities");
  for (let index = 0; Array.isArray(served) && index < served.length; index++)
    yield ["servedEntities", String(index), "environment"];
  yield* nested(props, ["modelConfig"]);
  yield ["tags"];
}

/** A path and those of the objects in it. */
function* nested(props: Record<string, unknown>, path: string[]): Generator<string[]> {
  const value = known(props, ...path);
  if (path.length > 20 || keys(value).length === 0) return;
  yield path;
  for (const key of keys(value)) yield* nested(props, [...path, key]);
}

/**
 * Whether the entry at `path` is a Pulumi secret. Rules are handed plain values; only in a remediation the value behind
 * the property is still wrapped, which is seen without reading it.
 */
function isSecretAt(props: Record<string, unknown>, path: readonly string[]): boolean {
  let holder: unknown = props;
  for (const key of path) {
    if (typeof holder !== "object" || holder === null) return false;
    const raw: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value;
    if (typeof raw === "object" && raw !== null && raw.constructor.name === "Secret") return true;
    holder = known(holder, key);
  }
  return false;
}

/**
 * No credential in plain text: not in an endpoint's environment, not in an agent's configuration, not in a tag. A Pulumi
 * secret and `{{secrets/scope/key}}` are both fine for an environment.
 *
 * Its level is `remediate`, for Pulumi's engine tells only remediations which values are secret; it changes nothing.
 * At another level every credential counts as plain text that is not a `{{secrets/…}}` reference.
 */
export function plainTextCredentials(): Rule {
  const secrets = new Map<string, Set<string>>();
  const found = (props: Record<string, unknown>) =>
    [...places(props)].flatMap((path) =>
      keys(known(props, ...path))
        .filter((key) => isCredential(key, known(props, ...path, key)))
        .map((key) => [...path, key]),
    );
  const concerns = ({ type }: RuleArguments) =>
    ["ServingEndpoint", "LoggedAgent", "RegisteredModel"].some((kind) => isKind(type, kind));
  return {
    name: "no-plain-text-credentials",
    description: "Credentials are Pulumi secrets or {{secrets/scope/key}}, never plain text.",
    enforcementLevel: "remediate",
    remediateResource(args) {
      if (concerns(args)) {
        const secret = found(args.props).filter((path) => isSecretAt(args.props, path));
        secrets.set(args.urn, new Set(secret.map((path) => path.join("\n"))));
      }
      return undefined;
    },
    validateResource(args, report) {
      if (!concerns(args)) return;
      for (const path of found(args.props)) {
        if (secrets.get(args.urn)?.has(path.join("\n")) === true && !path.includes("modelConfig")) continue;
        report(
          `${path.join(".")} looks like a credential in plain text. Use a Pulumi secret or {{secrets/scope/key}} in an environment.`,
        );
      }
    },
  };
}
