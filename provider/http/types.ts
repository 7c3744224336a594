import type { Readable } from "node:stream";
import type { ZodType } from "zod";
import type { Clock } from "../wait/clock.js";
import type { Limiter } from "./limiter.js";
import type { RetryPolicy } from "./retry.js";
import type { ApiPath } from "./route.js";

/**
 * Where and how to speak; every field is optional and comes from the stack's configuration `mlflow-agents:*` or from a
 * Workspace resource. It never holds what came from the environment: it ends up in state. An empty text counts as unset.
 *
 * **The order, in one place.** Each source fills only what the sources before it left unset:
 *
 * 1. these settings, 2. the profile they name, 3. the environment (`DATABRICKS_*`, `MLFLOW_*`), 4. the profile that the
 * environment names. When none of these named a profile, a host or a credential: 5. the profile file's
 * `[__settings__] default_profile`, else its `DEFAULT`.
 *
 * Two amendments to Databricks' unified client authentication, because a Pulumi stack lives longer than a shell:
 *
 * - *Where* is never moved by a shell: settings win over the environment for the host. A credential is never sent to a
 *   host that it was not meant for: variables count only where `DATABRICKS_HOST` (`MLFLOW_TRACKING_URI`) is unset or names
 *   the chosen host, a profile only where its host does. Nothing but these settings overrides the token of `host: local`.
 * - *Who* may be renewed: when the environment names the chosen host itself and brings a credential, its credential
 *   replaces the ones of the settings. `pulumi refresh` and `pulumi destroy` without `--run-program` see the
 *   configuration of the last `up`, whose token may have expired since; this is the way to hand in a fresh one.
 */
export interface ConnectionSettings {
  /** `https://…` of a Databricks workspace, or `local` for the embedded workspace. Environment: `DATABRICKS_HOST`. */
  host?: string;
  /** Name of a profile in the profile file. Environment: `DATABRICKS_CONFIG_PROFILE`. */
  profile?: string;
  /** Personal access token, or the bearer token of an MLflow server. Environment: `DATABRICKS_TOKEN`, `MLFLOW_TRACKING_TOKEN`. */
  token?: string;
  /** `databricks`, `databricks://PROFILE`, or the `http(s)://…` URL of a plain MLflow server. Environment: `MLFLOW_TRACKING_URI`. */
  trackingUri?: string;
  /** `databricks-uc` (the default on Databricks), `databricks`, or the URL of `trackingUri`. Environment: `MLFLOW_REGISTRY_URI`. */
  registryUri?: string;
  /** Which method to use where several are configured, for example `pat` or `oauth-m2m`. Environment: `DATABRICKS_AUTH_TYPE`. */
  authType?: string;
  /** Application id of a service principal. Environment: `DATABRICKS_CLIENT_ID`. */
  clientId?: string;
  /** OAuth secret of the service principal. Environment: `DATABRICKS_CLIENT_SECRET`. */
  clientSecret?: string;
  /** Name of the environment variable that holds the token, for stacks that speak to several workspaces. */
  tokenEnv?: string;
  /** The profile file. Environment: `DATABRICKS_CONFIG_FILE`. Default: `~/.databrickscfg`. */
  configFile?: string;
}

/** What only tests and the command line change. */
export interface ConnectOptions {
  /** Folder from which `.mlflow-agents/workspace/` is looked for upwards. Default: the process's. */
  cwd?: string;
  /** The user's home folder. Default: `HOME` or `USERPROFILE` of `env`, else the system's. */
  home?: string;
  /** Time. Default: the real one. */
  clock?: Clock;
  /** Limits of retrying. Default: {@link RetryPolicy}'s. */
  retry?: Partial<RetryPolicy>;
  /** How many transfers run at once. Default: 32. */
  concurrency?: number;
}

