import type { ErrorCode } from "../errors.js";
import type { Form } from "./answerForm.js";
import type { Workspace } from "./types.js";

type Codes = Readonly<Record<string, ErrorCode>>;

/**
 * Codes of Databricks' and MLflow's APIs. Those of `notFound` let a resource be dropped from the state: they are the ones
 * that say that the named object, or the schema or catalog that would hold it, is not there. A metastore that is not
 * assigned, or a feature that is off, hides objects and removes none.
 */
const ofApi: Codes = {
  RESOURCE_ALREADY_EXISTS: "alreadyExists",
  ALREADY_EXISTS: "alreadyExists",
  RESOURCE_CONFLICT: "conflict",
  RESOURCE_DOES_NOT_EXIST: "notFound",
  NOT_FOUND: "notFound",
  CATALOG_DOES_NOT_EXIST: "notFound",
  SCHEMA_DOES_NOT_EXIST: "notFound",
  TABLE_DOES_NOT_EXIST: "notFound",
  FUNCTION_DOES_NOT_EXIST: "notFound",
  ROUTINE_DOES_NOT_EXIST: "notFound",
  VOLUME_DOES_NOT_EXIST: "notFound",
  CONNECTION_DOES_NOT_EXIST: "notFound",
  MODEL_DOES_NOT_EXIST: "notFound",
  REGISTERED_MODEL_DOES_NOT_EXIST: "notFound",
  MODEL_VERSION_DOES_NOT_EXIST: "notFound",
  ENDPOINT_NOT_FOUND: "unsupported",
  NOT_IMPLEMENTED: "unsupported",
  REQUEST_LIMIT_EXCEEDED: "rateLimited",
  TEMPORARILY_UNAVAILABLE: "unavailable",
  PERMISSION_DENIED: "permissionDenied",
  UNAUTHENTICATED: "unauthenticated",
};

// RFC 6749, 5.2: an OAuth server may refuse a client with 400.
const ofOauth: Codes = {
  invalid_client: "unauthenticated",
  invalid_grant: "unauthenticated",
  unauthorized_client: "unauthenticated",
};

/** Codes of the storages behind addresses that were handed out: S3 and Google, Azure's blobs and its data lake. */
const ofStorage: Codes = {
  NoSuchKey: "notFound",
  NoSuchUpload: "notFound",
  BlobNotFound: "notFound",
  PathNotFound: "notFound",
};

/** Codes that callers look at, beside those above. */
const others: ReadonlySet<string> = new Set([
  "RequestTimeout",
  "ExpiredToken",
  "TokenRefreshRequired",
  "RequestExpired",
  "AuthenticationFailed",
]);

/** Whether a server's code is one of those that something is decided by. They can be shown: no secret reads so. */
export function isKnownCode(code: string): boolean {
  return [ofApi, ofOauth, ofStorage].some((codes) => Object.hasOwn(codes, code)) || others.has(code);
}

/** What of an answer decides. */
export interface Said {
  /** How it was said, which tells who said it. */
  form: Form;
  /** The server's own code, as it came. */
  code?: string;
  /** Whether it says that the token is no good: Databricks says so with 403 too, and with no code for it. */
  badToken: boolean;
}

/** Which call an answer belongs to. */
export interface Asked {
  /** The protocol of the workspace. */
  kind: Workspace["kind"];
  /** Encoded, with query. */
  path: string;
  /** Whether a storage was asked, by an address that was handed out. */
  storage: boolean;
}

/**
 * The code of an answer that is not 2xx. Who said it decides as much as what it says: a gateway, a load balancer or a
 * platform in between answers in the name of the workspace, and knows nothing of what is there.
 *
 * @param status HTTP status
 * @param says what the server said
 * @param asked the call
 */
export function codeOf(status: number, says: Said, asked: Asked): ErrorCode {
  if (status === 401 || (status === 403 && says.badToken)) return "unauthenticated";
  if (status < 400) return "notAWorkspace";
  const known = knownCode(says, asked);
  // A server that fails knows nothing of what is there.
  const believed = known !== "notFound" || status < 500;
  if (known !== undefined && believed && status !== 403 && status !== 429) return known;
  if (status === 403) return "permissionDenied";
  if (status === 404) return missing(says.form, asked);
  if (status === 409) return "conflict";
  if (status === 429) return "rateLimited";
  if (status === 405 || status === 501) return "unsupported";
  return status >= 500 ? "unavailable" : "badRequest";
}

function knownCode({ form, code }: Said, { storage }: Asked): ErrorCode | undefined {
  const codes = storage ? ofStorage : form === "api" ? ofApi : form === "json" ? ofOauth : {};
  return code !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined;
}

/** A 404 without a code that says what is missing. Only an API's own answer tells anything; an empty one is anybody's. */
function missing(form: Form, { kind, path, storage }: Asked): ErrorCode {
  if (form === "scim" && path.includes("/scim/v2/")) return "notFound";
  if (storage || form === "api") return "unsupported";
  return kind === "mlflow" && (form === "flask" || form === "fastapi") ? "unsupported" : "notAWorkspace";
}
