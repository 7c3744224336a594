import type { Alternative, External, Value } from "../../python/values/types.js";

const sources =
  /(?:^|\.)(?:ModelServingUserCredentials\(\)|CredentialStrategy\.MODEL_SERVING_USER_CREDENTIALS|get_user_workspace_client\(\))$/;
// Arguments that decide as whom a client acts.
const credentials = new Set(
  (
    "workspace_client client credentials_strategy credential_strategy config auth api_key token access_token " +
    "personal_access_token headers http_client openai_client async_client default_headers databricks_token provider " +
    "function_client credentials_provider params server_params openai_api_key connection connections session bearer " +
    "client_args con auth_provider http_async_client async_http_client connection_params"
  ).split(" "),
);

/** Whether something of a library acts as the calling user. */
export function isUserExternal(of: External, depth = 0): boolean {
  if (of.user !== undefined) return of.user;
  if (depth > 12) return false;
  of.user =
    sources.test(of.path) || (of.base !== undefined && isUserExternal(of.base, depth + 1)) || givenByUser(of, depth);
  return of.user;
}

/** Notes that an attribute of something was given a value: its credentials, perhaps. */
export function noteAttribute(of: External, name: string, value: Value): void {
  if ((credentials.has(name) || name.toLowerCase() === "authorization") && isUser(value)) of.user = true;
}

function givenByUser({ given }: External, depth: number): boolean {
  if (given === undefined) return false;
  for (const [name, value] of given.keywords) if (credentials.has(name) && isUser(value, depth + 1)) return true;
  return given.positional.some((value) => isClientOfUser(value, depth));
}

/** Whether a positional argument is a client, or credentials, of the user; what else it may be decides nothing. */
function isClientOfUser(value: Value, depth: number): boolean {
  return value.some((one) => {
    if (one.kind === "unknown" || one.kind === "text") return isUserAlternative(one, depth);
    return (
      one.kind === "external" &&
      /^databricks\.|Credential|Client\(\)|OpenAI\(\)|Config\(\)|Auth/.test(one.external.path) &&
      isUserExternal(one.external, depth + 1)
    );
  });
}

/** Whether a value is, or holds, a credential of the calling user. */
export function isUser(value: Value, depth = 0): boolean {
  return depth < 12 && value.some((one) => isUserAlternative(one, depth));
}

function isUserAlternative(one: Alternative, depth: number): boolean {
  switch (one.kind) {
    case "unknown":
      return one.user === true;
    case "text":
      return one.parts.some((part) => typeof part !== "string" && part.user === true);
    case "external":
      return isUserExternal(one.external, depth);
    case "dict":
      return [...one.dict.entries.values()].some((value) => isUser(value, depth + 1));
    case "list":
      return one.list.items.some((value) => isUser(value, depth + 1));
    case "instance":
      return one.instance.external !== undefined && isUserExternal(one.instance.external, depth);
    default:
      return false;
  }
}
