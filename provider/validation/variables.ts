/** What a process needs to find programs, speak a language and reach the network. Upper case; either case is taken. */
const common = [
  "PATH",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  // Where the dynamic linker looks on systems that need it (Nix, CUDA images).
  "LD_LIBRARY_PATH",
];

/** What the installer may know beyond that: the user's own settings of package indexes and caches. */
const installing = /^(?:UV_|PIP_|XDG_|HOME$|USER$|NETRC$|TMPDIR$|GIT_SSL_CAINFO$|SYSTEM_VERSION_COMPAT$|MACOSX_)/;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The environment of an agent that is tried: nothing is inherited but what every program needs, and what was declared.
 *
 * @param own this process's environment
 * @param declared names of the variables that the agent reads
 * @param folders where its home and its temporary files lie
 * @param credentials variables that it is given unless it declares some of the kind
 */
export function agentVariables(
  own: Variables,
  declared: readonly string[],
  folders: { home: string; temporary: string },
  credentials: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    ...(bringsItsOwn(own, declared) ? {} : credentials),
    ...picked(own, (name) => common.includes(name.toUpperCase()) || declared.includes(name)),
    HOME: folders.home,
    TMPDIR: folders.temporary,
  };
}

/**
 * Whether an agent is given a way to a workspace by variables of its own: beside them others would be a second method, which
 * clients refuse, or a token for another host.
 */
export function bringsItsOwn(own: Variables, declared: readonly string[]): boolean {
  return declared.some((name) => /^(?:DATABRICKS|MLFLOW_TRACKING)_/.test(name) && own[name] !== undefined);
}

/**
 * The environment of the installer. A requirement or an index address may name a variable (`${TOKEN}`), and only those
 * are added.
 *
 * @param own this process's environment
 * @param requirements the lines it is given
 */
export function installerVariables(own: Variables, requirements: readonly string[]): NodeJS.ProcessEnv {
  const named = namedIn(requirements);
  return picked(own, (name) => common.includes(name.toUpperCase()) || installing.test(name) || named.includes(name));
}

/** Shorter values are no secrets worth the name, and hiding them would garble every text. */
const shortest = 6;

/**
 * The values that must not be shown: those of the declared variables, and what the installer signs in with.
 *
 * @param own this process's environment
 * @param declared names of the variables that the agent reads
 * @param requirements the lines that the installer is given
 */
export function secretValues(own: Variables, declared: readonly string[], requirements: readonly string[]): string[] {
  const signing = Object.keys(own).filter((name) => /^(?:UV|PIP)_.*(?:PASSWORD|TOKEN|KEY)/.test(name));
  const names = [...declared, ...namedIn(requirements), ...signing];
  return names.flatMap((name) => own[name] ?? []).filter((value) => value.length >= shortest);
}

/** The values of credentials that must not be shown; where a workspace is, is none. */
export function secretCredentials(credentials: Readonly<Record<string, string>>): string[] {
  const secret = Object.entries(credentials).filter(([name]) => /(?:TOKEN|PASSWORD)$/.test(name));
  return secret.map(([, value]) => value).filter((value) => value.length >= shortest);
}

/** Variables that requirement lines name, as pip and uv put them in. */
function namedIn(requirements: readonly string[]): string[] {
  return requirements.flatMap((line) => [...line.matchAll(/\$\{([A-Z0-9_]+)\}/g)].flatMap(([, name]) => name ?? []));
}

function picked(own: Variables, wanted: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(own).filter(([name]) => wanted(name)));
}
