/** A variable of the environment that an agent's code reads. */
export interface EnvironmentRead {
  name: string;
  /** The user's name of the file. */
  file: string;
  /** From 1. */
  line: number;
  /** Whether the code fails without it: no default, and nothing around it that looks whether it is there. */
  required: boolean;
  /** Names that do as well, whatever their capitals; one that ends in `*` stands for every name that begins so. */
  instead?: readonly string[];
}

/** Whether one of some variables is the one that is read, or does as well. */
export function isSetBy({ name, instead = [] }: EnvironmentRead, names: readonly string[]): boolean {
  const known = names.map((each) => each.toUpperCase());
  const fits = (other: string) =>
    other.endsWith("*") ? known.some((each) => each.startsWith(other.slice(0, -1))) : known.includes(other);
  return names.includes(name) || instead.some((other) => fits(other.toUpperCase()));
}

/** What an agent's code tells whoever serves it. */
export interface CodeFacts {
  /** What it reads of the environment. */
  reads: readonly EnvironmentRead[];
  /** Whether something in it, or its interface by itself, makes MLflow record traces, as far as reading tells. */
  traced: boolean;
}

/** More agents than one program has. */
const mostAgents = 64;
const known = new Map<string, CodeFacts>();

/**
 * Remembers, for the rest of this process, what an agent's code tells. `check` of a LoggedAgent reads the code on every run,
 * before the endpoint that serves it is checked, so the two meet here and nothing of it has to stand in the state.
 *
 * @param digest of the agent's content
 */
export function rememberFacts(digest: string, facts: CodeFacts): void {
  known.delete(digest);
  known.set(digest, facts);
  const oldest = known.keys().next();
  if (known.size > mostAgents && !oldest.done) known.delete(oldest.value);
}

/** What the code of an agent with this digest tells, where this process has read it. */
export function rememberedFacts(digest: string): CodeFacts | undefined {
  return known.get(digest);
}
