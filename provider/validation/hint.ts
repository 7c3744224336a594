import type { AgentStage, PythonError } from "./types.js";

/** Errors of well-known clients that say: no credentials, or wrong ones. */
const credentialErrors: ReadonlySet<string> = new Set([
  "AuthenticationError",
  "ClientAuthenticationError",
  "CredentialUnavailableError",
  "DefaultCredentialsError",
  "NoCredentialsError",
  "OpenAIError",
  "PermissionDenied",
  "PermissionDeniedError",
  "Unauthenticated",
]);

/** Modules that look for credentials, and raise errors of general classes when there are none. */
const credentialModules =
  /^(?:databricks\.sdk\.(?:config|core|credentials_provider|oauth)|mlflow\.utils\.(?:databricks_utils|credentials|rest_utils)|databricks_cli\.)/;

/** Errors of clients that reached nobody. */
const networkErrors: ReadonlySet<string> = new Set([
  "APIConnectionError",
  "ConnectError",
  "ConnectTimeout",
  "ConnectionError",
  "ConnectionRefusedError",
  "MaxRetryError",
  "NewConnectionError",
  "gaierror",
]);

/**
 * What to do about an exception, told by its class and by the module that raised it, never by its text.
 *
 * @param stage what was being done
 * @param error the exception
 */
export function hintFor(stage: AgentStage, error: PythonError): string | undefined {
  const { type, module, missing, origin } = error;
  if (type === "ModuleNotFoundError" && missing !== "") return missingModule(missing, origin);
  if (type === "ImportError")
    return "The installed release of that package does not have it: pin one that does in `requirements`.";
  if (origin.startsWith("mlflow.models.model_config"))
    return "The agent reads its configuration through ModelConfig: give `modelConfig` all that it reads.";
  if (type === "KeyError" && origin === "os")
    return "The agent reads a variable of the environment that it is not given: list it in `environmentVariables` and set it here.";
  if (credentialErrors.has(type) || credentialModules.test(origin) || module.startsWith("google.auth"))
    return stage === "load" ? credentialsAtLoad : credentialsAtPredict;
  if (networkErrors.has(type)) return network;
  if (type === "FileNotFoundError")
    return (
      "Only the package's own files are there: declare what the agent opens in `artifacts` or `codePaths`, and find it " +
      "through `context.artifacts` or beside `__file__`."
    );
  if (type === "SystemExit") return "The agent ends the process. Where it is served that would end the server.";
  return undefined;
}

function missingModule(missing: string, origin: string): string {
  const top = missing.split(".")[0] ?? missing;
  const who = origin === "" ? "" : ` (imported by ${origin})`;
  return (
    `No requirement brings the module ${top}${who}: add its package to \`requirements\`. ` +
    "A module of your own belongs into `codePaths`."
  );
}

const credentialsAtLoad =
  "A client is built while the agent is loaded, and a validation is given no credentials. Build clients inside of `predict`, " +
  "where user authorization needs them to be as well; or list the variables that hold the credentials in `environmentVariables`.";

const credentialsAtPredict =
  'The agent needs credentials to answer: give it yours with `validate: { mode: "predict", credentials: "deployer" }`, list ' +
  'the variables that hold others in `environmentVariables`, or validate with "load" only.';

const network =
  "The agent calls something that cannot be reached from this machine. Proxies and certificates are passed on; where there " +
  'is no way, validate with "load" only.';
