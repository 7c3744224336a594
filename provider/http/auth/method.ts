import type { ZodType } from "zod";
import type { Clock } from "../../wait/clock.js";
import type { Credentials } from "../caller.js";
import type { Fields } from "../layers.js";
import type { Redactor } from "../redact.js";

/** What a method of authentication can be made of. */
export interface AuthInput {
  /** Where the calls will go. */
  host: string;
  /** Values from all sources. */
  fields: Fields;
  /** The process's environment. */
  env: NodeJS.ProcessEnv;
  /** Time. */
  clock: Clock;
  /** To be told every secret that is obtained. */
  redactor: Redactor;
  /** Makes a call without credentials. */
  ask: Ask;
}

/** A call of authentication itself. */
export interface AuthRequest {
  /** HTTP method. */
  method: "GET" | "POST";
  /** Absolute; its query is never shown. */
  url: string;
  /** Beside the usual ones. */
  headers?: Record<string, string>;
  /** Sent as a form. */
  form?: Record<string, string>;
}

/**
 * Makes a call without credentials whose JSON answer has the shape of `schema`.
 *
 * @throws AgentsError
 */
export type Ask = <T>(schema: ZodType<T>, request: AuthRequest) => Promise<T>;

/** One way to prove who is calling. Each is one file of this folder and one line of its list. */
export interface AuthMethod {
  /** Its name in Databricks' unified client authentication. */
  name: string;
  /** Whose method it is. */
  kind: "databricks" | "mlflow";
  /** What has to be set for it, for messages. */
  needs: string;
  /**
   * What it would be made of, in the user's words; undefined when something is missing. Without network.
   */
  found(input: Pick<AuthInput, "fields" | "env">): string | undefined;
  /**
   * Whether it only counts when no other method is configured: because what it is made of lies about on many machines.
   * Default: false.
   */
  ambient?: boolean;
  /** Called once, after `found`. Without network. */
  create(input: AuthInput): Credentials;
}

/** Credentials that never change. */
export function fixedCredentials(headers: Readonly<Record<string, string>>): Credentials {
  return { headers: async () => headers, renew: () => false };
}
