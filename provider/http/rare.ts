const shortest = 6;
/** Digits from which a number is no port, year, date or count. */
const longNumber = 9;
/** Letters up to which a text of letters alone is a word. */
const longestWord = 7;

/** Longer words that a message, a log or a workspace's answer is full of. */
const words: ReadonlySet<string> = new Set(
  (
    "anonymous champion challenger configuration container databricks development disabled endpoint experiment localhost " +
    "password postgres production serverless streaming undefined username workspace"
  ).split(" "),
);

/** Names of models and of what Unity Catalog holds. */
const names: readonly RegExp[] = [
  /^models:\//,
  /^(?:databricks|gpt|claude|llama|gemini|mistral|mixtral|text-embedding)-[a-z0-9.:-]{1,40}$/,
  /^[a-z_][a-z_0-9]{0,40}\.[a-z_][a-z_0-9]{0,40}\.[a-z_][a-z_0-9]{0,60}$/,
];

/**
 * Whether a value that is marked as a secret is long and rare enough to be taken out of a text wherever it stands. Others
 * would garble every message, and are taken out where their name stands before them (`PIN=4711`). Not rare are:
 *
 * - fewer than 6 characters
 * - a number, date or version with fewer than 9 digits
 * - a word of up to 7 letters, or one of a list of longer ones that are everywhere: `production`, `databricks`
 * - the name of a model, or a name of three parts as Unity Catalog has them
 * - the address of a host, without user, query, or a path that could be a key
 * - a reference to a secret, `{{secrets/scope/key}}`
 */
export function isRare(value: string): boolean {
  const text = value.trim();
  if (text.length < shortest) return false;
  if (/^[\d\s.,:_+-]+$/.test(text)) return text.replace(/\D/g, "").length >= longNumber;
  if (/^[a-z]+$/i.test(text)) return text.length > longestWord && !words.has(text.toLowerCase());
  if (names.some((name) => name.test(text)) || /^\{\{secrets\/[^{}]*\}\}$/.test(text)) return false;
  return !isPlainAddress(text);
}

function isPlainAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash, pathname } = new URL(text);
  if (username !== "" || password !== "" || search !== "" || hash !== "") return false;
  // A long part, or one with several digits, may be the key of a web hook.
  return pathname.split("/").every((part) => part.length < 20 && part.replace(/\D/g, "").length < 4);
}