/** What can be written as JSON; `undefined` members are left out. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** One call. */
export interface ApiRequest {
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** Made with {@link route}. */
  path: ApiPath;
  /** Query parameters; `undefined` ones are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON. */
  body?: Json;
  /** Further headers. `authorization` is refused: the workspace sets it. */
  headers?: Record<string, string>;
  /** Ends the call and its retries with a `cancelled` error. A call that was already sent may still take effect. */
  signal?: AbortSignal;
  /** Longest silence of the server, in milliseconds, for each try. Default: 60 000, for uploads 120 000. */
  timeoutMs?: number;
  /** Whether sending it twice is harmless. Default: true for GET, HEAD, PUT and DELETE; false for POST and PATCH. */
  safeToRepeat?: boolean;
  /**
   * Whether it asks an agent something: sent once, and no later run looks for its effect, so that a failure is what the server
   * says, and never an `unknownOutcome`. Default: false.
   */
  isQuestion?: boolean;
  /** Values that must not show in an error of this call, beside the credentials: secrets in the body, for example. */
  secrets?: readonly string[];
  /** Statuses beside 2xx that are an answer and no error: 308 of a resumable upload. Default: none. */
  accepts?: readonly number[];
}

/** An upload streamed from disk. */
export interface UploadRequest extends ApiRequest {
  /** A fresh stream of the same bytes, called once per try. */
  open(): Readable;
  /** Exact number of bytes. */
  size: number;
}

/** The answer to an upload; its body has been read and thrown away. */
export interface Uploaded {
  /** HTTP status. */
  status: number;
  /** Lower-case names: `etag`, `range` and checksums of what arrived. */
  headers: Record<string, string | string[] | undefined>;
}

/** A streamed answer. */
export interface Download {
  /** HTTP status, 2xx. */
  status: number;
  /** Lower-case names. */
  headers: Record<string, string | string[] | undefined>;
  /** Must be read to its end or destroyed. An answer that breaks off is an `unavailable` error on the stream. */
  body: Readable;
  /** Number of bytes, where the server says. */
  size?: number;
}

/** What {@link Workspace.probe} learned. */
export interface Identity {
  /** Name of the user or service principal, on Databricks. */
  user?: string;
  /** Number of the Databricks workspace, as a text. */
  workspaceId?: string;
  /** Release of a plain MLflow server, for example `3.17.2`. */
  mlflowVersion?: string;
}

/** A place to deploy to, with credentials inside that no property shows. */
export interface Workspace {
  /** What protocol it speaks: Databricks (also the local workspace) or a plain MLflow server. */
  readonly kind: "databricks" | "mlflow";
  /** Origin without trailing slash and without credentials; an MLflow server behind a path keeps its path. */
  readonly host: string;
  /** The method of authentication in use, for example `pat`. */
  readonly authType: string;
  /** Whether it is the embedded local workspace. */
  readonly local: boolean;
  /** Which registry holds the models: Unity Catalog, the legacy workspace registry, or a plain MLflow registry. */
  readonly registry: "unityCatalog" | "workspace" | "mlflow";
  /**
   * Proves that the host answers, accepts the credentials and is what it should be. Remembered once it succeeded.
   *
   * @throws AgentsError `unreachable`, `unauthenticated`, `permissionDenied` or `notAWorkspace`
   */
  probe(): Promise<Identity>;
  /** One call whose JSON answer has the shape of `schema`. An empty answer counts as `{}`. */
  json<T>(schema: ZodType<T>, request: ApiRequest): Promise<T>;
  /** One call whose answer does not matter beyond its status. */
  call(request: ApiRequest): Promise<void>;
  /** One call whose answer is streamed. */
  download(request: ApiRequest): Promise<Download>;
  /**
   * One call whose body is streamed; memory stays bounded. Where it is safe to repeat, a 408 and a 500 are tried again as
   * well, a few times: stores answer them when they are busy.
   */
  upload(request: UploadRequest): Promise<Uploaded>;
  /**
   * Variables by which a program of this machine speaks to it with these very credentials (`DATABRICKS_TOKEN` …).
   * They are secrets.
   */
  programVariables(): Promise<Record<string, string>>;
  /** The limit shared by everything that moves many files. */
  readonly concurrency: Limiter;
}
