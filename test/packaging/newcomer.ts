import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Consumer } from "./consumer.js";

/** Credentials of somebody who was logged in to Pulumi once, and is not now. */
const credentials = '{"current":"","accessTokens":{},"accounts":{}}';

/** What a newcomer has, outside of every clone: a shell without the Pulumi CLI and without a login. */
export class Newcomer {
  readonly consumer: Consumer;
  readonly #home = mkdtempSync(join(tmpdir(), "mlflow-agents-pulumi-home-"));

  /** @param name of the folder's begin */
  constructor(name: string) {
    writeFileSync(join(this.#home, "credentials.json"), credentials);
    const withoutPulumi = (process.env.PATH ?? "")
      .split(delimiter)
      .filter((folder) => !existsSync(join(folder, "pulumi")))
      .join(delimiter);
    this.consumer = new Consumer(name, {
      PATH: withoutPulumi,
      MLFLOW_AGENTS_HOME: undefined,
      PULUMI_HOME: this.#home,
      PULUMI_ACCESS_TOKEN: undefined,
      PULUMI_NODEJS_TRANSPILE_ONLY: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_BACKEND_URL: undefined,
    });
  }

  /** A line of the shell. */
  sh(command: string) {
    return this.consumer.run("bash", "-c", command);
  }

  /** Whether nothing logged in meanwhile, nor out. */
  get loginIsUntouched(): boolean {
    return readFileSync(join(this.#home, "credentials.json"), "utf8") === credentials;
  }

  /** Removes everything. */
  remove(): void {
    this.consumer.remove();
    rmSync(this.#home, { recursive: true, force: true });
  }
}
