import type { PackageReading } from "../agentCode/reading.js";
import type { KindName } from "../policy/kinds.js";

/** Where in an agent's files something is. */
export interface UsePlace {
  /** The user's name of the file. */
  file: string;
  /** Its path inside the model directory. */
  path: string;
  /** Offset in the file where the call begins. */
  from: number;
  /** Offset where it ends. */
  to: number;
  /** Line of `from`, from 1. */
  line: number;
}

/** One use of a thing that an AuthPolicy can declare. */
export interface Use extends UsePlace {
  /** Which kind of thing. */
  kind: KindName;
  /** Its name, as an AuthPolicy would declare it. */
  name: string;
  /** true: as the calling user; false: as the agent itself. */
  onBehalfOfUser: boolean;
  /** What the code calls, for people: `ChatDatabricks`, `VectorSearchRetrieverTool` … */
  through: string;
  /** The environment variable, or the key of the configuration, whose default the name is; absent where it is written out. */
  defaultOf?: string;
}

/** A use whose name reading alone cannot tell. */
export interface UnresolvedUse extends UsePlace {
  /** The kinds that it may be of. */
  kinds: readonly KindName[];
  /** What the code calls, for people. */
  through: string;
  /** Source of the expression that gives the name, on one line and cut where it is long. */
  expression: string;
  /** Why it cannot be told, in words: `the environment variable LLM has no default` … */
  why: string;
  /** true: as the calling user; false: as the agent itself. */
  onBehalfOfUser: boolean;
}

/** A variable of the environment that the code reads. */
export interface VariableRead extends UsePlace {
  name: string;
  /** Whether this place fails without it: `os.environ["X"]`, or a field of settings without a default. */
  required: boolean;
  /** Names that do as well; one that ends in `*` stands for every name that begins so. Settings tell capitals apart nowhere. */
  instead: readonly string[];
}

/** What an agent's code uses. */
export interface Uses {
  /** In order of file (the agent's first) and offset; what one file uses twice is there once, at its first place. */
  uses: readonly Use[];
  /** In the same order. */
  unresolved: readonly UnresolvedUse[];
  /** Why reading stopped before its end, where it did: an agent that is too large, or a fault of this package. */
  stopped?: string;
  /** Whether the code makes a client with the credentials of the calling user. */
  actsForUser: boolean;
}

/** What reading an agent's code tells. */
export interface ReadAgent extends Uses {
  /** Variables of the environment that it reads, but for those that it sets itself. */
  variables: readonly VariableRead[];
  /** Whether it loads variables from a file (`load_dotenv`). */
  loadsDotenv: boolean;
}

/** What is known of an agent beside its files. */
export interface UsesOptions {
  /** Environment variables that the agent's endpoint sets: `os.environ["LLM"]` is then known. Default: none. */
  environment?: Readonly<Record<string, string>>;
}

/** Reads what an agent's code uses. Never throws; no network, no Python. */
export type ReadUses = (reading: PackageReading, options?: UsesOptions) => ReadAgent;
