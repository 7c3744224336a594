import { isUntold } from "../../python/engine/promises.js";
import { agree } from "../../python/values/make.js";
import type { Alternative, Choice, External, Value } from "../../python/values/types.js";

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
  for (const [name, value] of given.keywords)
    if (credentials.has(name) ? isUser(value, depth + 1) : value.some((one) => isToken(one, depth))) return true;
  return given.positional.some((value) => isClientOfUser(value, depth));
}

/** Whether something is the user's token itself, whatever the argument is called that takes it. */
function isToken(one: Alternative, depth: number): boolean {
  return (one.kind === "unknown" || one.kind === "text") && isUserAlternative(one, depth);
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

/** As whom something of a library acts: one of them, or either. */
export interface Identity {
  user: boolean;
  agent: boolean;
}

const asAgent: Identity = { user: false, agent: true };
const asUser: Identity = { user: true, agent: false };

/**
 * As whom something of a library acts where a choice was made: a client that is the user's in one branch and the agent's
 * own in another is both.
 */
export function identityOf(of: External, choice: Choice | undefined): Identity {
  if (!isUserExternal(of)) return isOpen(of, choice) ? { user: true, agent: true } : asAgent;
  const found = ofParts(of, choice, 0);
  // Where nothing that it was made with is the user's, its credentials were given to it later.
  return found.user || ofParts(of, undefined, 0).user ? found : asUser;
}

// Arguments that are a client, and nothing else.
const clients = new Set(["client", "workspace_client", "function_client", "openai_client", "async_client"]);

/** Whether it acts by a client of which nobody knows whose it is. */
export function isOpen(of: External, choice: Choice | undefined, depth = 0): boolean {
  if (depth > 12) return false;
  if (of.promised === true || (of.base !== undefined && isOpen(of.base, choice, depth + 1))) return true;
  const isOpenOne = (one: Alternative) =>
    one.kind === "external" && agree(one.when, choice) && isOpen(one.external, choice, depth + 1);
  for (const [name, value] of of.given?.keywords ?? []) {
    if (clients.has(name) && value.length > 0 && value.every(isUntold)) return true;
    if (credentials.has(name) && value.some(isOpenOne)) return true;
  }
  return of.given?.positional.some((value) => value.some(isOpenOne)) === true;
}

function ofParts(of: External, choice: Choice | undefined, depth: number): Identity {
  if (sources.test(of.path)) return asUser;
  if (depth > 12 || !isUserExternal(of)) return asAgent;
  const parts: Identity[] = of.base === undefined ? [] : [ofParts(of.base, choice, depth + 1)];
  for (const [name, value] of of.given?.keywords ?? [])
    if (credentials.has(name) || value.some((one) => isToken(one, depth)))
      parts.push(ofValue(value, choice, depth + 1));
  for (const value of of.given?.positional ?? [])
    if (isClientOfUser(value, depth)) parts.push(ofValue(value, choice, depth + 1));
  return joined(parts);
}

/** What acts as the user by one of its parts does so, whatever the others are. */
function joined(parts: readonly Identity[]): Identity {
  if (parts.some(({ user, agent }) => user && !agent)) return asUser;
  return parts.some(({ user }) => user) ? { user: true, agent: true } : asAgent;
}

function ofValue(value: Value, choice: Choice | undefined, depth: number): Identity {
  const there = value.filter(({ when }) => agree(when, choice));
  const all = there.map((one) => ofAlternative(one, choice, depth));
  return { user: all.some(({ user }) => user), agent: all.length === 0 || all.some(({ agent }) => agent) };
}

function ofAlternative(one: Alternative, choice: Choice | undefined, depth: number): Identity {
  if (depth > 12) return asAgent;
  if (one.kind === "external") return ofParts(one.external, choice, depth);
  if (one.kind === "instance")
    return one.instance.external === undefined ? asAgent : ofParts(one.instance.external, choice, depth);
  if (one.kind === "dict")
    return joined([...one.dict.entries.values()].map((each) => ofValue(each, choice, depth + 1)));
  if (one.kind === "list") return joined(one.list.items.map((each) => ofValue(each, choice, depth + 1)));
  return isUserAlternative(one, depth) ? asUser : asAgent;
}
