import * as pulumi from "@pulumi/pulumi";

/** What credentials look like: a name for the reader, and a form that no ordinary value has. */
export const credentialPatterns: readonly (readonly [what: string, form: RegExp])[] = [
  ["a Databricks token", /^dapi[0-9a-f]{32}(?:-\d)?$/],
  ["a Databricks OAuth secret", /^dose[0-9a-f]{32}$/],
  ["an OpenAI key", /^sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}$/],
  ["an Anthropic key", /^sk-ant-[A-Za-z0-9_-]{20,}$/],
  ["a GitHub token", /^(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})$/],
  ["a GitLab token", /^glpat-[A-Za-z0-9_-]{20,}$/],
  ["a Slack token", /^xox[abprs]-[A-Za-z0-9-]{10,}$/],
  ["a Slack webhook", /^https:\/\/hooks\.slack\.com\/services\/\w+\/\w+\/\w+$/],
  ["an AWS access key", /^(?:AKIA|ASIA)[0-9A-Z]{16}$/],
  ["a Google API key", /^AIza[0-9A-Za-z_-]{35}$/],
  ["a Hugging Face token", /^hf_[A-Za-z0-9]{30,}$/],
  ["a Pulumi token", /^pul-[0-9a-f]{40}$/],
  ["an npm token", /^npm_[A-Za-z0-9]{36}$/],
  ["a Stripe key", /^[rs]k_live_[A-Za-z0-9]{20,}$/],
  ["a JSON web token", /^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*$/],
  ["a private key", /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/],
  ["an Azure storage key", /AccountKey=[A-Za-z0-9+/]{40,}/],
  ["a password in a URL", /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,100}:(?!\$\{|\*{3}|<)[^\s:/@]{3,200}@[^\s@]/i],
];

const telling = /(?:^|_)(?:API_?KEY|ACCESS_KEY|SECRET|SECRET_KEY|TOKEN|PASSWORD|PASSWD|PRIVATE_KEY|CREDENTIALS?)$/;
const longest = 4_000;

/**
 * What a value of an environment variable looks like that should not stand in plain text.
 *
 * @param name of the variable: a name like `API_KEY` makes a random-looking value one
 * @param value its value
 * @returns in words; undefined for ordinary values
 */
export function credentialIn(name: string, value: string): string | undefined {
  if (value.length > longest) return undefined;
  const known = credentialPatterns.find(([, form]) => form.test(value));
  if (known !== undefined) return known[0];
  return telling.test(name) && looksRandom(value) ? "a key or password" : undefined;
}

/** Long, of one piece, and of letters and digits in no order that words have. */
function looksRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=.~-]{16,}$/.test(value) || /^[a-z]+(?:[-_./][a-z]+)*$/i.test(value)) return false;
  const digits = value.replace(/\D/g, "").length;
  const letters = value.replace(/[^A-Za-z]/g, "").length;
  const kinds = new Set(value).size;
  return digits >= 3 && letters >= 3 && kinds >= 10;
}

type Environment = pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;

/**
 * Warns, on the row of a resource, about variables that look like credentials and are no Pulumi secrets. It runs in the
 * program because only there each single value is known to be secret or not. A value is never shown.
 *
 * @param resource whose variables they are
 * @param path where they stand in its arguments
 * @param environment the variables
 */
export function warnOfCredentials(resource: pulumi.Resource, path: string, environment: Environment): void {
  if (environment === undefined || environment === null) return;
  if (pulumi.Output.isInstance(environment) || environment instanceof Promise) {
    // Of a map that is computed as a whole only the whole is known to be secret.
    const whole = pulumi.output(environment);
    void pulumi.isSecret(whole).then((secret) => {
      if (secret) return;
      whole.apply((variables) => {
        for (const [name, value] of Object.entries(variables ?? {})) warnOf(resource, `${path}.${name}`, name, value);
      });
    });
    return;
  }
  for (const [name, value] of Object.entries(environment)) {
    const one = pulumi.output(value);
    void pulumi.isSecret(one).then((secret) => {
      if (!secret) one.apply((text) => warnOf(resource, `${path}.${name}`, name, text));
    });
  }
}

function warnOf(resource: pulumi.Resource, path: string, name: string, value: unknown): void {
  const what = typeof value === "string" ? credentialIn(name, value) : undefined;
  if (what === undefined) return;
  void pulumi.log.warn(
    `${path} looks like ${what}, and is plain text in the state and in previews. Make it a Pulumi secret ` +
      '(`config.requireSecret("…")`, `pulumi.secret("…")`), or refer to one of the workspace with `secretRef("scope", "key")`.',
    resource,
  );
}
