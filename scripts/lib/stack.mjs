import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { localFolder } from "./paths.mjs";

/** The stack that `npm start` makes. */
export const stackName = "local";

/** Folder of the file backend: the stack's state, its locks and the CLI's own files. */
export const backendFolder = join(localFolder, "pulumi");

/**
 * The Pulumi CLI's environment for the local stack. The user's own login, plugins and settings are neither read nor
 * touched. The passphrase is no secret: it guards a stack that lives in this checkout and holds nothing but loopback
 * addresses.
 *
 * @param {string} cliFolder The CLI's folder, see `ensurePulumi`.
 */
export function stackEnvironment(cliFolder) {
  return {
    PATH: [cliFolder, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: join(backendFolder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(backendFolder).href,
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_ACCESS_TOKEN: undefined,
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: undefined,
    // An `npm run` variable that changes how the program's own tools find their settings.
    npm_config_prefix: undefined,
  };
}
