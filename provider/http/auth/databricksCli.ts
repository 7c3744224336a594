import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { AgentsError } from "../../errors.js";
import type { AuthInput, AuthMethod } from "./method.js";
import { type Obtained, tokenSource } from "./tokenSource.js";

const timeoutMs = 60_000;

function executable({ fields, env }: Pick<AuthInput, "fields" | "env">): string | undefined {
  if (fields.cliPath !== undefined) return fields.cliPath.value;
  const name = process.platform === "win32" ? "databricks.exe" : "databricks";
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** Whoever is logged in with the Databricks CLI (`databricks auth login`). */
export const databricksCli: AuthMethod = {
  name: "databricks-cli",
  kind: "databricks",
  needs: "the Databricks CLI on PATH (or DATABRICKS_CLI_PATH), after `databricks auth login`",
  ambient: true,
  found: (input) => (executable(input) === undefined ? undefined : "the Databricks CLI"),
  create: (input) => tokenSource(() => askCli(input), input.clock, input.redactor),
};

async function askCli(input: AuthInput): Promise<Obtained> {
  const { cliToken } = await import("../wireSchemas.js");
  const output = await run(executable(input) ?? "databricks", ["auth", "token", "--host", input.host], input);
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    json = undefined;
  }
  const parsed = cliToken.safeParse(json);
  if (!parsed.success) {
    throw new AgentsError(
      "configuration",
      "`databricks auth token` did not answer with a token: it may be the legacy CLI (before 0.205). Install the current one.",
    );
  }
  const expiresAt = Date.parse(parsed.data.expiry ?? "");
  return { token: parsed.data.access_token, ...(Number.isNaN(expiresAt) ? {} : { expiresAt }) };
}

function run(path: string, args: readonly string[], { env, redactor, host }: AuthInput): Promise<string> {
  return new Promise((resolve, reject) => {
    // The CLI must ask its own cache, not the variables that made us come here.
    const { DATABRICKS_TOKEN: _token, DATABRICKS_CONFIG_PROFILE: _profile, DATABRICKS_AUTH_TYPE: _type, ...rest } = env;
    execFile(path, args, { env: rest, timeout: timeoutMs, maxBuffer: 1_048_576 }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const why =
        error.code === "ENOENT" ? "it is not there" : redactor.redact(stderr.trim()).slice(0, 500) || "it failed";
      reject(
        new AgentsError(
          "unauthenticated",
          `\`databricks auth token\` gave no token for ${host}: ${why.replace(/\s+/g, " ")}. Log in with \`databricks auth login --host ${host}\`.`,
        ),
      );
    });
  });
}
