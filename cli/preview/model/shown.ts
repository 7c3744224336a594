import { redactor } from "../../../provider/http/redact.js";
import { printable } from "../../../provider/lifecycle/describe.js";
import { isUnknown } from "../../../provider/lifecycle/unknown.js";
import { isBlinded } from "./change.js";
import type { Shown } from "./report.js";

/** What stands where a value is not shown. */
export const hiddenText = "[hidden]";
/** What stands for a value that exists after the update only. */
export const unknownText = "known after the update";

const { redact } = redactor();
const longest = 80;

/** A reference that Model Serving resolves itself: it names a secret and holds none. */
const secretReference = /^\{\{secrets\/[^/{}]+\/[^/{}]+\}\}$/;
const credentialWord =
  /^(?:TOKEN|SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|PWD|CREDENTIAL|CREDENTIALS|APIKEY|DSN|PAT|BEARER|AUTHORIZATION)$/i;
const credentialPair =
  /(?:^|_)(?:API|ACCESS|PRIVATE|ACCOUNT|SIGNING|ENCRYPTION|SUBSCRIPTION|SHARED|MASTER|SERVICE)_KEY(?:_|$)|CONNECTION_?STRING/i;
// `deployer` says whose credentials `validate.credentials` gives.
const harmless = /^(?:|true|false|on|off|yes|no|none|null|deployer|-?\d{1,9}(?:\.\d+)?)$/i;
const credentialValue =
  /\b(?:dapi|dose|dkea|dkap)[0-9a-f]{28,}|\b(?:gh[opsur]_|github_pat_|glpat-|sk-|xox[a-z]-|npm_|pul-)[A-Za-z0-9_-]{16,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*:[^\s/@]+@|\b(?:AccountKey|SharedAccessSignature)=/;

/** Whether a value is only the name of a secret: `{{secrets/scope/key}}`. */
export function isSecretReference(value: unknown): boolean {
  return typeof value === "string" && secretReference.test(value);
}

/**
 * Whether `value`, given in plain text under `name`, is a credential by its name or by its look.
 *
 * @param name of an environment variable or a setting
 */
export function looksLikeCredential(name: string, value: unknown): boolean {
  if (typeof value !== "string" || isBlinded(value) || isUnknown(value) || isSecretReference(value)) return false;
  if (credentialValue.test(value)) return true;
  if (harmless.test(value)) return false;
  return credentialName(name);
}

function credentialName(name: string): boolean {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  const words = snake.split(/[^A-Za-z0-9]+/);
  // `TOKEN_LIMIT` and `SECRET_SCOPE` say something about a secret and hold none.
  const about = /^(?:LIMIT|COUNT|MAX|MIN|SIZE|BUDGET|SCOPE|NAME|PATH|FILE|ENV|TTL|URL|ENDPOINT|TYPE|COLUMN|ID)$/i;
  if (about.test(words.at(-1) ?? "")) return false;
  return words.some((word) => credentialWord.test(word)) || credentialPair.test(snake);
}

/**
 * A value as a report may carry it: one short line. Secrets, credentials and what is not known yet are words in their
 * place.
 *
 * @param name of the entry, which tells credentials
 */
export function shown(name: string, value: unknown): Shown {
  if (isBlinded(value)) return "[secret]";
  if (isUnknown(value)) return unknownText;
  if (typeof value === "string") {
    return looksLikeCredential(name, value) ? hiddenText : printable(redact(value), longest);
  }
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (isUnknown(inner)) return unknownText;
    if (looksLikeCredential(key === "" ? name : key, inner)) return hiddenText;
    return inner;
  });
  return printable(redact(text ?? "nothing"), longest);
}

/** Free text of the engine or a provider: without secrets and control characters, cut to `length`. */
export function shownText(text: string, length = 600): string {
  return printable(redact(text.replace(/\s+/g, " ").trim()), length);
}
