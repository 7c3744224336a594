/** Most of an explanation that is repeated, in characters. */
const longest = 400;
/** How much of a log is read, from its end. */
const readCharacters = 64 * 1024;

/** One kind of line by which a log says why something did not come up. */
interface Sign {
  /** Finds it, in a log whose white space is as it was written. */
  readonly pattern: RegExp;
  /** What it means and what to do, in words; undefined where it means something else after all. */
  says(found: readonly string[], environment: ReadonlySet<string>): string | undefined;
}

const signs: readonly Sign[] = [
  {
    // Python's own frame of `os.environ[…]` stands above it: any other KeyError may be of anything.
    pattern: /(?:<frozen os>|[\\/]os\.py)", line \d+, in __getitem__\r?\n(?:.*\r?\n){0,4}?.*KeyError: '([^'\r\n]+)'/,
    says: ([name = ""], environment) =>
      environment.has(name)
        ? undefined
        : `the agent reads the environment variable ${name}, which the endpoint does not set: add it to \`environment\`, as a ` +
          "Pulumi secret or as `secretRef(scope, key)` where it is one",
  },
  {
    // uv breaks the sentence into lines and indents them.
    pattern: /Because\s([^│╰]{0,4000}?),\s+we\s+can\s+conclude\s+that\s+your\s+requirements\s+are\s+unsatisfiable/,
    says: ([reason = ""]) => {
      const words = reason.replace(/\s+/g, " ");
      const required = [...words.matchAll(/you require (\S+?)(?=[,\s]|$)/g)].map(([, name = ""]) => name);
      return unmet([...new Set(required)], words);
    },
  },
  {
    pattern: /No matching distribution found for ([^\r\n]+)/,
    says: ([requirement = ""]) => unmet([requirement.trim()], "no package index has it"),
  },
  {
    pattern: /Cannot install ([^\r\n]+?) because these package versions have conflicting dependencies/,
    says: ([requirements = ""]) => unmet(requirements.split(/,\s*|\s+and\s+/), "they contradict each other"),
  },
  {
    pattern: /ModuleNotFoundError: No module named '([^'\r\n]+)'/,
    says: ([name = ""]) =>
      `the agent imports the module ${name}, which no requirement brings: add its package to \`requirements\`, or a module ` +
      "of your own to `codePaths`",
  },
];

function unmet(requirements: readonly string[], reason: string): string {
  const list = requirements.filter(Boolean).join(", ");
  const why = reason.length > longest ? `${reason.slice(0, reason.lastIndexOf(" ", longest))} …` : reason;
  const what = list === "" ? "the requirements cannot be met" : `it requires ${list}, which cannot be installed`;
  return `${what} (${why}): correct \`requirements\` of the agent`;
}

/**
 * Why a deployment failed, as far as its logs tell what a program can correct. It is words for a person: nothing is decided
 * by it.
 *
 * @param log of the server or of the build, without secrets
 * @param environment names of the variables that are set
 */
export function causeOf(log: string, environment: ReadonlySet<string>): string | undefined {
  const end = log.slice(-readCharacters);
  for (const { pattern, says } of signs) {
    const [, ...found] = pattern.exec(end) ?? [];
    const cause = found.length === 0 ? undefined : says(found, environment);
    if (cause !== undefined) return cause;
  }
  return undefined;
}
