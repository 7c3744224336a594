import type { PythonFile } from "../engine/file.js";
import type { Frame } from "../engine/frame.js";
import type { ClassDefinition, Expression, FunctionDefinition } from "../syntax/ast.js";

/**
 * Under which choice an alternative is there: "`ENV` is `prod`", "the condition holds not". Two alternatives whose
 * choices exclude each other never meet, so that `f"{catalog}.{schema}"` after one `if` makes two names and not four.
 */
export interface Choice {
  /** What is chosen between. */
  id: string;
  /** What was chosen. */
  value: string;
  /** Whether anything but that was chosen. */
  not: boolean;
  /** Further choices. */
  next: Choice | undefined;
}

/** What a value may be: any of its alternatives. Empty where the code is never reached. */
export type Value = readonly Alternative[];

/** One thing that a value may be. */
export type Alternative =
  | Text
  | Constant
  | Unknown
  | (Base & { kind: "list"; list: ListObject })
  | (Base & { kind: "dict"; dict: DictObject })
  | InstanceRef
  | ClassRef
  | FunctionRef
  | (Base & { kind: "file"; file: PythonFile })
  | ExternalRef
  | (Base & { kind: "method"; self: Alternative; name: string })
  | (Base & { kind: "super"; self: Alternative; after: PythonClass });

interface Base {
  when?: Choice | undefined;
  /** The return type of the function that gave it, evaluated; for what is not known otherwise. */
  promised?: () => Value;
}

/** A text; parts of it may be unknown. */
export interface Text extends Base {
  kind: "text";
  parts: readonly (string | Unknown)[];
  /** Set where something outside of the code may put another text in its place: names that source. */
  soft?: string | undefined;
}

/** A number, a truth value or None. */
export interface Constant extends Base {
  kind: "constant";
  value: number | boolean | null;
  soft?: string | undefined;
  /** Of None: why there is nothing, in words. */
  why?: string;
}

/** What reading cannot tell. */
export interface Unknown extends Base {
  kind: "unknown";
  /** Why, in words. */
  why: string;
  /** The same for what is the same in one run of the agent. */
  key: string;
  /** Whether it may be None, as a variable that is not set is. */
  optional?: boolean;
  /** Of a configuration that is not given, and of what is in it: why, and under which keys it is asked for. */
  mapping?: { why: string; keys: readonly string[] };
  /** Whether nothing had given it a value yet when it was read. */
  missing?: boolean;
  /** Whether it is a credential of the calling user. */
  user?: boolean;
  /** Whether it stems from something whose use was told already, as the tools of a toolkit do. */
  told?: boolean;
}

/** An object of a class of the agent's own. */
export type InstanceRef = Base & { kind: "instance"; instance: Instance };
/** A class of the agent's own. */
export type ClassRef = Base & { kind: "class"; class: PythonClass };
/** A function of the agent's own, perhaps bound to an object. */
export type FunctionRef = Base & { kind: "function"; function: PythonFunction; self?: Alternative | undefined };
/** Something of a library. */
export type ExternalRef = Base & { kind: "external"; external: External };

/** A list, tuple, set or anything else that is gone through. */
export interface ListObject {
  items: Value[];
  /** What further items may be. */
  rest: Value | undefined;
  born: number;
  /** Whether none of them may be there: they were added under a condition, or some were taken out. */
  maybe?: boolean;
}

/** A dictionary. Keys that are not texts are written `#1`, `#True`, `#None`. */
export interface DictObject {
  entries: Map<string, Value>;
  /** What further entries may hold. */
  rest: Value | undefined;
  born: number;
  /** Whether it holds the names of a file or function, most of which are nobody's choice. */
  names?: boolean;
  /** Makes what a missing key holds. */
  factory?: Value | undefined;
  /** Where it comes from, where an observer wants to know what is read of it. */
  origin?: Origin;
}

/** Where a mapping comes from. */
export interface Origin {
  /** Its keys from the outermost mapping. */
  keys: readonly string[];
  /** Whether it is an object that has `get` and fails where a key is missing, and no mapping. */
  isObject: boolean;
}

/** An object of a class of the agent's own. */
export interface Instance {
  class: PythonClass;
  fields: Map<string, Value>;
  /** What its base of a library made of it. */
  external: External | undefined;
  /** What it holds, where its base is a dictionary. */
  held?: DictObject | undefined;
  born: number;
}

/** What a class is besides a class. */
export type ClassTrait = "dataclass" | "model" | "settings" | "enum" | "namedTuple" | "typedDict";

/** A class of the agent's own. */
export interface PythonClass {
  definition: ClassDefinition;
  file: PythonFile;
  frame: Frame;
  /** Own bases and those of libraries, in order. */
  bases: readonly (PythonClass | External)[];
  traits: ReadonlySet<ClassTrait>;
  /** Annotated fields of its own, in order. */
  fields: Map<string, { annotation: Expression | undefined; hasDefault: boolean; keywordOnly: boolean }>;
  /** Whether a decorator of a library knows of its objects: CrewAI's `@CrewBase`. */
  announced: boolean;
  /** Prefix of environment variables, of settings. */
  environmentPrefix: string;
}

/** A function of the agent's own. */
export interface PythonFunction {
  definition: FunctionDefinition;
  file: PythonFile;
  frame: Frame;
  owner: PythonClass | undefined;
  role: "plain" | "static" | "class" | "property";
  /** Evaluated where the function is defined. */
  defaults: Map<string, Value>;
  /** The function that it stands for: `@functools.wraps(f)`. */
  wraps?: PythonFunction;
  /** Generators and context managers give what they yield. */
  yields: "nothing" | "items" | "context";
  /** Of a property: what gives it a value. */
  setter?: PythonFunction;
}

/** Something of a library: its path from the import (`a.B().c`), and what it was made from. */
export interface External {
  path: string;
  /** What it is an attribute or a result of. */
  base: External | undefined;
  /** What it was called with, where it is a result. */
  given: Given | undefined;
  /** Whether calling it was a use that was told. */
  told: boolean;
  /** Whether what it was given may be called by the library by now. */
  consumed: boolean;
  /** Whether it acts as the calling user; undefined until somebody asks. */
  user: boolean | undefined;
  /** Whether an annotation alone says that it is there: who made it, and as whom it acts, nobody knows. */
  promised?: boolean;
  /** Own attributes that were assigned. */
  fields: Map<string, Value> | undefined;
}

/** The arguments of a call. */
export interface Given {
  positional: readonly Value[];
  keywords: ReadonlyMap<string, Value>;
  /** Set where more was given than reading can tell (`*args`, `**kwargs`). */
  more: Unknown | undefined;
}
