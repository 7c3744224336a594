import type { Problem } from "../errors.js";
import { parseRequirement } from "./requirements/pep508.js";
import { quoteForMessage } from "./text.js";
import type { SourceFile } from "./types.js";
import type { Boundary } from "./walk/boundary.js";
import { readTextIfAny } from "./walk/readSmall.js";

// A package is read by everybody who may read the model, in every version of it, for as long as there is one. What is said
// of a credential is where it stands: nothing of it is shown.

interface KnownFile {
  /** What it is, for people. */
  what: string;
  /** Of its base name. */
  name: RegExp;
  /** Of its path, where the name alone says too little. */
  path?: RegExp;
  /** What its text has to hold to be one; absent where the name is enough. */
  holds?: RegExp;
}

const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/;
const value = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*[=:][ \t]*["']?[^\s"'#$]/m;
const secretJson = /"(?:private_key|client_secret|refresh_token|access_token|api_?key|password|token)"\s*:\s*"[^"]/i;

const knownFiles: readonly KnownFile[] = [
  {
    what: "a file of variables",
    name: /^\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$|schema$)[\w.-]+)?$/,
    holds: value,
  },
  { what: "a private key", name: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
  { what: "a private key", name: /\.(?:pem|key|pk8|ppk)$/i, holds: privateKey },
  { what: "a key store", name: /\.(?:p12|pfx|jks|keystore|kdbx)$/i },
  { what: "a file of passwords", name: /^(?:\.netrc|_netrc|\.pgpass|\.git-credentials|\.htpasswd|\.my\.cnf)$/ },
  { what: "Databricks credentials", name: /^\.databrickscfg$/, holds: /^\s*(?:token|client_secret|password)\s*=/m },
  { what: "AWS credentials", name: /^credentials$/, holds: /aws_secret_access_key|aws_session_token/i },
  { what: "Google credentials", name: /^application_default_credentials\.json$/ },
  {
    what: "credentials",
    name: /^(?:credentials?|client_secrets?[\w.-]*|service[-_]?account[\w.-]*|secrets?|token)\.json$/i,
    holds: secretJson,
  },
  { what: "secrets", name: /^\.?secrets?\.(?:toml|ya?ml|ini)$/i, holds: value },
  {
    what: "credentials of a package index",
    name: /^(?:\.npmrc|\.pypirc|pip\.conf)$/,
    holds: /_authToken|_password|^\s*password\s*[=:]|:\/\/[^\s:/@]+:[^\s@]+@/m,
  },
  {
    what: "credentials of a registry",
    name: /^(?:\.dockercfg|config\.json)$/,
    path: /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg)$/,
  },
  { what: "credentials of a cluster", name: /^(?:kubeconfig|config)$/, path: /(?:^|\/)(?:kubeconfig|\.kube\/config)$/ },
];
/** A larger file is none of these. */
const largest = 256 * 1024;

/**
 * Credentials in the files that go into a model, known by the names that credentials are kept under, and by what they hold
 * where a name says too little.
 *
 * @param files below `codePaths` and `artifacts`
 */
export async function credentialFiles(files: readonly SourceFile[], boundary: Boundary): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const file of files) {
    const base = file.path.slice(file.path.lastIndexOf("/") + 1);
    const known = knownFiles.filter(({ name, path }) => name.test(base) && path?.test(file.path) !== false);
    if (known.length === 0) continue;
    const text = known.some(({ holds }) => holds !== undefined) ? await textOf(file, boundary) : "";
    const one = known.find(({ holds }) => holds === undefined || holds.test(text));
    if (one === undefined) continue;
    const argument = file.path.startsWith("artifacts/") ? "artifacts" : "codePaths";
    found.push({
      code: "invalidArgument",
      path: argument,
      message:
        `${quoteForMessage(file.name)} looks like ${one.what}, and would lie in every version of the model, readable for all who ` +
        `may read it. Leave it out (\`ignore: [${JSON.stringify(`/${insideOf(file.path)}`)}]\`), and give the agent what it needs of ` +
        'it as a variable of the endpoint: `environment: { NAME: secretRef("scope", "key") }`.',
    });
  }
  return found;
}

/** A path as the rules of `ignore` name it: below the declared folder. */
function insideOf(path: string): string {
  const [, , ...rest] = path.split("/");
  return rest.length === 0 ? (path.split("/").at(-1) ?? path) : rest.join("/");
}

async function textOf({ location, size }: SourceFile, boundary: Boundary): Promise<string> {
  if (size > largest) return "";
  // It may be binary, or gone by now: whoever packages it says so.
  return (await readTextIfAny(location, boundary)) ?? "";
}

/** A user and a password, or a token in their place, in an address; names of variables, which pip fills in, are none. */
const inAddress = /:\/\/(?:[^\s:/@]*:(?!\$\{|@)[^\s/@]+|(?!\$\{)[A-Za-z0-9_-]{20,})@/;
const inQuery = /[?&](?:access_|private_|auth_|job_)?(?:token|key|password|secret)=(?!\$\{)[^\s&#]{6,}/i;

/**
 * Credentials in the addresses of requirement lines: of indexes, of repositories and of files.
 *
 * @param lines final lines of requirements.txt and constraints.txt
 */
export function credentialLines(lines: readonly string[]): Problem[] {
  const seen = new Set<string>();
  return lines.flatMap((line): Problem[] => {
    if (!inAddress.test(line) && !inQuery.test(line)) return [];
    const label = lineLabel(line);
    if (seen.has(label)) return [];
    seen.add(label);
    const message =
      `the address of ${label} holds a password or token, which would lie in requirements.txt of every version of the model, ` +
      `readable for all who may read it. Take it out of the address: write \`\${NAME}\` in its place, which is filled in from a variable ` +
      "where the environment is made, or put the built wheel into `codePaths` and require it as `code/<file>.whl`.";
    return [{ code: "invalidArgument", path: "requirements", message }];
  });
}

function lineLabel(line: string): string {
  const option = /^(--?[a-z-]+)/.exec(line)?.[1];
  return option ?? parseRequirement(line)?.name ?? "a requirement";
}
