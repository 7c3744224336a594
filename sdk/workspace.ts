import * as pulumi from "@pulumi/pulumi";

/** How to reach a workspace. Credentials are named, never given: state must not hold them. */
export interface WorkspaceArgs {
  /** `https://…` of a Databricks workspace, or `local` for the local workspace of this package. Default: the one of `profile`, else the environment's. */
  host?: pulumi.Input<string>;
  /** Profile in the profile file. Default: none. */
  profile?: pulumi.Input<string>;
  /** Name of the environment variable that holds the token. Default: none; credentials then come from the profile or the environment. */
  tokenEnv?: pulumi.Input<string>;
  /** `databricks`, `databricks://PROFILE`, or the URL of a plain MLflow server. Default: `databricks`, where `host` or `profile` is given. */
  trackingUri?: pulumi.Input<string>;
  /** `databricks-uc` or `databricks` (the legacy workspace registry). Default: `databricks-uc` on Databricks, the server's own registry on plain MLflow. */
  registryUri?: pulumi.Input<string>;
  /** Method of authentication where several are configured, such as `pat` or `oauth-m2m`. Default: the only one that is configured; several are an error. */
  authType?: pulumi.Input<string>;
  /** The profile file. Default: `DATABRICKS_CONFIG_FILE`, else `~/.databrickscfg`. */
  configFile?: pulumi.Input<string>;
}

/**
 * A workspace, for stacks that speak to more than one. Resources that name it in `workspace` are deployed there; all
 * others go where the stack's configuration `mlflow-agents:*` and the environment point.
 *
 * @example
 * ```ts
 * const staging = new Workspace("staging", { host: "https://staging.example.com", tokenEnv: "STAGING_TOKEN" });
 * const access = new AuthPolicy("access", { userApiScopes: ["sql"] }, { workspace: staging });
 * ```
 */
export class Workspace extends pulumi.ProviderResource {
  /**
   * @param name logical name
   * @param args how to reach it
   * @param opts Pulumi's resource options
   */
  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ResourceOptions) {
    const settings = Object.entries(args).map(([key, value]) => [`mlflow-agents:${key}`, value]);
    super("pulumi-nodejs", name, Object.fromEntries(settings), opts);
  }
}

/** Pulumi's options for a resource, and the workspace it lives in. */
export interface ResourceOptions extends pulumi.CustomResourceOptions {
  /** Where the resource lives. Default: where the stack's configuration points. */
  workspace?: Workspace | undefined;
}

/** Options as Pulumi takes them. */
export function resourceOptions(options: ResourceOptions | undefined): pulumi.CustomResourceOptions | undefined {
  if (options?.workspace === undefined) return options;
  const { workspace, ...rest } = options;
  return { ...rest, provider: workspace };
}
